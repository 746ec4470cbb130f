"""A Firefox without Playwright, which drives a build of its own only: one page, and functions that are called in it.

Firefox speaks WebDriver BiDi itself, JSON over a WebSocket (https://w3c.github.io/webdriver-bidi): enough for tests of what
is computed in the page. Where no `firefox-esr` or `firefox` is on the PATH, tests that need one skip.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

NAMES = ("firefox-esr", "firefox")


def find() -> str | None:
    """The path of a Firefox that can be started, or None."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


class Firefox:
    """Its one page."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._number = 0
        self._send("session.new", capabilities={})
        self._page = self._send("browsingContext.getTree")["contexts"][0]["context"]

    def goto(self, address: str) -> None:
        """Open the page, and wait until it has loaded."""
        self._send("browsingContext.navigate", context=self._page, url=address, wait="complete")

    def evaluate(self, function: str, argument: str) -> str:
        """What the function, which may be async, gives for the argument; both are texts, as the page's JSON."""
        answer = self._send(
            "script.callFunction",
            functionDeclaration=function,
            arguments=[{"type": "string", "value": argument}],
            target={"context": self._page},
            awaitPromise=True,
        )
        if answer["type"] != "success":
            raise AssertionError(answer["exceptionDetails"]["text"])
        return str(answer["result"]["value"])

    def _send(self, method: str, **parameters: Any) -> dict[str, Any]:
        """The answer to one command; events that come meanwhile are none of ours."""
        self._number += 1
        self._connection.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._connection.recv())
            if message.get("id") == self._number:
                break
        if message["type"] == "error":
            raise RuntimeError(f"{method}: {message['message']}")
        result: dict[str, Any] = message["result"]
        return result


@contextmanager
def started(path: str, folder: Path) -> Iterator[Firefox]:
    """A new one, whose profile lies in `folder`; ended with the block."""
    with (folder / "firefox.log").open("wb") as log:
        process = subprocess.Popen(
            [path, "--headless", "--no-remote", "--profile", str(folder), "--remote-debugging-port", "0"],
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        with connect(f"{_address(process, folder)}/session", max_size=None, compression=None) as connection:
            yield Firefox(connection)
    finally:
        process.terminate()
        process.wait()


def _address(process: subprocess.Popen[bytes], folder: Path) -> str:
    """Firefox writes where it listens into its profile."""
    place = folder / "WebDriverBiDiServer.json"
    while process.poll() is None:
        with suppress(OSError, ValueError):  # not there yet, or half written
            server = json.loads(place.read_text(encoding="utf-8"))
            return f"ws://{server['ws_host']}:{server['ws_port']}"
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.05)
    raise RuntimeError(f"Firefox ended: {(folder / 'firefox.log').read_text()[-2000:]}")
