"""The page that tests a phone: what is counted, by whom, and that a count is all that is kept."""

import pytest

from pages._shared.server import phone_check
from pages._shared.server.phone_check import PhoneCount, phone_route
from tests.loops import in_a_thread
from tests.screens.server.route_client import request

HERE = {"host": "school.example:8501", "origin": "http://school.example:8501"}


def post(route, body: bytes, **headers) -> int:
    """The status of the answer to a request with a body."""
    scope = {
        "type": "http", "method": "POST", "path": "/lab/phone", "raw_path": b"/lab/phone", "root_path": "",
        "query_string": b"", "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }  # fmt: skip
    sent = []

    async def receive():
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message):
        sent.append(message)

    in_a_thread(route.app(scope, receive, send))
    return sent[0]["status"]


def test_the_page_needs_nothing_else_and_says_what_to_tell_whom():
    status, headers, body = request(phone_route(PhoneCount()), "/lab/phone")
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    page = body.decode()
    assert "<script src" not in page and "import " not in page and "=>" not in page
    assert "Tell who runs the network: allow WebSocket" in page


def test_phones_are_counted_and_nothing_else_is_kept():
    count = PhoneCount()
    route = phone_route(count)
    assert [post(route, said, **HERE) for said in (b"passed", b"passed", b"failed")] == [204] * 3
    assert count.lately() == (2, 1)


@pytest.mark.parametrize("said", [b"", b"Ada", b"passed" * 100])
def test_another_word_counts_nothing(said):
    count = PhoneCount()
    assert post(phone_route(count), said, **HERE) == 400
    assert count.lately() == (0, 0)


@pytest.mark.parametrize("origin", ["http://elsewhere.example", "null", ""])
def test_another_site_counts_nothing(origin):
    count = PhoneCount()
    assert post(phone_route(count), b"passed", host="school.example", origin=origin) == 403
    assert count.lately() == (0, 0)


def test_the_count_is_bounded_and_forgets():
    now = [0.0]
    count = PhoneCount(lambda: now[0])
    for _ in range(phone_check.MOST_COUNTED + 5):
        count.add(True)
    assert count.lately().passed == phone_check.MOST_COUNTED
    now[0] += phone_check.COUNTED_FOR_SECONDS + 1
    count.add(False)
    assert count.lately() == (0, 1)
