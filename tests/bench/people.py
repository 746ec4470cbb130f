"""What people do in the app, as tabs: some draw and look elsewhere now and then, some browse the data, some train.

Each goes on until a moment that all share, and notes in one tally what was waited for and what went wrong.
"""

from __future__ import annotations

import asyncio
import itertools
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

DRAW_EVERY_SECONDS, BROWSE_EVERY_SECONDS = 3.0, 4.0
_PAUSE_SECONDS = 0.4
"""Between pressing Clear and the next stroke."""
_ELSEWHERE_EVERY = 10
"""After so many drawings somebody looks at another page."""
_ELSEWHERE = ("explore", "")
VIEWS = ("Images", "Classes", "Averages", "Overview", "Ink", "Train against test")
_TRAINED = {"mnist": ("mnist-cnn", "dense-128", "shallow-mse"), "digits": ("cnn-64", "cnn-5", "perceptron")}
"""Published experiments by their data."""


@dataclass
class Tally:
    """What all of them met."""

    answers: list[float] = field(default_factory=list)
    """Seconds from the pen's lifting to the probabilities of the whole drawing."""
    views: list[float] = field(default_factory=list)
    """Seconds from choosing a view of Explore until it was there."""
    drawn: Counter[str] = field(default_factory=Counter)
    """By visitor: drawings made."""
    pieces: int = 0
    """Answers that were asked for while a stroke was drawn."""
    errors: list[str] = field(default_factory=list)

    def lost(self, store: Store, before: Counter[str]) -> int:
        """Drawings that are not in the store, or there twice; `before` are those that were there already."""
        kept = Counter({visitor: drawings.count(store, visitor) - before[visitor] for visitor in self.drawn})
        return sum(abs(count - kept[visitor]) for visitor, count in self.drawn.items())


async def open_easel(address: str) -> Tab:
    """The Draw page, with a model that answers."""
    tab = await Tab.open(f"{address}/draw")
    await tab.until(_answers, "the model")
    return tab


async def warm(address: str) -> None:
    """Let the server load its model, which the first visitor waits for."""
    await (await open_easel(address)).close()


async def draw_on(tab: Tab, digits: Sequence[Written], ends: float, tally: Tally, *, place: int) -> None:
    """Draw a digit every three seconds; now and then go to another page and come back, others at other moments."""
    began, hand = time.perf_counter(), Hand(tab)
    try:
        for number, written in enumerate(itertools.cycle(digits)):
            await _sleep_until(began + number * DRAW_EVERY_SECONDS)
            if time.perf_counter() + DRAW_EVERY_SECONDS > ends:
                break
            tally.drawn[tab.visitor] += 1
            tally.answers.append(await hand.draw(written))
            await _sleep_until(began + (number + 1) * DRAW_EVERY_SECONDS - _PAUSE_SECONDS)
            times, rest = divmod(number + place, _ELSEWHERE_EVERY)
            if rest == _ELSEWHERE_EVERY - 1:
                await tab.go(_ELSEWHERE[times % len(_ELSEWHERE)])
                await tab.go("draw")
                await tab.until(_answers, "the Draw page")
            await hand.clear()
        await asyncio.sleep(1.0)  # the canvas tells of the last stroke
    except GaveUpError as problem:
        tally.errors.append(str(problem))
    tally.pieces += hand.pieces
    tally.errors += tab.errors


async def open_explore(address: str, *, dataset: str) -> Tab:
    """Explore with these images, loaded."""
    tab = await Tab.open(f"{address}/explore?dataset={dataset}")
    await tab.until(lambda page: tab.is_still and _is_ready(page), "the images")
    return tab


async def browse(tab: Tab, ends: float, tally: Tally, *, every_seconds: float = BROWSE_EVERY_SECONDS) -> None:
    """Look at one view of Explore after another."""
    try:
        for view in itertools.cycle(VIEWS):
            if time.perf_counter() + every_seconds > ends:
                break
            began = time.perf_counter()
            tab.put(tab.page.keyed("view"), string_array_value=[view])
            await tab.until(lambda page: tab.is_still and _is_ready(page), view)
            tally.views.append(time.perf_counter() - began)
            await _sleep_until(began + every_seconds)
    except GaveUpError as problem:
        tally.errors.append(str(problem))
    tally.errors += tab.errors


def trained(dataset: str) -> tuple[str, ...]:
    """What is trained on these images."""
    return _TRAINED[dataset]


async def train(address: str, recipe: str) -> Tab:
    """Begin a training, and go on looking at it."""
    tab = await Tab.open(f"{address}/train")
    tab.press(tab.page.keyed(f"train_{recipe}"))
    await tab.until(lambda _: tab.is_still, "the training")
    return tab


def _answers(page: PageTree) -> bool:
    """Whether there is a canvas, and a model beside it."""
    return page.component(PEN) is not None and not page.shows("the model are loading")


def _is_ready(page: PageTree) -> bool:
    """Whether nothing is worked out any more."""
    return next(page.of_kind("progress"), None) is None


async def _sleep_until(moment: float) -> None:
    await asyncio.sleep(max(0.0, moment - time.perf_counter()))
