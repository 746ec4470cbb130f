"""A hand that draws on a tab's sheet: sends what the pen in a browser sends (`pen.mjs`, `pen_strokes.mjs`), when it sends it.

That is one message with all strokes once the pen rests, and one of an empty sheet where nothing follows Clear. What stands
below the canvas is out of a telephone's view, and so is not asked for, unless this hand `looks_below`. Left out: undo, and
messages that are sent again.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.bench.handwriting import POINTER_HZ, Written
from tests.bench.page_tree import Node, PageTree
from tests.bench.socket_client import Tab

PEN = "digitlab_pen"
FOLLOWS = "digitlab_pen_rest"
_LIFTED_SECONDS = 0.1
"""Between two strokes."""
_REST_SECONDS, _CLEARED_SECONDS, _SETTLED_SECONDS = 0.16, 1.0, 0.35
"""As in `pen.mjs`."""


class Hand:
    """The hand at a tab that shows a canvas."""

    def __init__(self, tab: Tab, *, looks_below: bool = False) -> None:
        self.tab, self.looks_below = tab, looks_below
        self.lifted_at = 0.0
        """When the pen was lifted last, by `perf_counter`."""
        self._sheet, self._change, self._number = 0, 0, 1
        self._strokes: list[list[float]] = []
        self._finished: list[dict[str, Any]] = []
        self._rest: asyncio.TimerHandle | None = None

    async def draw(self, written: Written) -> float:
        """Draw a digit; gives the seconds from the last lift until the server has answered and stored it."""
        self._take_sheet()
        for number, stroke in enumerate(written.strokes):
            if number:
                await asyncio.sleep(_LIFTED_SECONDS)
            await self._draw_stroke(stroke * self._pen.data["side"])
        await self.tab.until(lambda _: self._is_stored, "the stored answer")
        passed = time.perf_counter() - self.lifted_at
        if self.looks_below:
            await self._look_below()
        return passed

    async def clear(self) -> None:
        """Press Clear; where the server has to lay an empty sheet, wait for it."""
        self._take_sheet()
        if self._pen.data["begins_with"]:
            self.tab.trigger(self._pen, "clear", True)
            await self.tab.until(lambda _: self._pen.data["sheet"] != self._sheet, "an empty sheet")
            return
        self._finished.append(self._drawing)
        self._number, self._change, self._strokes = self._number + 1, self._change + 1, []
        self._send_soon(_CLEARED_SECONDS)

    @property
    def _pen(self) -> Node:
        pen = self.tab.page.component(PEN)
        assert pen is not None
        return pen

    @property
    def _is_stored(self) -> bool:
        pen = self.tab.page.component(PEN)  # none while the page is drawn anew
        return pen is not None and pen.data["answered"] >= self._change and not self.tab.is_running

    @property
    def _drawing(self) -> dict[str, Any]:
        return {"number": self._number, "strokes": self._strokes}

    def _take_sheet(self) -> None:
        """Begin anew where the server has laid another sheet."""
        data = self._pen.data
        if data["sheet"] != self._sheet:
            self._sheet, self._change, self._number, self._finished = data["sheet"], 0, 1, []
            self._strokes = [[axis for place in stroke for axis in place] for stroke in data["begins_with"]]

    async def _draw_stroke(self, places: NDArray[np.float64]) -> None:
        self._stop_rest()
        await asyncio.sleep(len(places) / POINTER_HZ)
        self._strokes = [*self._strokes, places.round(2).ravel().tolist()]
        self._change += len(places) + 1
        self.lifted_at = time.perf_counter()
        self._send_soon()

    def _send_soon(self, pause: float = _REST_SECONDS) -> None:
        self._stop_rest()
        self._rest = asyncio.get_running_loop().call_later(pause, self._send)

    def _stop_rest(self) -> None:
        if self._rest is not None:
            self._rest.cancel()

    def _send(self) -> None:
        pen = self.tab.page.component(PEN)
        if pen is None or pen.data["sheet"] != self._sheet:  # the page was left
            return
        self._finished = [one for one in self._finished if one["number"] > pen.data["stored"]]
        ink = {"sheet": self._sheet, "change": self._change}
        self.tab.put_state(pen, ink=ink | {"drawings": [*self._finished, self._drawing]})

    async def _look_below(self) -> None:
        """The parts that show another moment are run again, one after the other."""
        await asyncio.sleep(_SETTLED_SECONDS)
        while (node := next(filter(self._is_behind, self.tab.page.components(FOLLOWS)), None)) is not None:
            self.tab.trigger(node, "rested", self._pen.data["moment"])
            await self.tab.until(_is_put_again(node), "what follows the pen")

    def _is_behind(self, part: Node) -> bool:
        return bool(part.data["shown"] != self._pen.data["moment"])


async def lift_for_good(tab: Tab, is_over: Callable[[PageTree], object]) -> None:
    """Say that no stroke is under way, where the page waits for that before it goes on."""

    def waits(page: PageTree) -> Node | None:
        return next((node for node in page.components(FOLLOWS) if node.data.get("unseen")), None)

    await tab.until(lambda page: waits(page) or is_over(page), "the end of the round")
    await asyncio.sleep(_SETTLED_SECONDS)
    if (node := waits(tab.page)) is not None:
        tab.trigger(node, "rested", "")


def _is_put_again(node: Node) -> Callable[[PageTree], bool]:
    return lambda page: node not in page.components(FOLLOWS)
