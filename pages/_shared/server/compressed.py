"""The app's own files for the browser, compressed once: a class that arrives loads a third of the bytes.

Streamlit sends them as they are, since a proxy would compress them; a classroom's server has none. They are named by their
content and never change, so the compressed ones are kept in memory, some megabytes in all. Everything else (pages, websockets,
media, pieces of files) passes by.

A compressed file is another one than the file, so it has a mark of its own and comes whole: a browser whose loading broke off
would otherwise ask for the rest, and put the end of the file behind the beginning of the compressed one, for good.
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
        self._kept: dict[str, list[Message]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the compressed file, or that the browser has it, or pass the request on."""
        if not _is_asked_for(scope):
            await self._app(scope, receive, send)
            return
        kept, known = self._kept.get(scope["path"]), Headers(scope=scope).get("if-none-match")
        if known is None:
            for message in kept or await self._read(scope):
                await send({**message})  # others write into it on its way
        elif kept and known == _headers(kept)["etag"]:
            await NotModifiedResponse(_headers(kept))(scope, receive, send)
        else:  # it has the file as it is, or what a server before this one had
            await self._app(scope, receive, send)

    async def _read(self, scope: Scope) -> list[Message]:
        """The file, compressed and kept from now on; or what else the app answers."""
        answer: list[Message] = []

        async def hear(message: Message) -> None:
            answer.append(message)

        await self._app(scope, _stay, hear)
        if not _is_worth_it(answer):
            return answer
        self._kept[scope["path"]] = await asyncio.to_thread(_compressed, answer)
        return self._kept[scope["path"]]


async def _stay() -> Message:
    """Say nothing: a browser that leaves ends the reading of its file, and everybody after it would get that part."""
    await asyncio.Event().wait()  # which nobody sets
    return {"type": "http.disconnect"}


def _is_asked_for(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET" or not _FILE.fullmatch(scope["path"]):
        return False
    headers = Headers(scope=scope)
    return "range" not in headers and "gzip" in headers.get("accept-encoding", "")


def _is_worth_it(answer: list[Message]) -> bool:
    """Whether it is such a file, and all of it: where there is none, Streamlit answers with its page."""
    headers, length = _headers(answer), sum(len(piece.get("body", b"")) for piece in answer)
    is_file = answer[0]["status"] == 200 and "html" not in headers.get("content-type", "")
    return is_file and int(headers.get("content-length", -1)) == length >= _SMALLEST_BYTES


def _compressed(answer: list[Message]) -> list[Message]:
    """The same answer, compressed, and with a mark of its own."""
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
