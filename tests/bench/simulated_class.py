"""A class in a room, as tabs: the teacher's desk, a projector, and pupils who join by the code."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from digitcore.lab.rooms import room_keys
from tests.bench.hand import PEN
from tests.bench.page_tree import PageTree
from tests.bench.socket_client import Tab


@dataclass
class SimulatedClass:
    """The tabs of one room."""

    desk: Tab
    projector: Tab
    pupils: list[Tab]
    teacher_key: str
    join_seconds: list[float]
    """Of each pupil, from the press on Join to the seat."""

    async def close(self) -> None:
        """Close all tabs."""
        for tab in (self.desk, self.projector, *self.pupils):
            await tab.close()

    @property
    def errors(self) -> list[str]:
        """What went wrong in any tab."""
        return [words for tab in (self.desk, self.projector, *self.pupils) for words in tab.errors]


async def open_class(address: str, pupils: int) -> SimulatedClass:
    """A new room with this many pupils and the gallery on its projector; no round yet."""
    desk = await Tab.open(f"{address}/classroom")
    desk.press(desk.page.button("Open the room"))
    await desk.until(lambda page: page.button("Gallery"), "the desk")
    desk.press(desk.page.button("Gallery"))
    await desk.until(lambda _: desk.is_still, "the desk")
    key = desk.page.component("digitlab_desk_key").data["key"]
    projector = await Tab.open(f"{address}/classroom?wall={room_keys.wall_key(key)}")
    joined = [await _join(address, code_of(desk)) for _ in range(pupils)]
    return SimulatedClass(desk, projector, [pupil for pupil, _ in joined], key, [took for _, took in joined])


async def start_round(simulated: SimulatedClass, drawings: int) -> list[float]:
    """Start a round of this many drawings each; gives the seconds until each pupil had a sheet."""
    page = simulated.desk.page
    simulated.desk.put(page.keyed("round_kind"), string_array_value=["Each digit equally often"])
    await simulated.desk.until(lambda _: simulated.desk.is_still, "the kind of round")
    simulated.desk.put(page.keyed("round_count"), double_value=drawings)
    await simulated.desk.until(lambda _: simulated.desk.is_still, "the number of drawings")
    simulated.desk.press(page.button("Start the round"))
    return await seconds_until(_has_sheet_of_a_round, "the sheet", simulated.pupils)


async def seconds_until(holds: Callable[[PageTree], object], what: str, tabs: Sequence[Tab]) -> list[float]:
    """The seconds from now until this holds in each of the tabs."""
    began = time.perf_counter()

    async def one(tab: Tab) -> float:
        await tab.until(holds, what)
        return time.perf_counter() - began

    return list(await asyncio.gather(*map(one, tabs)))


def code_of(desk: Tab) -> str:
    """The room's code, as the desk shows it."""
    words = next(node.words for node in desk.page.of_kind("html") if 'class="code"' in node.words)
    return words.partition('class="code">')[2].partition("<")[0].replace(" ", "")


async def _join(address: str, code: str) -> tuple[Tab, float]:
    pupil = await Tab.open(f"{address}/classroom?room={code}", screen="narrow")
    pupil.press(pupil.page.button("Join"))
    is_in = await seconds_until(
        lambda page: page.shows("You are in") or _has_sheet(page), "the seat", [pupil]
    )
    return pupil, is_in[0]


def _has_sheet(page: PageTree) -> bool:
    """Whether there is a canvas; the pen is put on the page after it."""
    return page.component(PEN) is not None


def _has_sheet_of_a_round(page: PageTree) -> bool:
    """And no longer the one to practise on."""
    return _has_sheet(page) and not page.shows("Try your pen")
