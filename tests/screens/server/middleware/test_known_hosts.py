"""Under which names the server answers: no other site may lead a name of its own here."""

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from pages._shared.server.middleware.known_hosts import KnownHosts
from tests.loops import in_a_thread
from tests.screens.server.route_client import request


def page(asked):
    return PlainTextResponse("ours")


APP = Starlette(routes=[Route("/", page)], middleware=[Middleware(KnownHosts)])
ALWAYS = ["127.0.0.1:8501", "localhost:8501", "LOCALHOST", "192.168.1.20:8501", "[::1]:8501", "[fe80::1]"]


@pytest.fixture
def set_up(monkeypatch):
    """Sets where the server listens and which names it has."""
    option = st.get_option

    def listen(address, hosts=""):
        monkeypatch.setenv("DIGITLAB_HOSTS", hosts)
        monkeypatch.setattr(
            st, "get_option", lambda name: address if name == "server.address" else option(name)
        )

    return listen


@pytest.mark.parametrize("host", ALWAYS)
@pytest.mark.parametrize("hosts", ["", "lab.school.example"])
def test_this_machine_and_addresses_in_figures_are_always_known(set_up, host, hosts):
    set_up("127.0.0.1", hosts)
    assert request(APP, "/", host=host)[0] == 200


@pytest.mark.parametrize(
    ("hosts", "address", "host", "status"),
    [
        ("", "127.0.0.1", "evil.example:8501", 421),
        ("", "127.0.0.1", "127.0.0.1.evil.example", 421),
        ("Lab.School.example", "127.0.0.1", "lab.school.example", 200),
        ("lab.school.example", "127.0.0.1", "evil.example", 421),
        ("", "0.0.0.0", "lab.school.example", 200),
        ("lab.school.example", "0.0.0.0", "evil.example", 421),
        ("", None, "my-app.streamlit.app", 200),
    ],
)
def test_other_names_have_to_be_named(set_up, hosts, address, host, status):
    set_up(address, hosts)
    answered, _, body = request(APP, "/", host=host)
    assert answered == status
    assert (b"DIGITLAB_HOSTS" in body) == (status == 421)


def test_a_websocket_under_another_name_is_closed(set_up):
    set_up("127.0.0.1")
    sent = []

    async def send(message):
        sent.append(message)

    async def no_app(scope, receive, send):
        raise AssertionError

    scope = {"type": "websocket", "headers": [(b"host", b"evil.example")]}
    in_a_thread(KnownHosts(no_app)(scope, None, send))
    assert sent == [{"type": "websocket.close", "code": 4421}]
