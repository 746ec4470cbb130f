"""Connections are bounded before they say anything: so many of one address, and none that is silent for long.

Neither uvicorn nor Streamlit has a setting for it: a client that opens connections and sends nothing, or a letter of its
headers now and then, keeps them all. Addresses of this machine and of the proxies in DIGITLAB_PROXIES are not counted, since
everybody comes from there; a proxy has bounds of its own.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from pages._shared.server import client_address

MOST = 600
"""Of one address: a class of a hundred behind one, each with six while it loads a page."""
HEADERS_SECONDS = 15.0
"""From the opening of a connection, or the end of an answer, until all headers of the next request are there."""
_NEEDED = ("connection_made", "connection_lost", "data_received")

_log = logging.getLogger(__name__)


def bound() -> None:
    """Bound those of the server that is about to start; where uvicorn's names have changed, the log says that none is."""
    from uvicorn.protocols.http.auto import AutoHTTPProtocol

    if missing := [name for name in _NEEDED if name not in vars(AutoHTTPProtocol)]:
        _log.warning("uvicorn has no %s, so connections are not bounded", ", ".join(missing))
    elif not hasattr(AutoHTTPProtocol, "silence"):
        _bound_methods(AutoHTTPProtocol)


def _bound_methods(protocol: Any) -> None:
    made, received, lost = protocol.connection_made, protocol.data_received, protocol.connection_lost

    def connection_made(self: Any, transport: asyncio.Transport) -> None:
        made(self, transport)
        self.silence = None if _is_one_too_many(self) else _begin_silence(self)
        if self.silence is None:
            transport.abort()

    def data_received(self: Any, data: bytes) -> None:
        received(self, data)
        if _is_in_request(self):
            _end_silence(self)
        elif self.silence is None:  # the first letters of a next request
            self.silence = _begin_silence(self)

    def connection_lost(self: Any, problem: Exception | None) -> None:
        _end_silence(self)
        lost(self, problem)

    protocol.silence = None
    protocol.connection_made, protocol.data_received = connection_made, data_received
    protocol.connection_lost = connection_lost


def _is_one_too_many(protocol: Any) -> bool:
    address = _address(protocol)
    if not address or client_address.is_proxy(address):
        return False
    # Websockets are among them: they leave the protocol that they came by, which therefore cannot count them.
    return sum(_address(other) == address for other in protocol.connections) > MOST


def _address(protocol: Any) -> str:
    return client_address.of_peer(protocol.client[0]) if protocol.client else ""


def _begin_silence(protocol: Any) -> asyncio.TimerHandle:
    return asyncio.get_running_loop().call_later(HEADERS_SECONDS, protocol.transport.abort)


def _end_silence(protocol: Any) -> None:
    if protocol.silence is not None:
        protocol.silence.cancel()
        protocol.silence = None


def _is_in_request(protocol: Any) -> bool:
    """Whether a request is being answered, or the connection has become a websocket."""
    has_left = protocol.transport.get_protocol() is not protocol
    return has_left or (protocol.cycle is not None and not protocol.cycle.response_complete)
