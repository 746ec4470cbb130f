"""A hand that draws on a tab's canvas: sends what canvas, `pen` and `pen_rest` (assets/browser) send, with their delays.

Change both together. The pen sends the stroke in progress, but not before its last piece was answered, and sends when it
rests; the canvas sends its objects 210 ms after a stroke. Left out: undo, and strokes put back on the sheet.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitcore.data.ink import fabric
from tests.bench.handwriting import POINTER_HZ, Written
from tests.bench.page_tree import Node
from tests.bench.socket_client import PATIENCE_SECONDS, GaveUpError, Tab

PEN = "digitlab_pen"
FOLLOWS = "digitlab_pen_rest"
CANVAS = "streamlit-drawable-canvas.streamlit_drawable_canvas"
CANVAS_SECONDS = 0.21
"""From the end of a stroke until the canvas sends it."""
_GAP, _LOST, _SENT = 0.09, 4.0, 1.5
"""Seconds, as in `pen_pieces.mjs`."""
_REST = {"pieces": 0.35, "strokes": 1.5, "canvas": 4.0}
_GAP_ANSWERS, _REST_ANSWERS = 2, 3
_LIFTED_SECONDS = 0.1


class Hand:
    """The hand at a tab that shows a canvas, or will."""

    def __init__(self, tab: Tab) -> None:
        self.tab = tab
        self.pieces = 0
        """Pieces of strokes sent while the pen was down."""
        self.retries = 0
        """Pieces that were sent again, since no answer had come in four seconds."""
        self.lifted_at = 0.0
        """When the pen was lifted last, by `perf_counter`."""
        self._pen: Node | None = None
        self._canvas: Node | None = None
        self._objects: list[dict[str, Any]] = []
        self._number, self._sent_at, self._took, self._down_at = 0, 0.0, 0.0, 0.0
        self._is_answered, self._has_more, self._was_down = True, False, False
        self._is_received, self._moment, self._has_ink = True, "", True
        self._ended: list[tuple[list[float], float]] = []
        self._current: list[float] | None = None
        self._rest_sent: dict[str, tuple[str, float]] = {}
        """By fragment that follows the pen: the moment it was sent, and since when that moment is."""
        self._since = 0.0
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._answer: asyncio.Future[None] | None = None
        tab.on_component |= {PEN: self._update, CANVAS: self._lay, FOLLOWS: lambda _: self._wait_for_rest()}
        for name, take in ((CANVAS, self._lay), (PEN, self._update)):
            if node := tab.page.component(name):
                take(node)

    async def draw(self, written: Written) -> float:
        """Draw a digit; gives the seconds from the last lift to the answer."""
        assert self._pen is not None
        self._moment = self._pen.data["moment"]
        for number, stroke in enumerate(written.strokes):
            if number:
                await asyncio.sleep(_LIFTED_SECONDS)
            await self._stroke(stroke * self._side)
        if not self._all_is_answered:
            self._answer = asyncio.get_running_loop().create_future()
            try:
                async with asyncio.timeout(PATIENCE_SECONDS):
                    await self._answer
            except TimeoutError:
                raise GaveUpError(f"no answer in {PATIENCE_SECONDS:.0f} s") from None
        return time.perf_counter() - self.lifted_at

    async def clear(self) -> None:
        """Press Clear; returns when the sheet is empty on screen."""
        assert self._pen is not None and self._canvas is not None
        self._reset()
        before = self._pen.data["sheet"]
        if not self._pen.data["begins_blank"]:
            self.tab.trigger(self._pen, "clear", True)
            await self.tab.until(lambda _: self._pen and self._pen.data["sheet"] != before, "an empty sheet")
            return
        if self._has_ink:
            self._send([], is_down=False)
            self.tab.trigger(self._pen, "emptied", True)
        self._objects = []
        self._send_canvas_soon()

    async def send_by_canvas(self, strokes: Sequence[list[float]]) -> None:
        """Only the canvas sends these strokes (x, y, x, y, …), no pen; returns when the page has them."""
        self._objects = [self._object(stroke) for stroke in strokes]
        runs = self.tab.runs
        self._send_canvas()
        await self.tab.until(lambda _: self.tab.runs > runs and self.tab.is_still, "the canvas's strokes")

    @property
    def _side(self) -> float:
        assert self._pen is not None
        return float(self._pen.data["side"])

    async def _stroke(self, places: NDArray[np.float64]) -> None:
        began = time.perf_counter()
        self._current, self._down_at = [], began
        for number, place in enumerate(places):
            await asyncio.sleep(max(0.0, began + number / POINTER_HZ - time.perf_counter()))
            self._current += [float(axis) for axis in np.floor(place)]
            if number:
                self._offer()
        self._objects.append(self._object(self._current))
        self.lifted_at = time.perf_counter()
        self._ended.append((self._current, self.lifted_at))
        self._current = None
        self._offer()
        self._send_canvas_soon()
        self._wait_for_rest()

    def _update(self, pen: Node) -> None:
        """The server has put the pen on screen again; as `update` of its script."""
        before, self._pen = self._pen, pen
        data = pen.data
        if before is None or before.data["moment"] != data["moment"]:
            self._since = time.perf_counter()
        if before is None or before.id != pen.id:
            self._number = data["answered"]
        elif before.data["sheet"] != data["sheet"]:
            self._reset()
        if not self._is_answered and data["answered"] >= self._number:
            self._took = time.perf_counter() - self._sent_at
            self._is_answered = True
            if self._has_more:
                self._offer()
        if data["moment"] != self._moment and data["strokes"] >= len(self._objects):
            self._is_received = True
        if self._all_is_answered and self._answer is not None and not self._answer.done():
            self._answer.set_result(None)
        self._wait_for_rest()

    @property
    def _all_is_answered(self) -> bool:
        """Whether the answer on screen is for all strokes."""
        return self._is_answered and not self._has_more and self._is_received

    def _reset(self) -> None:
        self._ended, self._current, self._has_more, self._is_received = [], None, False, True

    def _offer(self) -> None:
        assert self._pen is not None
        self._has_more = True
        now, is_down = time.perf_counter(), self._current is not None
        if not self._is_answered or (is_down and self._pen.data["pace"] != "pieces"):
            return
        if self._pen.data["pace"] == "canvas" and not self._was_down:
            self._has_more, self._is_received = False, False  # the canvas sends it
            return
        due = max(self._sent_at, self._down_at) + max(_GAP, _GAP_ANSWERS * self._took)
        if is_down and now < due:
            self._later("next", due - now, lambda: self._has_more and self._offer())
            return
        self._ended = [stroke for stroke in self._ended if now - stroke[1] < _SENT]
        strokes = [points for points, _ in self._ended]
        if self._current is not None:
            strokes.append(list(self._current))
        if strokes or self._was_down:
            self._send(strokes, is_down=self._current is not None)
        else:
            self._has_more = False  # the canvas has sent it

    def _send(self, strokes: Sequence[list[float]], *, is_down: bool) -> None:
        assert self._pen is not None
        self._number += 1
        self._sent_at, self._is_answered, self._has_more = time.perf_counter(), False, False
        self._is_received = True  # by this
        self._was_down, self._has_ink = is_down, bool(strokes)
        self.pieces += is_down
        piece = {"number": self._number, "sheet": self._pen.data["sheet"], "strokes": strokes}
        self.tab.put_state(self._pen, piece=piece | {"is_down": is_down})
        self._later("lost", _LOST, self._retry)

    def _retry(self) -> None:
        if not self._is_answered:
            self.retries += 1
            strokes = [list(self._current)] if self._current is not None else []
            self._send(strokes, is_down=self._current is not None)

    def _wait_for_rest(self) -> None:
        self._stop("rest")
        if self._pen is not None and self._current is None:
            self._later(
                "rest", max(_REST[self._pen.data["pace"]], _REST_ANSWERS * self._took), self._send_rest
            )

    def _send_rest(self) -> None:
        """Fragments that show another moment are run again, one after the other; as in `pen_rest`."""
        assert self._pen is not None
        if self._current is not None or not self._is_answered:
            return
        moment = self._pen.data["moment"]
        waiting = (node for node in self.tab.page.components(FOLLOWS) if node.data["shown"] != moment)
        node = next(waiting, None)
        if node is not None and self._rest_sent.get(node.id) != (moment, self._since):
            self._rest_sent[node.id] = (moment, self._since)
            self.tab.trigger(node, "rested", moment)

    def _lay(self, canvas: Node) -> None:
        """A canvas with another id is new, and begins with what the server sends."""
        if self._canvas is None or self._canvas.id != canvas.id:
            self._objects = list(canvas.data["initialDrawing"]["objects"])
            self._stop("canvas")
        self._canvas = canvas

    def _send_canvas_soon(self) -> None:
        self._later("canvas", CANVAS_SECONDS, self._send_canvas)

    def _send_canvas(self) -> None:
        assert self._canvas is not None
        background = self._canvas.data["backgroundColor"]
        raw = {"version": "7.0.0", "objects": self._objects, "background": background}
        self.tab.put_state(self._canvas, drawing={"raw": raw, "data": None})

    def _object(self, flat: list[float]) -> dict[str, Any]:
        """The stroke as an object of Fabric."""
        assert self._canvas is not None
        ways = fabric._thinned(list(zip(flat[::2], flat[1::2], strict=True)))
        bends = [
            ["Q", x, y, (x + next_x) / 2, (y + next_y) / 2] for (x, y), (next_x, next_y) in pairwise(ways)
        ]
        path = [["M", *ways[0]], *bends, ["L", *ways[-1]]]
        low, high = fabric._curves(path).corners()
        left, top = (float(axis) for axis in (low + high) / 2)
        return {
            "type": "Path", "version": "7.0.0", "originX": "center", "originY": "center", "left": left, "top": top,
            "width": float(high[0] - low[0]), "height": float(high[1] - low[1]), "fill": None,
            "stroke": self._canvas.data["strokeColor"], "strokeWidth": self._canvas.data["strokeWidth"],
            "strokeLineCap": "round", "strokeLineJoin": "round", "strokeMiterLimit": 10, "scaleX": 1, "scaleY": 1,
            "angle": 0, "flipX": False, "flipY": False, "opacity": 1, "visible": True, "backgroundColor": "",
            "fillRule": "nonzero", "paintFirst": "fill", "globalCompositeOperation": "source-over", "skewX": 0,
            "skewY": 0, "path": path,
        }  # fmt: skip

    def _later(self, name: str, seconds: float, act: Callable[[], object]) -> None:
        """Call `act` later, unless the page with the pen was left by then."""
        self._stop(name)
        due = lambda: self.tab.page.component(PEN) and act()  # noqa: E731
        self._timers[name] = asyncio.get_running_loop().call_later(seconds, due)

    def _stop(self, name: str) -> None:
        if name in self._timers:
            self._timers.pop(name).cancel()
