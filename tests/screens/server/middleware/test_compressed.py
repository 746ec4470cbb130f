"""Files asked for before there is a compressed one, by several or by somebody who leaves; the rest is tried on a real server."""

import asyncio
import gzip
from pathlib import Path

import streamlit
from starlette.staticfiles import StaticFiles

from pages._shared.server.middleware.compressed import Compressed
from tests.loops import in_a_thread

STATIC = Path(streamlit.__file__).parent / "static" / "static"
SCRIPT = max((STATIC / "js").glob("*.js"), key=lambda path: path.stat().st_size)
SCOPE = {
    "type": "http", "method": "GET", "path": f"/static/js/{SCRIPT.name}", "root_path": "/static",
    "headers": [(b"accept-encoding", b"br, gzip")],
}  # fmt: skip


async def stays():
    await asyncio.Event().wait()


async def leaves():
    return {"type": "http.disconnect"}


async def asked(app, receive):
    """What is sent to somebody who asks for the script."""
    heard = []

    async def send(message):
        heard.append(message)

    await app({**SCOPE}, receive, send)
    start, *pieces = heard
    return dict(start["headers"]), b"".join(piece["body"] for piece in pieces)


def is_the_file(answer):
    headers, body = answer
    return headers[b"content-encoding"] == b"gzip" and gzip.decompress(body) == SCRIPT.read_bytes()


def test_who_come_at_the_same_moment_all_get_it():
    async def three():
        app = Compressed(StaticFiles(directory=STATIC))
        return await asyncio.gather(*(asked(app, stays) for _ in range(3)))

    assert [is_the_file(answer) for answer in in_a_thread(three())] == [True] * 3


def test_after_somebody_who_left_at_once_the_next_one_gets_all_of_it():
    async def two():
        app = Compressed(StaticFiles(directory=STATIC))
        await asked(app, leaves)
        return await asked(app, stays)

    assert is_the_file(in_a_thread(two()))
