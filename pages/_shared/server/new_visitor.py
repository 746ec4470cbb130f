"""`/lab/visitor`: a browser that several people share becomes a new visitor; called by `assets/browser/somebody_else.mjs`.

Only a page of ours may: another site must not take away from somebody what only their cookie leads to.
"""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pages._shared.server.middleware import visitor_cookie


def new_visitor_route() -> Route:
    """The route, below the app's own path where it has one."""
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    return Route(f"{f'/{base}' if base else ''}/lab/visitor", _answer, methods=["POST"])


async def _answer(request: Request) -> Response:
    origin = request.headers.get("origin", "")
    if urlsplit(origin).netloc != request.headers.get("host"):
        return Response(status_code=403)
    cookie = visitor_cookie.header(visitor_cookie.new_id(), scheme=request.scope["scheme"])
    return Response(status_code=204, headers={"Set-Cookie": cookie, "Cache-Control": "no-store"})
