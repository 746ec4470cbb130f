"""Streamlit's own scripts and styles, compressed once: a class that arrives loads a third of the bytes.

Streamlit sends them uncompressed and leaves that to a proxy; a classroom's server has none. Their names contain a hash of
their content, so they never change, and the compressed files are cached in memory, some megabytes in all. Other requests
(pages, websockets, media, ranges) pass by.

A compressed file has an ETag of its own, and no ranges: a browser whose loading broke off would otherwise request the rest,
and join the end of the plain file to the beginning of the compressed one, for good.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.staticfiles import NotModifiedResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_FILE = re.compile(r"/static/(js|css)/[\w-][\w.-]*\.(js|css)")
"""Each file has one such path. Pictures and fonts are compressed already."""
_SMALLEST_BYTES = 1_000
_LEVEL = 6


class Compressed:
    """ASGI middleware that answers for such files."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._cache: dict[str, list[Message]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the compressed file, or that the browser has it, or pass the request on."""
        if not _is_compressible(scope):
            await self._app(scope, receive, send)
            return
        cached, known = self._cache.get(scope["path"]), Headers(scope=scope).get("if-none-match")
        if known is None:
            for message in cached or await self._read(scope):
                await send({**message})  # middleware further out changes it
        elif cached and known == _headers(cached)["etag"]:
            await NotModifiedResponse(_headers(cached))(scope, receive, send)
        else:  # the browser has the plain file, or that of an earlier server
            await self._app(scope, receive, send)

    async def _read(self, scope: Scope) -> list[Message]:
        """The file, compressed and kept from now on; or what else the app answers."""
        answer: list[Message] = []

        async def collect(message: Message) -> None:
            answer.append(message)

        await self._app(scope, _stay, collect)
        if not _is_worth_it(answer):
            return answer
        self._cache[scope["path"]] = await asyncio.to_thread(_compressed, answer)
        return self._cache[scope["path"]]


async def _stay() -> Message:
    """Report no disconnection: it would end the reading of the file, and everybody after it would get that part."""
    await asyncio.Event().wait()  # never set
    return {"type": "http.disconnect"}


def _is_compressible(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET" or not _FILE.fullmatch(scope["path"]):
        return False
    headers = Headers(scope=scope)
    return "range" not in headers and "gzip" in headers.get("accept-encoding", "")


def _is_worth_it(answer: list[Message]) -> bool:
    """Whether the response is such a file, and all of it: for a missing file Streamlit sends its page."""
    headers, length = _headers(answer), sum(len(piece.get("body", b"")) for piece in answer)
    is_file = answer[0]["status"] == 200 and "html" not in headers.get("content-type", "")
    return is_file and int(headers.get("content-length", -1)) == length >= _SMALLEST_BYTES


def _compressed(answer: list[Message]) -> list[Message]:
    """The same response, compressed, with an ETag of its own."""
    smaller = gzip.compress(b"".join(message.get("body", b"") for message in answer), _LEVEL, mtime=0)
    headers = MutableHeaders(raw=list(answer[0]["headers"]))
    headers["content-encoding"], headers["content-length"] = "gzip", str(len(smaller))
    headers.add_vary_header("Accept-Encoding")
    headers["etag"] = f'"{hashlib.blake2b(smaller, digest_size=16).hexdigest()}"'
    for of_the_file in ("last-modified", "accept-ranges"):
        if of_the_file in headers:
            del headers[of_the_file]
    return [{**answer[0], "headers": headers.raw}, {"type": "http.response.body", "body": smaller}]


def _headers(answer: list[Message]) -> Headers:
    return Headers(raw=answer[0]["headers"])
