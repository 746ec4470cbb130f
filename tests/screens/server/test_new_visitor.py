"""A shared browser becomes a new visitor where a page of ours asks for it, and no other site can do that."""

from http.cookies import SimpleCookie

import pytest

from pages._shared.server.middleware.visitor_cookie import NAME, valid_id
from pages._shared.server.new_visitor import new_visitor_route
from tests.screens.server.route_client import request


def asked(method="POST", **headers):
    return request(new_visitor_route(), "/lab/visitor", method, **headers)


def test_a_page_of_ours_gets_another_id_each_time():
    ids = set()
    for _ in range(2):
        status, sent, _ = asked(host="school.example:8501", origin="http://school.example:8501")
        cookie = SimpleCookie(sent["set-cookie"])[NAME]
        assert (status, cookie["httponly"], cookie["samesite"]) == (204, True, "Lax")
        ids.add(valid_id(cookie.value))
    assert len(ids - {""}) == 2


@pytest.mark.parametrize("origin", ["http://elsewhere.example", "null", ""])
def test_another_site_cannot(origin):
    status, sent, _ = asked(host="school.example", origin=origin)
    assert status == 403
    assert "set-cookie" not in sent


def test_a_link_cannot():
    assert asked("GET", host="school.example", origin="http://school.example")[0] == 405
