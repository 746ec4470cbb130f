"""Requests under a name that is not ours are refused: a page of another site could lead its own name to this machine.

By such a name its scripts would be of our origin (DNS rebinding). An address in figures cannot be led elsewhere, so it is
always known. Where the server listens on this machine alone, and where DIGITLAB_HOSTS is set, other names must be in it.
"""

from __future__ import annotations

import ipaddress
from contextlib import suppress

import streamlit as st
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from digitcore import settings

_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
_REFUSED = 4421
_SENTENCE = (
    "This server does not know the name in the address. Whoever runs it can add it to DIGITLAB_HOSTS.\n"
)


class KnownHosts:
    """ASGI middleware that refuses them."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is for us."""
        if scope["type"] not in ("http", "websocket") or _is_known(Headers(scope=scope).get("host")):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": _REFUSED})
        else:
            await PlainTextResponse(_SENTENCE, status_code=421)(scope, receive, send)


def _is_known(host: str | None) -> bool:
    if host is None:  # no browser
        return True
    name = host.lower().rpartition("]")[0].removeprefix("[") or host.lower().partition(":")[0]
    hosts = settings.current().hosts
    if name in _THIS_MACHINE or name in hosts or _is_figures(name):
        return True
    return not hosts and str(st.get_option("server.address") or "") not in _THIS_MACHINE


def _is_figures(name: str) -> bool:
    with suppress(ValueError):
        ipaddress.ip_address(name)
        return True
    return False
