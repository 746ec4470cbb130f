"""How soon a class sees its drawings on the projector: thirty pupils, a desk and a projector as websocket sessions.

Measured is the time from lifting the pen after a digit's last stroke until the projector's gallery holds this very image.
The projector polls every 0.6 s. A drawing that store or gallery does not have at the end is lost.
"""

from __future__ import annotations

import asyncio
import base64
import io
import json
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from PIL import Image

from digitcore.figures.sprite import COLUMNS
from digitcore.lab.drawings import drawing_files
from digitcore.lab.rooms import rooms, seats, wall
from digitcore.lab.rooms.room_access import Teacher
from digitcore.lab.store.store import Store
from tests.bench import people
from tests.bench.hand import Hand
from tests.bench.handwriting import Written, digits
from tests.bench.meter import Meter, percentiles
from tests.bench.page_tree import Node
from tests.bench.simulated_class import SimulatedClass, open_class, start_round
from tests.bench.socket_client import GaveUpError, Tab
from tests.browser.conftest import serving

PUPILS, DRAWINGS, EVERY_SECONDS, DRAWN_SECONDS = 30, 12, 5.0, 1.5
WANTED_SECONDS = 2.0
_PAUSE_SECONDS = 0.6
"""Between a drawing and the press on Next."""
_LAST_SECONDS = 10.0
"""The longest that the last drawings may take to the projector."""
_WALL, _SIDE = "digitlab_wall", 28


@dataclass
class LessonRecord:
    """The events of a round, by this process's clocks."""

    lifted: dict[tuple[str, int], tuple[float, float]] = field(default_factory=dict)
    """By visitor and step: when the pen was lifted last, as `perf_counter` and as time of day."""
    galleries: list[tuple[float, str]] = field(default_factory=list)
    """When the projector received which sheet of tiles."""
    errors: list[str] = field(default_factory=list)

    def note_gallery(self, wall: Node) -> None:
        """Note when the projector received other drawings."""
        sprite = json.loads(wall.data["wall"])["sprite"]
        if not self.galleries or self.galleries[-1][1] != sprite:
            self.galleries.append((time.perf_counter(), sprite))


@dataclass(frozen=True)
class Result:
    """The measurements of a lesson."""

    waits: tuple[float, ...]
    """Seconds from lifting the pen to the projector, for each drawing that arrived there."""
    until_stored: tuple[float, ...]
    drawn: int
    lost: int
    errors: tuple[str, ...]
    until_sheet: tuple[float, ...]
    """Seconds from the start of the round until each pupil had a sheet."""


def run() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as server:
        asyncio.run(_measure(server))


async def _measure(server) -> None:
    await people.warm(server.address)
    simulated = await open_class(server.address, PUPILS)
    meter = Meter(server.pid)
    result = await hold_lesson(simulated, server.store, drawings=DRAWINGS, every_seconds=EVERY_SECONDS)
    busy = meter.busy()
    await simulated.close()
    print(f"{PUPILS} pupils, {DRAWINGS} drawings each, one every {EVERY_SECONDS:.0f} s; {busy}")
    print(
        f"pen up to the projector      {percentiles(result.waits, 50, 95, 99)}   (wanted: p95 under {WANTED_SECONDS:.0f})"
    )
    print(f"  of that to the store       {percentiles(result.until_stored, 50, 95, 99)}")
    print(f"{result.drawn} drawn, {result.lost} lost, {len(result.errors)} errors   (wanted: none)")
    for words in sorted(set(result.errors)):
        print(f"  {words}")


async def hold_lesson(
    simulated: SimulatedClass, store: Store, *, drawings: int, every_seconds: float
) -> Result:
    """One round of this many drawings; the pupils begin one after the other, spread over `every_seconds`."""
    lesson = LessonRecord()
    simulated.projector.on_component[_WALL] = lesson.note_gallery
    until_sheet = await start_round(simulated, drawings)
    began = time.perf_counter()
    written = digits(len(simulated.pupils) * drawings, seconds=DRAWN_SECONDS)
    hands = [
        _draw_all(
            pupil,
            written[n :: len(simulated.pupils)],
            lesson,
            began + n * every_seconds / len(simulated.pupils),
            every_seconds,
        )
        for n, pupil in enumerate(simulated.pupils)
    ]
    await asyncio.gather(*hands)
    teacher = rooms.as_teacher(store, simulated.teacher_key)
    await _wait_for_last(lesson, store, teacher)
    waits, until_stored = _waits(lesson, store, teacher.room_id)
    errors = (*lesson.errors, *simulated.errors)
    lost = len(lesson.lifted) - len(waits) - _held_back(store, teacher)
    return Result(waits, until_stored, len(lesson.lifted), lost, errors, tuple(until_sheet))


async def _draw_all(
    pupil: Tab, written: Sequence[Written], lesson: LessonRecord, began: float, every: float
) -> None:
    hand = Hand(pupil)
    for step, digit in enumerate(written):
        await asyncio.sleep(max(0.0, began + step * every - time.perf_counter()))
        try:
            await hand.draw(digit)
            passed = time.perf_counter() - hand.lifted_at
            lesson.lifted[pupil.visitor, step] = (hand.lifted_at, time.time() - passed)
            await asyncio.sleep(_PAUSE_SECONDS)
            if step + 1 < len(written):
                pupil.press(pupil.page.button("Next"))
                await pupil.until(lambda _: pupil.is_still, "the next sheet")
        except GaveUpError as problem:
            lesson.errors.append(str(problem))


async def _wait_for_last(lesson: LessonRecord, store: Store, teacher: Teacher) -> None:
    """Wait until the projector has all drawings, or the time is up."""
    ends = time.perf_counter() + _LAST_SECONDS
    while time.perf_counter() < ends:
        shown = len(_waits(lesson, store, teacher.room_id)[0])
        if shown + _held_back(store, teacher) >= len(lesson.lifted):
            return
        await asyncio.sleep(1.0)


def _held_back(store: Store, teacher: Teacher) -> int:
    """How many drawings wait for the teacher, as the model calls them no digit."""
    settings = rooms.room_of(teacher).settings
    return sum(drawing.waits(settings) for drawing in wall.listed(store, teacher.room_id))


def _waits(lesson: LessonRecord, store: Store, room_id: str) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Seconds from lifting the pen to the first gallery with the image, and to the store; for all that reached a gallery."""
    visitors = {seat.number: seat.visitor for seat in seats.listed(store, room_id)}
    galleries = [(moment, _tiles(sprite)) for moment, sprite in lesson.galleries]
    waits, until_stored = [], []
    for drawing in wall.listed(store, room_id):
        moment, time_of_day = lesson.lifted.get((visitors[drawing.seat], drawing.step), (0.0, 0.0))
        image = (255 - drawing_files.framed([drawing])[0]).tobytes()
        shown = next((at for at, tiles in galleries if image in tiles), None)
        if moment and shown is not None:
            waits.append(shown - moment)
            until_stored.append(drawing.created_at.timestamp() - time_of_day)
    return tuple(waits), tuple(until_stored)


def _tiles(sprite: str) -> set[bytes]:
    """The images of a gallery, each as the bytes of its pixels."""
    sheet = np.asarray(Image.open(io.BytesIO(base64.b64decode(sprite.partition(",")[2]))))
    rows = sheet.reshape(-1, _SIDE, COLUMNS, _SIDE).swapaxes(1, 2).reshape(-1, _SIDE, _SIDE)
    return {tile.tobytes() for tile in rows}


if __name__ == "__main__":
    run()
