"""One request to a route of the app, answered without a server."""

import asyncio

from starlette.applications import Starlette
from starlette.routing import Route

from tests.loops import in_a_thread


def request(
    route: Route, path: str, method: str = "GET", **headers: str
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of the answer to a path as it came over the wire."""
    scope = {
        "type": "http", "method": method, "path": path, "raw_path": path.encode(), "root_path": "", "query_string": b"",
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
    }  # fmt: skip
    sent = []

    async def send(message):
        sent.append(message)

    in_a_thread(Starlette(routes=[route])(scope, asyncio.Event().wait, send))
    start, *pieces = sent
    named = {name.decode(): value.decode() for name, value in start["headers"]}
    return start["status"], named, b"".join(piece.get("body", b"") for piece in pieces)
