"""Websockets that another site's page opens are refused, before Streamlit sees them.

Streamlit would ask an outside host for this server's address, to see whether it is the origin: two requests on the event
loop, during which nobody is answered, and which leave the machine (`streamlit.net_util.get_external_ip`).
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

_REFUSED = 4403
_THIS_MACHINE = ("localhost", "127.0.0.1", "0.0.0.0")


class ForeignOrigins:
    """ASGI middleware that closes them."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what comes from our own pages, or from where `server.corsAllowedOrigins` allows."""
        if scope["type"] == "websocket" and _is_foreign(Headers(scope=scope)):
            await send({"type": "websocket.close", "code": _REFUSED})
            return
        await self._app(scope, receive, send)


def _is_foreign(headers: Headers) -> bool:
    origin = headers.get("origin")
    if origin is None:  # no browser: it could claim any origin
        return False
    try:
        parts = urlsplit(origin)
        name = parts.hostname or ""
    except ValueError:
        return True
    return parts.netloc != headers.get("host") and name not in _THIS_MACHINE and name not in _allowed()


def _allowed() -> list[str]:
    """The names of the origins and the address that whoever runs the server has set."""
    option: Callable[[str], object] = st.get_option
    origins = option("server.corsAllowedOrigins")
    named = [urlsplit(str(each)).hostname or "" for each in (origins if isinstance(origins, list) else [])]
    address = option("browser.serverAddress") if st.config.is_manually_set("browser.serverAddress") else None
    return [*named, *([str(address)] if address else [])]
