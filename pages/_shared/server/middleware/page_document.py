"""Tells each page where its server is, and what the canvas will need.

Streamlit guesses otherwise where the server is, first in the folder of the page, where nothing is; and it would fetch our
modules last, after its own scripts and the first run of the page.
"""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages._shared.server import browser_files

_HEAD = b"<head>"
# In the browser, where the address is known also behind a proxy that adds a folder to it. Scripts are found the same way.
_SCRIPT = b'<script>window.__streamlit = { BACKEND_BASE_URL: new URL("./", location.href).href };</script>'


_PRELOADS = browser_files.preloads("pen", "answer").encode()


class PageDocument:
    """ASGI middleware that adds lines to Streamlit's one document."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and its answer back: a document whole and with the lines."""
        if not _is_for_a_document(scope):
            await self._app(scope, receive, send)
            return
        start: Message | None = None
        body = b""

        async def send_with_lines(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start" and _is_document(message):
                start = message
            elif start is None or message["type"] != "http.response.body":
                await send(message)
            else:
                body += message.get("body", b"")
                if not message.get("more_body"):
                    await _send_whole(start, body.replace(_HEAD, _HEAD + _SCRIPT + _PRELOADS, 1), send)

        await self._app(_without_compression(scope), receive, send_with_lines)


def _is_for_a_document(scope: Scope) -> bool:
    return (
        scope["type"] == "http"
        and scope["method"] == "GET"
        and "text/html" in Headers(scope=scope).get("accept", "")
    )


def _without_compression(scope: Scope) -> Scope:
    return {**scope, "headers": [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]}


def _is_document(start: Message) -> bool:
    headers = Headers(raw=list(start["headers"]))
    return start["status"] == 200 and headers.get("content-type", "").startswith("text/html")


async def _send_whole(start: Message, body: bytes, send: Send) -> None:
    headers = MutableHeaders(raw=list(start["headers"]))
    headers["content-length"] = str(len(body))
    del headers["etag"]  # it names the file without the lines, and would outlast a change of them
    del headers["last-modified"]
    await send({**start, "headers": headers.raw})
    await send({"type": "http.response.body", "body": body})
