"""What a run reports while it learns, as a stream of events: `/lab/runs/<id>/feed`.

The page that follows a run is not run again for its curves: its browser gets the new points, and nothing else. However many
follow a run, the store is read once. Whoever knows the id of a run may open its link, and so may follow it.

An event's id says how far it leads: a browser that lost its connection names the last one and goes on from there.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator
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
_RUN = re.compile("[0-9a-f]{1,32}")
_CURSOR = re.compile(r"(\d{1,9})-(\d{1,9})")
_ENDING = (RuntimeState.STOPPING, RuntimeState.STOPPED)


class _Followed:
    """A run that somebody follows: read once for all of them."""

    def __init__(self, run_id: str) -> None:
        from digitcore.lab.runs.run_reader import RunReader

        self.followers = 0
        self.kept: list[int] = []
        """The epochs whose weights are stored."""
        self.reader = RunReader(run_id)
        self.run: Any = None
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
        self.run = run

    def news(self, points: int, epochs: int) -> dict[str, Any]:
        """The points and epochs after the first so many, and how far the run is."""
        new_points, new_epochs = self.reader.points[points:], self.reader.epochs[epochs:]
        thinned = new_points[:: max(1, len(new_points) // _MOST_POINTS)]
        news: dict[str, Any] = {"over": self.run.is_over, "epochs_wanted": self.run.epochs_wanted or 1}
        if thinned:
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
            news["matrix"] = new_epochs[-1].confusion_matrix.tolist()
            news["kept"] = self.kept
        return news


_followed: dict[str, _Followed] = {}
"""By id of the run; only the server's loop touches it."""


def run_feed_route() -> Route:
    """The route of the feeds, below the app's own path where it has one."""
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    return Route(f"{f'/{base}' if base else ''}/lab/runs/{{run}}/feed", _answer)


async def _answer(request: Request) -> Response:
    run_id = request.path_params["run"]
    if not _RUN.fullmatch(run_id):
        return Response(status_code=404)
    if sum(each.followers for each in _followed.values()) >= _MOST_FEEDS:
        return Response(status_code=503, headers={"Retry-After": "5"})
    followed = _followed.get(run_id) or _Followed(run_id)
    try:
        await followed.read()
    except BadInput:
        return Response(status_code=404)
    except StorageProblem:
        return Response(status_code=503, headers={"Retry-After": "5"})
    cursor = _CURSOR.fullmatch(request.headers.get("last-event-id", ""))
    points, epochs = (int(number) for number in cursor.groups()) if cursor else (0, 0)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}  # a proxy passes each event on at once
    return StreamingResponse(
        _events(_followed.setdefault(run_id, followed), points, epochs),
        headers=headers,
        media_type="text/event-stream",
    )


async def _events(followed: _Followed, points: int, epochs: int) -> AsyncIterator[str]:
    """An event whenever there is news, until the run is over, the browser goes, or the server ends."""
    followed.followers += 1
    try:
        is_first = True
        while Runtime.instance().state not in _ENDING:
            news = followed.news(points, epochs)
            points, epochs = len(followed.reader.points), len(followed.reader.epochs)
            if is_first or news["over"] or "points" in news or "epochs" in news:
                yield f"id: {points}-{epochs}\ndata: {json.dumps(news, separators=(',', ':'))}\n\n"
            if news["over"]:
                return
            is_first = False
            await asyncio.sleep(_READ_SECONDS)
            await followed.read()
    except (BadInput, StorageProblem):  # the run was deleted, or the store fails: the browser asks again
        return
    finally:
        followed.followers -= 1
        if not followed.followers:
            _followed.pop(followed.reader.run_id, None)


def _row(*numbers: float) -> list[float | None]:
    """Six digits are more than a screen shows; what is no number is null, which JSON has."""
    return [float(f"{number:.6g}") if number - number == 0 else None for number in numbers]
