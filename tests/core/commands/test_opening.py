"""`make run` opens a page in the browser once the server answers, and nothing where there is no screen."""

import http.server
import os
import subprocess
import sys
import threading

import pytest

from digitcore import settings


@pytest.mark.parametrize(
    ("environment", "platform", "expected"),
    [
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({}, "linux", False),
        ({}, "darwin", True),
        ({}, "win32", True),
        ({"DISPLAY": ":10", "SSH_CONNECTION": "192.0.2.1 22"}, "linux", False),
        ({"DISPLAY": ":0", "CI": "true"}, "linux", False),
    ],
)
def test_where_a_browser_can_be_opened(monkeypatch, environment, platform, expected):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "SSH_CONNECTION", "CI"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert settings.has_screen(platform=platform) is expected


@pytest.mark.skipif(sys.platform == "win32", reason="the browser here is a shell script")
@pytest.mark.parametrize("screen", [True, False])
def test_the_page_is_opened_once_the_server_answers(tmp_path, screen):
    browser, opened = tmp_path / "browser.sh", tmp_path / "opened"
    browser.write_text(f'#!/bin/sh\necho "$1" >> "{opened}"\n')
    browser.chmod(0o700)

    class Healthy(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Healthy) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        known = {
            key: value for key, value in os.environ.items() if key not in ("CI", "SSH_CONNECTION", "DISPLAY")
        }
        known |= {"BROWSER": str(browser)} | ({"DISPLAY": ":0"} if screen else {"WAYLAND_DISPLAY": ""})
        command = [sys.executable, "-m", "digitcore.commands.opening", address]
        assert subprocess.run(command, env=known, check=False).returncode == 0
        server.shutdown()
    assert opened.exists() is screen
    assert not screen or opened.read_text().split() == [address]
