"""A real server and a real browser for the tests in this folder."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    WebError,
    expect,
    sync_playwright,
)

from digitcore.lab.store.store import Store
from digitcore.learning.recipes.recipes import RECIPES
from tests.browser import chromium
from tests.core.memories import keep_speeds, store_in

ROOT = Path(__file__).parent.parent.parent
WAIT_MS = 120_000
expect.set_options(timeout=WAIT_MS)  # a bound for what never comes; a slow machine is no failure


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_until_it_answers(process: subprocess.Popen[bytes], address: str) -> None:
    """Ask again and again, as long as the process lives."""
    while process.poll() is None:
        with suppress(OSError):
            urllib.request.urlopen(address, timeout=5).read()
            return
        with suppress(subprocess.TimeoutExpired):  # asking without a pause would take a core from who starts
            process.wait(0.05)
    raise RuntimeError(f"nothing will answer at {address} any more")


class Server:
    """The app on a port of its own; `address` is where it answers."""

    def __init__(self, home: Path, log: Path, *, script: Path = ROOT / "app.py", **environment: str) -> None:
        self.port = free_port()
        base = environment.get("STREAMLIT_SERVER_BASE_URL_PATH", "")
        self.address = f"http://127.0.0.1:{self.port}" + (f"/{base}" if base else "")
        settings = {"DIGITLAB_HOME": str(home)}
        inherited = {key: value for key, value in os.environ.items() if not key.startswith("DIGITLAB_")}
        self.home, self.log, self.script = home, log, script
        self._environment = inherited | settings | environment
        self.start()

    def start(self) -> None:
        """Begin, or begin again at the same address with what was kept."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", str(self.script),
             "--server.port", str(self.port), "--server.address", "127.0.0.1"],
            cwd=ROOT, env=self._environment, stdout=self.log.open("ab"), stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            wait_until_it_answers(self._process, f"{self.address}/_stcore/health")
        except RuntimeError:
            raise RuntimeError(f"the server ended: {self.log.read_text()}") from None

    @cached_property
    def store(self) -> Store:
        """What it keeps, for a test to look at."""
        return store_in(self.home)

    @property
    def has_tensorflow(self) -> bool:
        """Whether its process has TensorFlow's library in memory."""
        return any("tensorflow" in part.path for part in psutil.Process(self.pid).memory_maps())

    @property
    def pid(self) -> int:
        return self._process.pid

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()


@contextmanager
def serving(
    folder: Path, *, script: Path = ROOT / "app.py", timed: Collection[str] = RECIPES, **environment: str
) -> Iterator[Server]:
    """A server that keeps all it has in `folder`, and is stopped at the end; `script` is another one than the app.

    To time a recipe that is not `timed` is work for an idle worker; those on MNIST keep two cores busy for a minute.
    """
    keep_speeds(store_in(folder / "home"), dict.fromkeys(timed, 0.1))
    server = Server(folder / "home", folder / "log", script=script, **environment)
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture
def start_server(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Starts fresh servers; all are stopped at the end of the test."""
    servers: list[Server] = []

    def start(**environment: str) -> Server:
        home = tmp_path / "server-home"
        if not servers:  # all have the same home
            keep_speeds(store_in(home), dict.fromkeys(RECIPES, 0.1))
        servers.append(Server(home, tmp_path / f"server{len(servers)}.log", **environment))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all tests that need no fresh one."""
    with serving(tmp_path_factory.mktemp("server")) as server:
        yield server


@pytest.fixture(scope="session")
def trainer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all tests that train: its worker process has to load TensorFlow only once."""
    on_mnist = [name for name, recipe in RECIPES.items() if recipe.config.dataset == "mnist"]
    with serving(tmp_path_factory.mktemp("trainer"), timed=on_mnist) as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium.find()
    if path is None:
        message = "no Chromium: install one, or name it in DIGITLAB_CHROMIUM"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=chromium.FLAGS)
        yield browser
        browser.close()


class Complaints(list[str]):
    """What the browser's console complained of."""

    def watch(self, context: BrowserContext) -> None:
        context.on("console", self._note)
        context.on("weberror", self._note_error)

    def look_away(self, context: BrowserContext) -> None:
        context.remove_listener("console", self._note)
        context.remove_listener("weberror", self._note_error)

    def _note_error(self, error: WebError) -> None:
        self.append(f"{error.error.message} {error.error.stack}")

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.append(f"{message.text} {message.location['url']}")


class Tabs:
    """Tabs that are used again, each as a new visitor: one that has run the app before opens it in half the time."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: dict[bool, list[Page]] = {True: [], False: []}
        """By whether there are fingers: all else of a screen can be changed later."""

    def take(self, *, touch: bool, is_new: bool) -> Page:
        if self._free[touch] and not is_new:
            return self._free[touch].pop()
        context = self._browser.new_context(has_touch=touch, accept_downloads=True, locale="en-US")
        context.set_default_timeout(WAIT_MS)
        return context.new_page()

    def give_back(self, page: Page, *, touch: bool) -> None:
        """For the next visitor; what a test has closed, or opened more tabs from, is closed for good."""
        if page.context.pages == [page] and self._forgets(page):
            self._free[touch].append(page)
        else:
            page.context.close()

    def _forgets(self, page: Page) -> bool:
        """Whether the tab no longer knows who used it, and nothing lies under its pointer."""
        with suppress(Error):  # that of a page which never came
            page.evaluate("localStorage.clear(), sessionStorage.clear()")
            page.goto("about:blank")
            page.context.clear_cookies()
            page.mouse.move(0, 0)
            return True
        return False


@pytest.fixture(scope="session")
def tabs(browser: Browser) -> Tabs:
    return Tabs(browser)


@pytest.fixture
def complaints() -> Complaints:
    """What the pages that this test opened complained of; a test that stops its server clears what they say of that."""
    return Complaints()


@pytest.fixture
def open_page(tabs: Tabs, complaints: Complaints) -> Iterator[Callable[..., Page]]:
    """Opens an address in a visitor of its own; at the end no console may have complained.

    A visitor who wants it sees all that `moves`: a run that was quick is played again.
    Who opens an empty tab prepares it in some way, so it is a new one, and is not used again.
    """
    opened: list[tuple[Page, bool, bool]] = []

    def open_at(
        address: str,
        *,
        width: int = 1280,
        height: int = 900,
        dark: bool = False,
        touch: bool = False,
        moves: bool = False,
    ) -> Page:
        is_own = address == "about:blank"
        page = tabs.take(touch=touch, is_new=is_own)
        opened.append((page, touch, is_own))
        complaints.watch(page.context)
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(
            color_scheme="dark" if dark else "light",
            # Without a graphics card each frame of what blinks while a page loads is drawn by the processor: a quarter of all.
            reduced_motion="no-preference" if moves else "reduce",
        )
        page.goto(address)
        return page

    yield open_at
    for page, touch, is_own in opened:
        complaints.look_away(page.context)
        if is_own:
            page.context.close()
        else:
            tabs.give_back(page, touch=touch)
    assert complaints == []
