"""Visitors as tabs: some draw and visit another page now and then, some browse the data, some train.

All work until the same moment, and note their waits and errors in one `VisitorRecord`.
"""

from __future__ import annotations

import asyncio
import itertools
import secrets
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from digitcore.lab.drawings import drawings
from digitcore.lab.store.store import Store
from tests.bench.hand import PEN, Hand
from tests.bench.handwriting import Written
from tests.bench.page_tree import PageTree
from tests.bench.socket_client import GaveUpError, Tab

_ANSWER = "digitlab_answer"
DRAW_EVERY_SECONDS, BROWSE_EVERY_SECONDS = 3.0, 4.0
_PAUSE_SECONDS = 0.4
"""Between pressing Clear and the next stroke."""
_ELSEWHERE_EVERY = 10
"""After this many drawings a visitor goes to another page."""
_ELSEWHERE = ("explore", "")
VIEWS = ("Images", "Classes", "Averages", "Overview", "Ink", "Training and test data")
TRAINED = ("mnist-cnn", "dense-128", "shallow-mse")
"""Published experiments that are trained meanwhile."""


@dataclass
class VisitorRecord:
    """Waits and errors of all visitors."""

    answers: list[float] = field(default_factory=list)
    """Seconds from lifting the pen until the server has answered and stored the drawing."""
    views: list[float] = field(default_factory=list)
    """Seconds from choosing a view of Explore until it is shown."""
    drawn: Counter[str] = field(default_factory=Counter)
    """Drawings made, by visitor."""
    traffic_bytes: int = 0
    """Came and went for the drawings; visits of other pages are left out."""
    errors: list[str] = field(default_factory=list)

    def lost(self, store: Store, before: Counter[str]) -> int:
        """How many drawings are missing in the store, or there twice; `before` counts older ones."""
        stored = Counter(
            {visitor: drawings.count(store, visitor) - before[visitor] for visitor in self.drawn}
        )
        return sum(abs(count - stored[visitor]) for visitor, count in self.drawn.items())


async def open_draw_page(address: str) -> Tab:
    """The Draw page on a telephone, with a model that is loaded."""
    tab = await Tab.open(f"{address}/draw", screen="narrow")
    await tab.until(is_loaded, "the model")
    return tab


async def warm(address: str) -> None:
    """Have the server load its model, so that the first visitor need not wait for it."""
    await (await open_draw_page(address)).close()


async def draw_on(
    hand: Hand,
    digits: Sequence[Written],
    ends: float,
    record: VisitorRecord,
    *,
    place: int,
    visits: bool = True,
) -> None:
    """Draw a digit every three seconds; now and then visit another page, at moments that depend on `place`."""
    began, tab = time.perf_counter(), hand.tab
    before, visit_bytes = tab.traffic_bytes, 0
    try:
        for number, written in enumerate(itertools.cycle(digits)):
            await _sleep_until(began + number * DRAW_EVERY_SECONDS)
            if time.perf_counter() + DRAW_EVERY_SECONDS > ends:
                break
            record.drawn[tab.visitor] += 1
            record.answers.append(await hand.draw(written))
            if not _is_answered(tab.page):
                record.errors.append("a drawing was stored without an answer")
            await _sleep_until(began + (number + 1) * DRAW_EVERY_SECONDS - _PAUSE_SECONDS)
            times, rest = divmod(number + place, _ELSEWHERE_EVERY)
            if visits and rest == _ELSEWHERE_EVERY - 1:
                visit_bytes += await _visit(tab, _ELSEWHERE[times % len(_ELSEWHERE)])
            await hand.clear()
        await tab.until(lambda _: not tab.is_running, "the last answer")
    except GaveUpError as problem:
        record.errors.append(str(problem))
    record.traffic_bytes += tab.traffic_bytes - before - visit_bytes
    record.errors += tab.errors


async def _visit(tab: Tab, page: str) -> int:
    """Go to another page and back; gives the bytes of it."""
    before = tab.traffic_bytes
    await tab.go(page)
    await tab.go("draw")
    await tab.until(is_loaded, "the Draw page")
    return tab.traffic_bytes - before


async def open_explore(address: str, *, dataset: str) -> Tab:
    """Explore with these images, loaded."""
    tab = await Tab.open(f"{address}/explore?dataset={dataset}")
    await tab.until(lambda page: tab.is_still and _is_ready(page), "the images")
    return tab


async def browse(
    tab: Tab, ends: float, record: VisitorRecord, *, every_seconds: float = BROWSE_EVERY_SECONDS
) -> None:
    """Open one view of Explore after another."""
    try:
        for view in itertools.cycle(VIEWS):
            if time.perf_counter() + every_seconds > ends:
                break
            began = time.perf_counter()
            tab.put(tab.page.keyed("view"), string_array_value=[view])
            await tab.until(lambda page: tab.is_still and _is_ready(page), view)
            record.views.append(time.perf_counter() - began)
            await _sleep_until(began + every_seconds)
    except GaveUpError as problem:
        record.errors.append(str(problem))
    record.errors += tab.errors


async def explore_seeds(address: str, ends: float, record: VisitorRecord) -> None:
    """Open Explore with other synthetic images each time, see them, and go."""
    while time.perf_counter() + BROWSE_EVERY_SECONDS < ends:
        began = time.perf_counter()
        try:
            seed = secrets.randbelow(100_000)
            tab = await Tab.open(f"{address}/explore?dataset=synthetic&images=2000&seed={seed}")
            await tab.until(lambda page, tab=tab: tab.is_still and _is_ready(page), "the images")
            record.views.append(time.perf_counter() - began)
            record.errors += tab.errors
            await tab.close()
        except GaveUpError as problem:
            record.errors.append(str(problem))
        await _sleep_until(began + BROWSE_EVERY_SECONDS)


async def train(address: str, recipe: str) -> Tab:
    """Start a training, and keep its page open."""
    tab = await Tab.open(f"{address}/train")
    tab.press(tab.page.keyed(f"train_{recipe}"))
    await tab.until(lambda _: tab.is_still, "the training")
    return tab


def is_loaded(page: PageTree) -> bool:
    """Whether the page has a canvas, and a server that can answer."""
    answer = page.component(_ANSWER)
    return page.component(PEN) is not None and answer is not None and answer.data["answered"] is not None


def _is_answered(page: PageTree) -> bool:
    """Whether the server has answered to a drawing."""
    answer = page.component(_ANSWER)
    return bool(answer and answer.data["answered"] and answer.data["answered"]["digits"])


def _is_ready(page: PageTree) -> bool:
    """Whether no task is running any more."""
    return next(page.of_kind("progress"), None) is None


async def _sleep_until(moment: float) -> None:
    await asyncio.sleep(max(0.0, moment - time.perf_counter()))
