"""What a class waits for in a lesson, with 5 seats and with 30: all of them, the desk and the projector as websocket sessions.

To join, for the round on the phones, for a drawing on the wall, for the wall and the phones after a round is closed, for the
wall to stand still once it is frozen, and for a drawing that is taken off it.
"""

from __future__ import annotations

import asyncio
import json
import os
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from digitcore.lab.rooms import rooms
from digitcore.lab.rooms.room_access import Teacher
from tests.bench import hand, people
from tests.bench.page_tree import PageTree
from tests.bench.room_bench import hold_lesson
from tests.bench.simulated_class import SimulatedClass, open_class, seconds_until
from tests.browser.conftest import serving

SEATS, DRAWINGS, EVERY_SECONDS = (5, 30), 4, 5.0
WANTED = {
    "join": 0.5,
    "start to phones": 1.0,
    "pen up to wall": 0.6,
    "close to wall": 0.8,
    "close to phones": 2.5,
    "freeze": 0.5,
    "hide to wall": 0.5,
}
_WALL, _STRIP = "digitlab_wall", "digitlab_strip"
_LOOK_SECONDS = 0.005


def run() -> None:
    """Measure and print."""
    print(f"load average before: {os.getloadavg()[0]:.1f}")
    print(f"{'seconds: median (95 %)':24}" + "".join(f"{seats:>4} seats    " for seats in SEATS) + "  wanted")
    measured = [_measured(seats) for seats in SEATS]
    for name, wanted in WANTED.items():
        cells = "".join(f"{_median(times[name]):14}" for times in measured)
        print(f"{name:24}{cells}  median {wanted}")


def _median(seconds: Sequence[float]) -> str:
    return f"{np.median(seconds):.2f} ({np.percentile(seconds, 95):.2f})"


def _measured(seats: int) -> dict[str, Sequence[float]]:
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as server:
        return asyncio.run(_lesson(server, seats))


async def _lesson(server, seats: int) -> dict[str, Sequence[float]]:
    await people.warm(server.address)
    simulated = await open_class(server.address, seats)
    result = await hold_lesson(simulated, server.store, drawings=DRAWINGS, every_seconds=EVERY_SECONDS)
    wall, phones = await _close(simulated)
    hidden = await _hide(simulated)
    frozen = await _freeze(simulated, rooms.as_teacher(server.store, simulated.teacher_key))
    errors = simulated.errors
    await simulated.close()
    assert not errors, errors
    return {
        "join": simulated.join_seconds,
        "start to phones": result.until_sheet,
        "pen up to wall": result.waits,
        "close to wall": wall,
        "close to phones": phones,
        "freeze": frozen,
        "hide to wall": hidden,
    }


async def _close(simulated: SimulatedClass) -> tuple[list[float], list[float]]:
    """Close the round: until the wall says how many were read, and each phone what was."""
    simulated.desk.press(simulated.desk.page.button("Close the round"))
    wall, phones, *_ = await asyncio.gather(
        seconds_until(lambda page: page.shows('class="verdict"'), "the verdict", [simulated.projector]),
        seconds_until(_has_answers, "the answers", simulated.pupils),
        *(hand.lift_for_good(pupil, _has_answers) for pupil in simulated.pupils),
    )
    return wall, phones


def _has_answers(page: PageTree) -> bool:
    return page.shows("Wait for the next round")


async def _hide(simulated: SimulatedClass) -> list[float]:
    """Press one drawing in the desk's strip after the other, until the wall shows one less."""
    waits = []
    for _ in range(3):
        strip = simulated.desk.page.component(_STRIP)
        assert strip is not None
        shown = next(one for one in json.loads(strip.data["strip"])["drawings"] if one["state"] == "shown")
        before = _drawings(simulated.projector.page)
        simulated.desk.trigger(strip, "pressed", shown["id"])
        is_gone = lambda page, before=before: _drawings(page) < before  # noqa: E731
        waits += await seconds_until(is_gone, "one drawing less", [simulated.projector])
        await simulated.desk.until(lambda _: simulated.desk.is_still, "the desk")
        await asyncio.sleep(1.5)  # the strip is drawn again by its own poll
    return waits


def _drawings(page: PageTree) -> int:
    wall = page.component(_WALL)
    return 0 if wall is None else len(json.loads(wall.data["wall"])["names"])


async def _freeze(simulated: SimulatedClass, teacher: Teacher) -> list[float]:
    """Until the freeze is stored: from then on no poll of the wall draws anything new."""
    waits = []
    for label, is_frozen in (("Freeze the wall", True), ("Let the wall go on", False)) * 3:
        began = time.perf_counter()
        simulated.desk.press(simulated.desk.page.button(label))
        while rooms.room_of(teacher).settings.is_frozen != is_frozen:
            await asyncio.sleep(_LOOK_SECONDS)
        waits.append(time.perf_counter() - began)
        await simulated.desk.until(lambda _: simulated.desk.is_still, "the desk")
    return waits


if __name__ == "__main__":
    run()
