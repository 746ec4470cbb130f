"""What runs report while they learn, as a stream of events: `/lab/runs/<ids>/feed`; and what one confused, epoch by epoch.

The page that follows a run is not run again for its curves: its browser gets the new points, and nothing else. However many
follow a run, the store is read once. Whoever knows the id of a run may open its link, and so may follow it. The recorded
training that comes with the app is called `recording`, and is sent like a run that is over.

An event's id says how far it leads: a browser that lost its connection names the last one and goes on from there.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
import zlib
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing
from typing import Any

import streamlit as st
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from streamlit.runtime import Runtime, RuntimeState

from digitcore.errors import BadInput, StorageProblem

_READ_SECONDS = 0.25
"""Between two reads of a run; the recorder writes twice a second."""
_MOST_FEEDS = 400
_MOST_POINTS = 1_000
"""A curve of more points than pixels is thinned, which nobody sees."""
_MOST_MATRICES = 400
MOST_RUNS = 40
"""On one chart."""
_RUN = re.compile("[0-9a-f]{1,32}|recording")
_CURSOR = re.compile(r"(\d{1,9})-(\d{1,9})")
_GZIP_WINDOW = 16 + 12
"""zlib's number for gzip that looks back 4 kB, the last events: its memory for each who watches is 30 kB."""
_ENDING = (RuntimeState.STOPPING, RuntimeState.STOPPED)


class _Followed:
    """A run that somebody follows: read once for all of them."""

    def __init__(self, run_id: str) -> None:
        from digitcore.lab.runs.run_reader import RunReader

        self.followers = 0
        self.kept: list[int] = []
        """The epochs whose weights are stored."""
        self.reader = RunReader(run_id)
        self.is_over = self.is_paused = False
        self.epochs_wanted = 1
        self._read_at = -_READ_SECONDS
        self._reading = asyncio.Lock()

    async def read(self) -> None:
        """What is new by now, unless somebody has just read it."""
        async with self._reading:
            if time.monotonic() - self._read_at >= _READ_SECONDS:
                await asyncio.to_thread(self._read)
                self._read_at = time.monotonic()

    def _read(self) -> None:
        from digitcore.lab.runs import checkpoints, runs
        from pages._shared import lab

        run = runs.get(lab.store(), self.reader.run_id)  # first: nothing is reported after a run is over
        before = len(self.reader.epochs)
        self.reader.catch_up(lab.store())
        if len(self.reader.epochs) > before:
            self.kept = checkpoints.epochs_with_weights(lab.store(), run.id)
        self.is_over, self.is_paused, self.epochs_wanted = run.is_over, run.is_paused, run.epochs_wanted or 1

    def news(self, points: int, epochs: int, *, is_alone: bool) -> dict[str, Any]:
        """The points and epochs after the first so many, and how far the run is.

        A run among others is drawn by its epochs alone, so nothing else of it is sent.
        """
        new_points, new_epochs = self.reader.points[points:], self.reader.epochs[epochs:]
        news: dict[str, Any] = {"over": self.is_over, "epochs_wanted": self.epochs_wanted}
        if self.is_paused:
            news["paused"] = self.reader.points[-1].step if self.reader.points else 0
        if new_points and is_alone:
            thinned = new_points[:: max(1, len(new_points) // _MOST_POINTS)]
            news["points"] = [_row(each.epoch, each.seconds, each.loss, each.accuracy) for each in thinned]
            news["images_per_second"] = round(new_points[-1].images_per_second)
            left = self.reader.seconds_left(news["epochs_wanted"])
            news["seconds_left"] = None if left is None else round(left)
        if new_epochs:
            news["epochs"] = [
                _row(
                    each.epoch, each.total_seconds, each.train_loss, each.train_accuracy,
                    each.validation_loss, each.validation_accuracy,
                )
                for each in new_epochs
            ]  # fmt: skip
        if new_epochs and is_alone:
            news["matrix"] = new_epochs[-1].confusion_matrix.tolist()
            news["kept"] = self.kept
        return news


class _Recorded(_Followed):
    """The training in `assets/`, which needs no store."""

    def _read(self) -> None:
        from digitcore.learning.engine import recording

        recorded = recording.read()
        self.is_over, self.epochs_wanted = True, recorded.recipe.config.epochs
        self.reader.points, self.reader.epochs = list(recorded.points), list(recorded.epochs)


_followed: dict[str, _Followed] = {}
"""By id of the run; only the server's loop touches it."""


def run_routes() -> list[Route]:
    """The routes of the feeds and of the matrices, below the app's own path where it has one."""
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    root = f"{f'/{base}' if base else ''}/lab/runs"
    return [Route(f"{root}/{{runs}}/feed", _feed), Route(f"{root}/{{runs}}/matrices", _matrices)]


async def _matrices(request: Request) -> Response:
    """What one run confused after each of its epochs so far; of very many epochs, some that lie evenly."""
    runs = await _read_runs(request.path_params["runs"])
    if isinstance(runs, Response):
        return runs
    reports = runs[0].reader.epochs
    step = -(-len(reports) // _MOST_MATRICES) or 1
    chosen = reports[::step]
    content = json.dumps(
        {
            "epochs": [each.epoch for each in chosen],
            "matrices": [each.confusion_matrix.tolist() for each in chosen],
        },
        separators=(",", ":"),
    )
    return Response(content, headers={"Cache-Control": "no-store"}, media_type="application/json")


async def _read_runs(named: str) -> list[_Followed] | Response:
    """The runs of these ids, read; or what there is to answer in their place."""
    run_ids = named.split(",")
    if len(run_ids) > MOST_RUNS or not all(map(_RUN.fullmatch, run_ids)):
        return Response(status_code=404)
    runs = [_followed.get(each) or _new(each) for each in dict.fromkeys(run_ids)]
    try:
        for followed in runs:
            await followed.read()
    except BadInput:
        return Response(status_code=404)
    except StorageProblem:
        return Response(status_code=503, headers={"Retry-After": "5"})
    return runs


def _new(run_id: str) -> _Followed:
    return _Recorded(run_id) if run_id == "recording" else _Followed(run_id)


async def _feed(request: Request) -> Response:
    if sum(each.followers for each in _followed.values()) >= _MOST_FEEDS:
        return Response(status_code=503, headers={"Retry-After": "5"})
    runs = await _read_runs(request.path_params["runs"])
    if isinstance(runs, Response):
        return runs
    cursors = [
        (int(points), int(epochs))
        for points, epochs in _CURSOR.findall(request.headers.get("last-event-id", ""))
    ]
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}  # a proxy passes each event on at once
    events = _events(
        [_followed.setdefault(each.reader.run_id, each) for each in runs],
        cursors if len(cursors) == len(runs) else [(0, 0)] * len(runs),
    )
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return StreamingResponse(events, headers=headers, media_type="text/event-stream")
    headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    return StreamingResponse(_packed(events), headers=headers, media_type="text/event-stream")


async def _packed(events: AsyncGenerator[str]) -> AsyncIterator[bytes]:
    """Each event compressed with what came before it, a fifth of its bytes, and whole at once."""
    packer = zlib.compressobj(wbits=_GZIP_WINDOW, memLevel=6)
    async with aclosing(events):
        async for event in events:
            yield packer.compress(event.encode()) + packer.flush(zlib.Z_SYNC_FLUSH)
    yield packer.flush()


async def _events(runs: Sequence[_Followed], cursors: list[tuple[int, int]]) -> AsyncGenerator[str]:
    """An event whenever there is news, until all runs are over, the browser goes, or the server ends."""
    for followed in runs:
        followed.followers += 1
    try:
        is_first, held = True, [False] * len(runs)
        while Runtime.instance().state not in _ENDING:
            every = [
                each.news(*cursor, is_alone=len(runs) == 1)
                for each, cursor in zip(runs, cursors, strict=True)
            ]
            cursors = [(len(each.reader.points), len(each.reader.epochs)) for each in runs]
            are_over = all(news["over"] for news in every)
            held_before, held = held, [each.is_paused for each in runs]
            is_new = held != held_before or any("points" in news or "epochs" in news for news in every)
            if is_first or are_over or is_new:
                names = (each.reader.run_id for each in runs)
                content = json.dumps(dict(zip(names, every, strict=True)), separators=(",", ":"))
                cursor = ".".join(f"{points}-{epochs}" for points, epochs in cursors)
                yield f"id: {cursor}\ndata: {content}\n\n"
            if are_over:
                return
            is_first = False
            await asyncio.sleep(_READ_SECONDS)
            for followed in runs:
                await followed.read()
    except BadInput:
        # A run was deleted: nothing more comes, and a browser that requested it again would get 404.
        gone = {each.reader.run_id: {"over": True, "epochs_wanted": each.epochs_wanted} for each in runs}
        yield f"data: {json.dumps(gone)}\n\n"
    except StorageProblem:  # the browser requests it again
        return
    finally:
        for followed in runs:
            followed.followers -= 1
            if not followed.followers:
                _followed.pop(followed.reader.run_id, None)


def _row(*numbers: float) -> list[float | None]:
    """Six digits are more than a screen shows; what is no number is null, which JSON has."""
    return [float(f"{number:.6g}") if number - number == 0 else None for number in numbers]
