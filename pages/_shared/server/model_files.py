"""Models for the browser: `/lab/models/default`, and each model for good under the hash of its content.

A trained network is at `/lab/models/<hash>?run=<id>`, and as it was after an epoch at `…&epoch=<n>`; who does not know the
hash requests `/lab/models/run?run=<id>&epoch=<n>`, also while the run learns. Whoever knows the id
of a run may open its link, and so may fetch its weights. The file comes from the store, whichever server gets the request.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Hashable
from contextlib import suppress
from functools import partial
from typing import NamedTuple
from urllib.parse import urlencode

import streamlit as st
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from digitcore.data.limits import MEGABYTE
from digitcore.errors import BadInput, StorageProblem
from digitcore.export import browser_model
from digitcore.learning.prediction.prediction import DEFAULT
from pages._shared.server.built_files import BuiltFile, BuiltFiles, result_of

_ROOT = "lab/models"
_OF_RUN = "run"
"""Stands in the hash's place."""
_YEAR_SECONDS = 365 * 24 * 3600
# What cannot be an id, an epoch or a hash is refused before anything is looked up.
_RUN, _EPOCH, _HASH = (re.compile(form) for form in ("[0-9a-f]{1,32}", "[1-9][0-9]{0,4}", "[0-9a-f]{24}"))
_ROOM_BYTES = 200 * MEGABYTE
"""The largest network that browsers get is 8 MB, and nearly as much compressed."""

_files = BuiltFiles(_ROOM_BYTES)


class _Source(NamedTuple):
    """What a file is built from."""

    key: Hashable
    build: Callable[[], bytes]


def address(name: str, epoch: int | None = None) -> str | None:
    """Where the browser finds a model, relative to the app's own path; None where only the server can answer with it.

    That is a classical model, a network too large to fetch, or one that is not (or no longer) there. The first call builds
    the file, in milliseconds to seconds; the next ones look up the run.
    """
    # What is wrong with the store says whoever loads the model on the server; the browser does without.
    with suppress(BadInput, StorageProblem):
        if source := _find(name, epoch):
            known = _files.known_hash(source.key) or _files.get(*source).result().content_hash
            of_run = {"run": name} if name != DEFAULT else {}
            query = urlencode(of_run | ({"epoch": epoch} if epoch is not None else {}))
            return f"{_ROOT}/{known}{'?' if query else ''}{query}"
    return None


def model_route() -> Route:
    """The route of the models, below the app's own path where it has one."""
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    return Route(f"{f'/{base}' if base else ''}/{_ROOT}/{{name}}", _answer)


async def _answer(request: Request) -> Response:
    try:
        file = await _asked_for(request)
    except BadInput:
        file = None
    except StorageProblem:  # the database or the stored model cannot be read
        return Response(status_code=503)
    return Response(status_code=404) if file is None else await _response(request, file)


async def _asked_for(request: Request) -> BuiltFile | None:
    """The file with the name and the query of this address; None where there is none."""
    name, query = request.path_params["name"], request.query_params
    is_hash, whose = bool(_HASH.fullmatch(name)), _OF_RUN if "run" in query else DEFAULT
    if not (is_hash or name == whose) or not _EPOCH.fullmatch(query.get("epoch", "1")):
        return None
    epoch = int(query["epoch"]) if "epoch" in query else None
    source = await asyncio.to_thread(_find, query.get("run", DEFAULT), epoch)
    if source is None or (is_hash and _files.known_hash(source.key) not in (None, name)):
        return None
    file = await result_of(_files.get(*source))
    return file if not is_hash or file.content_hash == name else None


def _find(name: str, epoch: int | None) -> _Source | None:
    """What the file of this model is built from; None where there is none. Looks up, and builds nothing."""
    if name == DEFAULT:
        return _Source(DEFAULT, browser_model.of_default_model) if epoch is None else None
    if not _RUN.fullmatch(name):
        return None
    from digitcore.lab.runs import checkpoints, run_models, runs
    from digitcore.lab.store.store import open_store

    store = open_store()
    run = runs.get(store, name)
    can_answer = run_models.can_answer(run, for_drawings=False, after_an_epoch=epoch is not None)
    if not can_answer or not run_models.is_for_browsers(run):
        return None
    if epoch is not None and epoch not in checkpoints.epochs_with_weights(store, name):
        return None
    # A run that was stopped may go on: it then ends once more, with another network.
    return _Source((name, epoch, run.ended_at), partial(browser_model.of_run, store, run, epoch))


async def _response(request: Request, file: BuiltFile) -> Response:
    is_kept = request.path_params["name"] == file.content_hash
    # A run's file is kept by browsers alone: in a cache that many share, it would outlive the run.
    who = "private" if "run" in request.query_params else "public"
    headers = {
        "Cache-Control": f"{who}, max-age={_YEAR_SECONDS}, immutable" if is_kept else "no-cache",
        "ETag": f'W/"{file.content_hash}"',  # weak: the same for the file and its compressed form
        "Vary": "Accept-Encoding",
    }
    if headers["ETag"] in (tag.strip() for tag in request.headers.get("if-none-match", "").split(",")):
        return Response(status_code=304, headers=headers)
    content = file.content
    if "gzip" in request.headers.get("accept-encoding", ""):
        content, headers["Content-Encoding"] = await result_of(file.compressed), "gzip"
    return Response(content, headers=headers, media_type="application/octet-stream")
