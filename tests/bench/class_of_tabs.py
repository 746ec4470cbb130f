"""A class in a room, as tabs: its teacher opens the room and starts a round, pupils join by the code, a projector looks on."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from urllib.parse import parse_qs

from tests.bench.hand import PEN
from tests.bench.page_tree import PageTree
from tests.bench.socket_client import Tab


@dataclass
class Class:
    """Who is there."""

    desk: Tab
    projector: Tab
    pupils: list[Tab]
    key: str
    """The teacher's."""

    async def close(self) -> None:
        """Everybody goes home."""
        for tab in (self.desk, self.projector, *self.pupils):
            await tab.close()

    @property
    def complaints(self) -> list[str]:
        """What went wrong anywhere."""
        return [words for tab in (self.desk, self.projector, *self.pupils) for words in tab.errors]


async def open_class(address: str, pupils: int) -> Class:
    """A new room with so many pupils in it, the gallery on its projector, and no round yet."""
    desk = await Tab.open(f"{address}/classroom")
    desk.press(desk.page.button("Open the room"))
    await desk.until(lambda page: page.keyed("room_projector"), "the desk")
    desk.put(desk.page.keyed("room_projector"), string_array_value=["Gallery"])
    await desk.until(lambda _: desk.is_still, "the desk")
    key = parse_qs(desk.query)["teach"][0]
    projector = await Tab.open(f"{address}/classroom?teach={key}&wall=true")
    return Class(desk, projector, [await _join(address, code_of(desk)) for _ in range(pupils)], key)


async def start_round(found: Class, drawings: int) -> None:
    """Ask everybody for so many digits; returns when all have their sheet."""
    page = found.desk.page
    found.desk.put(page.keyed("round_kind"), string_array_value=["All ten alike"])
    await found.desk.until(lambda _: found.desk.is_still, "the kind of round")
    found.desk.put(page.keyed("round_count"), double_value=drawings)
    await found.desk.until(lambda _: found.desk.is_still, "the number of drawings")
    found.desk.press(page.button("Start the round"))
    await asyncio.gather(*(one.until(_has_sheet, "the sheet") for one in found.pupils))


def code_of(desk: Tab) -> str:
    """The room's code, as it stands on the desk."""
    words = next(node.words for node in desk.page.of_kind("html") if 'class="code"' in node.words)
    return words.partition('class="code">')[2].partition("<")[0].replace(" ", "")


async def _join(address: str, code: str) -> Tab:
    pupil = await Tab.open(f"{address}/classroom?room={code}", screen="narrow")
    pupil.press(pupil.page.button("Join"))
    await pupil.until(lambda page: page.shows("You are in") or _has_sheet(page), "the seat")
    return pupil


def _has_sheet(page: PageTree) -> bool:
    """Whether there is a canvas to draw on; the pen comes after it."""
    return page.component(PEN) is not None
