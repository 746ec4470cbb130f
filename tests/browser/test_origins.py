"""A page of another site opens no websocket here, and no request of this server's ever leaves the machine."""

import base64
import os
import socket
import threading
import urllib.request

import pytest

from tests.browser.conftest import serving


class Listening:
    """A proxy for all that the server would request elsewhere: it hears everything, and answers nothing."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._hear, daemon=True).start()

    def _hear(self) -> None:
        while True:
            end, _ = self._listener.accept()
            self.heard.append(end.recv(4_096))
            end.close()


@pytest.fixture(scope="module")
def proxy():
    return Listening()


@pytest.fixture(scope="module")
def watched(tmp_path_factory, proxy):
    """A server that would ask the proxy for anything that is not on this machine; it stands behind one with a name."""
    settings = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), proxy.address)
    settings |= {"DIGITLAB_HOSTS": "lab.school.example"}
    with serving(tmp_path_factory.mktemp("watched"), **settings) as server:
        yield server


def handshake(server, origin: str | None, host: str = "") -> int:
    """The status of the answer to a websocket's handshake."""
    lines = [
        "GET /_stcore/stream HTTP/1.1",
        f"Host: {host or f'127.0.0.1:{server.port}'}",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
        *([f"Origin: {origin}"] if origin is not None else []),
    ]
    with socket.create_connection(("127.0.0.1", server.port)) as end:
        end.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        return int(end.recv(4_096).split()[1])


@pytest.mark.parametrize(
    "origin", ["https://elsewhere.example", "http://127.0.0.1.elsewhere.example", "null", "http://[", ""]
)
def test_another_sites_page_is_refused_and_nobody_is_asked_about_it(watched, proxy, origin):
    assert handshake(watched, origin) == 403
    assert proxy.heard == []


def test_a_name_that_another_site_leads_here_is_refused(watched, proxy):
    assert handshake(watched, "https://elsewhere.example", host="elsewhere.example") == 403
    assert proxy.heard == []


def test_our_own_pages_are_let_in(watched, proxy):
    assert handshake(watched, f"http://127.0.0.1:{watched.port}") == 101
    assert handshake(watched, "https://lab.school.example", host="lab.school.example") == 101
    assert handshake(watched, None) == 101
    assert proxy.heard == []


def test_a_visit_of_every_page_sends_nothing_elsewhere(watched, proxy, open_page):
    page = open_page(watched.address)
    for name in ("Draw", "Explore", "Train", "Evaluate", "Compare", "Recipes", "Classroom", "Data"):
        page.get_by_test_id("stSidebarNav").get_by_role("link", name=name, exact=True).click()
        page.get_by_role("heading", name=name, level=1).wait_for()
    assert proxy.heard == []
    page.goto("about:blank")


def test_the_proxy_would_hear_it(proxy):
    """What the tests above count on: a request of Python's goes to the proxy that the environment names."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({"http": proxy.address}))
    with pytest.raises(OSError):
        opener.open("http://elsewhere.example/")
    assert b"elsewhere.example" in proxy.heard.pop()
