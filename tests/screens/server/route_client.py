"""Requests to a route of the app, answered without a server."""

import asyncio

from starlette.applications import Starlette
from starlette.routing import Route

from tests.loops import in_a_thread

Answer = tuple[int, dict[str, str], bytes]


def request(asked: Route | Starlette, path: str, *more: str, **headers: str) -> Answer:
    """Status, headers and body of the answer to a path as it came over the wire."""
    return in_a_thread(answer(asked, path, *more, **headers))


async def answer(
    asked: Route | Starlette, path: str, method: str = "GET", scheme: str = "http", **headers: str
) -> Answer:
    """The same in a loop where more goes on."""
    app = asked if isinstance(asked, Starlette) else Starlette(routes=[asked])
    path, _, query = path.partition("?")
    scope = {
        "type": "http", "scheme": scheme, "method": method, "path": path, "raw_path": path.encode(),
        "root_path": "", "query_string": query.encode(),
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
    }  # fmt: skip
    sent = []

    async def send(message):
        sent.append(message)

    await app(scope, asyncio.Event().wait, send)
    start, *pieces = sent
    named = {name.decode(): value.decode() for name, value in start["headers"]}
    return start["status"], named, b"".join(piece.get("body", b"") for piece in pieces)
