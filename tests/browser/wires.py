"""A wire between browser and server that can be cut: a port that passes everything on, until it does not."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress


class Wire:
    """Passes connections to its port on to the server's; `cut` ends them all and refuses others, `mend` lets them in."""

    def __init__(self, server_port: int) -> None:
        self.bytes_down = 0
        """What the browser has got so far."""
        self._counting = threading.Lock()
        self._server_port = server_port
        self._ends: list[socket.socket] = []
        self._listener = self._listen(0)
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def cut(self) -> None:
        """As if the Wi-Fi was gone."""
        ends, self._ends = [self._listener, *self._ends], []
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)  # who waits at it goes on
            end.close()

    def mend(self) -> None:
        """As if it was back."""
        self._listener = self._listen(int(self.address.rpartition(":")[2]))

    def _listen(self, port: int) -> socket.socket:
        listener = socket.create_server(("127.0.0.1", port))
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()
        return listener

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                browser, _ = listener.accept()
            except OSError:  # the wire was cut
                return
            try:
                server = socket.create_connection(("127.0.0.1", self._server_port))
            except OSError:  # the server is being started again
                browser.close()
                continue
            self._ends += [browser, server]
            for ends in ((browser, server, lambda _: None), (server, browser, self._note_down)):
                threading.Thread(target=_pass_on, args=ends, daemon=True).start()

    def _note_down(self, count: int) -> None:
        with self._counting:
            self.bytes_down += count


def _pass_on(here: socket.socket, there: socket.socket, note: Callable[[int], None]) -> None:
    with suppress(OSError):
        while piece := here.recv(65_536):
            note(len(piece))
            there.sendall(piece)
    for end in (here, there):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


@contextmanager
def wire_to(server_port: int) -> Iterator[Wire]:
    """A wire to this server, cut at the end."""
    wire = Wire(server_port)
    try:
        yield wire
    finally:
        wire.cut()
