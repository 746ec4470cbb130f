"""The app's own files for the browser, compressed once: a class that arrives loads a third of the bytes.

Streamlit sends them as they are, since a proxy would compress them; a classroom's server has none. They are named by their
content and never change, so the compressed ones are kept in memory, some megabytes in all. Everything else (pages, websockets,
media, pieces of files) passes by.
"""

from __future__ import annotations

import asyncio
import gzip
import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_FILE = re.compile(r"/static/(js|css)/[\w-][\w.-]*\.(js|css)")
"""Each file has one such path. Pictures and fonts are compressed already."""
_SMALLEST_BYTES = 1_000
_LEVEL = 6


class Compressed:
    """ASGI middleware that answers for such files."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._kept: dict[str, list[Message]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the compressed file, or pass the request on."""
        if not _is_asked_for(scope):
            await self._app(scope, receive, send)
            return
        path = scope["path"]
        if path not in self._kept:
            heard: list[Message] = []

            async def hear(message: Message) -> None:
                heard.append(message)

            await self._app(scope, receive, hear)
            if not _is_worth_it(heard[0]):
                for message in heard:
                    await send(message)
                return
            self._kept[path] = await asyncio.to_thread(_compressed, heard)
        for message in self._kept[path]:
            await send({**message})  # others write into it on its way


def _is_asked_for(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET" or not _FILE.fullmatch(scope["path"]):
        return False
    headers = Headers(scope=scope)
    is_whole = "range" not in headers and "if-none-match" not in headers
    return is_whole and "gzip" in headers.get("accept-encoding", "")


def _is_worth_it(start: Message) -> bool:
    """Whether it is such a file: where there is none, Streamlit answers with its page."""
    headers = Headers(raw=start["headers"])
    is_file = start["status"] == 200 and "html" not in headers.get("content-type", "")
    return is_file and int(headers.get("content-length", 0)) >= _SMALLEST_BYTES


def _compressed(answer: list[Message]) -> list[Message]:
    """The same answer, compressed."""
    smaller = gzip.compress(b"".join(message.get("body", b"") for message in answer), _LEVEL, mtime=0)
    headers = MutableHeaders(raw=list(answer[0]["headers"]))
    headers["content-encoding"], headers["content-length"] = "gzip", str(len(smaller))
    headers.add_vary_header("Accept-Encoding")
    return [{**answer[0], "headers": headers.raw}, {"type": "http.response.body", "body": smaller}]
