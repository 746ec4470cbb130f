"""What one client may cost the server: the size of a message, and the number of connections."""

import subprocess
import sys

import pytest

from pages._shared.server.middleware.message_limit import MOST_BYTES, MessageLimit
from tests.core.memories import ROOT
from tests.loops import in_a_thread


async def told(kind, *messages):
    """What an app behind the limit receives, and what the client is sent."""
    received, sent, coming = [], [], iter(messages)

    async def app(scope, receive, send):
        received.extend([await receive() for _ in messages])

    async def receive():
        return next(coming)

    async def send(message):
        sent.append(message)

    await MessageLimit(app)({"type": kind}, receive, send)
    return received, sent


@pytest.mark.parametrize("kind", ["bytes", "text"])
def test_a_message_that_is_too_large_ends_the_connection_before_it_is_read(kind):
    letter = b"x" if kind == "bytes" else "x"
    small = {"type": "websocket.receive", kind: MOST_BYTES * letter}
    large = {"type": "websocket.receive", kind: (MOST_BYTES + 1) * letter}
    received, sent = in_a_thread(told("websocket", small, large))
    assert received == [small, {"type": "websocket.disconnect", "code": 1009}]
    assert sent == [{"type": "websocket.close", "code": 1009}]


def test_files_do_not_come_this_way_and_are_passed_on():
    body = {"type": "http.request", "body": bytes(MOST_BYTES + 1)}
    assert in_a_thread(told("http", body)) == ([body], [])


RAISE = """
import resource
_, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))
from pages._shared.server import descriptors
descriptors.raise_limit()
print(resource.getrlimit(resource.RLIMIT_NOFILE)[0] == min(hard, descriptors.MOST))
descriptors.MOST = 100
descriptors.raise_limit()
print(resource.getrlimit(resource.RLIMIT_NOFILE)[0] > 100)
"""


def test_a_server_may_open_as_many_files_as_the_system_allows():
    done = subprocess.run([sys.executable, "-c", RAISE], cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["True", "True"]
