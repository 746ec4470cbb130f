"""Models for the browser: `/lab/models/default`, and the same file for good under the hash of its content.

The file is made when it is first asked for, and compressed once: a class loads it thirty times.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
from dataclasses import dataclass
from functools import cache

import streamlit as st
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from digitcore.export import browser_model

_DEFAULT = "default"
_YEAR_SECONDS = 365 * 24 * 3600


@dataclass(frozen=True)
class _ModelFile:
    content: bytes
    compressed: bytes
    content_hash: str


def model_route() -> Route:
    """The route of the models, below the app's own path where it has one."""
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    return Route(f"{f'/{base}' if base else ''}/lab/models/{{name}}", _answer)


async def _answer(request: Request) -> Response:
    file = await asyncio.to_thread(_default_model)
    name = request.path_params["name"]
    if name not in (_DEFAULT, file.content_hash):
        return Response(status_code=404)
    is_kept = name == file.content_hash
    headers = {
        "Cache-Control": f"public, max-age={_YEAR_SECONDS}, immutable" if is_kept else "no-cache",
        "ETag": f'W/"{file.content_hash}"',  # weak: the same for the file and its compressed form
        "Vary": "Accept-Encoding",
    }
    if headers["ETag"] in (tag.strip() for tag in request.headers.get("if-none-match", "").split(",")):
        return Response(status_code=304, headers=headers)
    content = file.content
    if "gzip" in request.headers.get("accept-encoding", ""):
        content, headers["Content-Encoding"] = file.compressed, "gzip"
    return Response(content, headers=headers, media_type="application/octet-stream")


@cache
def _default_model() -> _ModelFile:
    content = browser_model.of_default_model()
    return _ModelFile(
        content, gzip.compress(content, mtime=0), hashlib.blake2b(content, digest_size=12).hexdigest()
    )
