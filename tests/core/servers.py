"""Real HTTP servers on this machine that hand out files well, badly, or not at all.

`serve(folder, behaviour)` runs one for the length of a `with` block. A behaviour is a function that
answers one request; those that hold the client wait for an event of the server, never for a time.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

DRIP_SECONDS = 0.01
LOGIN_PAGE = b"<!doctype html><title>Guest network</title><p>Please accept our terms."


@dataclass
class Server:
    """What a test may see of a running server, and the events that steer it."""

    address: str = ""
    asked_for: list[str] = field(default_factory=list)
    """The names of the files asked for, in order."""
    holding: Event = field(default_factory=Event)
    """Set once a client is being held."""
    go_on: Event = field(default_factory=Event)
    """Set it to let held clients go; the end of the server sets it as well."""


class Request(BaseHTTPRequestHandler):
    """One request, with what a behaviour needs to answer it."""

    server_facts: Server
    folder: Path
    behaviour: Behaviour

    def do_GET(self) -> None:
        name = Path(self.path).name
        self.server_facts.asked_for.append(name)
        with suppress(ConnectionError):  # the client may hang up at any time
            type(self).behaviour(self, (self.folder / name).read_bytes())

    def start(self, n_bytes: int, *, status: int = 200) -> None:
        """Send the headers of an answer that promises `n_bytes`."""
        self.send_response(status)
        self.send_header("Content-Length", str(n_bytes))
        self.end_headers()

    def hold(self) -> None:
        """Keep the client waiting until the test, or the end of the server, lets it go."""
        self.server_facts.holding.set()
        self.server_facts.go_on.wait()

    def log_message(self, format: str, *args: object) -> None:
        """Keep the screen of the tests clean."""


Behaviour = Callable[[Request, bytes], None]


def good(request: Request, content: bytes) -> None:
    request.start(len(content))
    request.wfile.write(content)


def without_length(request: Request, content: bytes) -> None:
    """The end of the answer is the end of the connection."""
    request.send_response(200)
    request.end_headers()
    request.wfile.write(content)


def marked_as_gzip(request: Request, content: bytes) -> None:
    """Some servers say of a .gz file that it is packed for the way, and clients unpack it."""
    request.send_response(200)
    request.send_header("Content-Encoding", "gzip")
    request.send_header("Content-Length", str(len(content)))
    request.end_headers()
    request.wfile.write(content)


def hold_half_way(request: Request, content: bytes) -> None:
    """Good, but the second half comes only when `go_on` is set."""
    request.start(len(content))
    request.wfile.write(content[: len(content) // 2])
    request.wfile.flush()
    request.hold()
    request.wfile.write(content[len(content) // 2 :])


def not_found(request: Request, content: bytes) -> None:
    request.send_error(404)


def broken(request: Request, content: bytes) -> None:
    request.send_error(500)


def silent(request: Request, content: bytes) -> None:
    """The connection is taken, and not a word is said."""
    request.hold()


def stalled(request: Request, content: bytes) -> None:
    """Headers, then nothing."""
    request.start(len(content))
    request.hold()


def dripping(request: Request, content: bytes) -> None:
    """Byte by byte, each in time, all together for minutes."""
    request.start(len(content))
    for position in range(len(content)):
        request.wfile.write(content[position : position + 1])
        if request.server_facts.go_on.wait(DRIP_SECONDS):
            return


def cut_short(request: Request, content: bytes) -> None:
    """The right length is promised, half of it is sent."""
    request.start(len(content))
    request.wfile.write(content[: len(content) // 2])


def half_as_whole(request: Request, content: bytes) -> None:
    """Half of the file, and the headers say that this is all."""
    good(request, content[: len(content) // 2])


def promising_too_much(request: Request, content: bytes) -> None:
    """One byte less than the whole file, under headers that promise more than the whole."""
    request.start(len(content) + 1000)
    request.wfile.write(content[:-1])


def corrupt(request: Request, content: bytes) -> None:
    """One bit in the middle is another."""
    middle = len(content) // 2
    good(request, content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])


def hanging_up(request: Request, content: bytes) -> None:
    """Half of the file, then the connection is reset."""
    request.start(len(content))
    request.wfile.write(content[: len(content) // 2])
    request.wfile.flush()
    at_once = struct.pack("ii", 1, 0)  # linger on, for 0 seconds: closing sends a reset
    request.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
    request.connection.close()


def login_page(request: Request, content: bytes) -> None:
    """A captive portal: 200, and its own page whatever one asks for."""
    request.send_response(200)
    request.send_header("Content-Type", "text/html")
    request.send_header("Content-Length", str(len(LOGIN_PAGE)))
    request.end_headers()
    request.wfile.write(LOGIN_PAGE)


def endless(request: Request, content: bytes) -> None:
    """The wrong bytes, without an end."""
    request.send_response(200)
    request.end_headers()
    while not request.server_facts.go_on.is_set():
        request.wfile.write(bytes(65_536))


@contextmanager
def serve(folder: Path, behaviour: Behaviour = good) -> Iterator[Server]:
    """Run a server on a free port of 127.0.0.1 that hands out the files of `folder`."""
    facts = Server()
    handler = type("Handler", (Request,), {"server_facts": facts, "folder": folder, "behaviour": behaviour})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        facts.address = f"http://127.0.0.1:{server.server_port}/"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield facts
        finally:
            facts.go_on.set()
            server.shutdown()
            thread.join()


def closed_address() -> str:
    """An address at which nobody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{listener.getsockname()[1]}/"
