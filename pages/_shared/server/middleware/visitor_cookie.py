"""The cookie with the visitor's id comes with the page itself, so a session knows its visitor from its first run.

No script of a page can read it (HttpOnly) and no other site's link that writes can use it (SameSite). Under TLS it never
travels without it (Secure).
"""

from __future__ import annotations

import re
import secrets
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

NAME: Final = "digitlab_visitor"
_ID = re.compile(r"[0-9a-f]{32}")
_YEAR_SECONDS: Final = 365 * 24 * 3600


def valid_id(cookie: object) -> str:
    """The id in the cookie; empty if there is none, or not one of ours."""
    return cookie if isinstance(cookie, str) and _ID.fullmatch(cookie) else ""


def new_id() -> str:
    """An id that nobody can guess."""
    return secrets.token_hex(16)


def header(visitor: str, *, scheme: str) -> str:
    """What sets the cookie to this id."""
    secure = "; Secure" if scheme == "https" else ""
    return f"{NAME}={visitor}; Path=/; Max-Age={_YEAR_SECONDS}; HttpOnly; SameSite=Lax{secure}"


class VisitorCookie:
    """ASGI middleware that gives the cookie to whoever loads a page, and renews it for who has it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; if it is a browser's for a page, the answer gets the cookie, also "not modified"."""
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers()
        if "text/html" not in headers.get("accept", ""):
            await self._app(scope, receive, send)
            return

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                cookie = header(_id_in(headers) or new_id(), scheme=scope["scheme"])
                MutableHeaders(scope=message).append("set-cookie", cookie)
            await send(message)

        await self._app(scope, receive, send_with_cookie)


def _id_in(headers: Headers) -> str:
    return valid_id(cookie_parser(headers.get("cookie", "")).get(NAME))
