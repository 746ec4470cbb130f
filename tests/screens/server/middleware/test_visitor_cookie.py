"""The cookie that comes with a page: new for who has none, the same for who has one, never with other files."""

import re
from http.cookies import SimpleCookie

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.routing import Route

from pages._shared.server.middleware.visitor_cookie import NAME, VisitorCookie
from tests.screens.server.route_client import request

KNOWN = "0123456789abcdef" * 2


def cookie(scheme="http", **headers):
    """What a page is sent with; None if it has no cookie."""
    route = Route("/page", lambda _: Response("<p>", media_type="text/html"))
    app = Starlette(routes=[route], middleware=[Middleware(VisitorCookie)])
    _, sent, _ = request(app, "/page", scheme=scheme, **headers)
    return SimpleCookie(sent["set-cookie"])[NAME] if "set-cookie" in sent else None


def page(**headers):
    return cookie(accept="text/html,*/*", **headers)


def test_whoever_has_none_gets_one_of_their_own():
    first, second = page(), page()
    assert re.fullmatch("[0-9a-f]{32}", first.value)
    assert first.value != second.value
    assert (first["httponly"], first["samesite"], first["path"], first["secure"]) == (True, "Lax", "/", "")
    assert int(first["max-age"]) > 300 * 24 * 3600


def test_whoever_has_one_keeps_it():
    assert page(cookie=f"a=b; {NAME}={KNOWN}").value == KNOWN


@pytest.mark.parametrize("value", ["", "x" * 32, KNOWN[1:], KNOWN + "0", KNOWN.upper(), "\u0660" * 32])
def test_what_is_no_id_is_replaced(value):
    assert re.fullmatch("[0-9a-f]{32}", page(cookie=f"{NAME}={value}").value)


def test_under_tls_it_never_travels_without():
    assert page(scheme="https")["secure"] is True


def test_only_pages_come_with_it():
    assert cookie(accept="image/*") is None
    assert cookie() is None
