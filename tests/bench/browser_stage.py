"""A server, with MNIST where this machine has it, and a browser: what the measurements in Chromium need."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser import chromium
from tests.browser.conftest import Server
from tests.measured import NotMeasuredError


@dataclass(frozen=True)
class Stage:
    server: Server
    browser: Browser
    folder: Path
    """For files of the measurement; deleted at its end."""


@contextmanager
def started() -> Iterator[Stage]:
    """Both started; they end with the block."""
    path = chromium.find()
    if path is None:
        raise NotMeasuredError("no Chromium: install one, or name it in DIGITLAB_CHROMIUM")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        server = Server(folder / "home", folder / "log")
        browser = playwright.chromium.launch(executable_path=path, args=chromium.FLAGS)
        try:
            yield Stage(server, browser, folder)
        finally:
            browser.close()
            server.stop()
