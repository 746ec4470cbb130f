"""The pen beside the canvas: strokes while they are drawn, and the buttons that undo, redo and clear.

The canvas sends a stroke 210 ms after it has ended. This component (`assets/browser/pen.mjs`) lives in the same page, listens to
the pointer itself and sends the stroke in progress, at most eleven times a second and never before the last piece
was answered. Shortly after the pen has come to rest it sends an event (`pen_rest`), so that what takes longer
(context, images) is computed then and not at every piece. Where answers take long, both come more seldom. On a busy server
the pen sends whole strokes only: their answers must not wait for pieces. On a full server it sends nothing: the canvas
sends the stroke a moment later, which is one run of the board in place of two.
The canvas's own data is stored (`canvas`), not what the pen sends.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pages._shared.controls import session
from pages._shared.server.browser_files import browser_component
from pages._shared.server.server_load import PenPace

_MOST_STROKES = 50
_MOST_POINTS = 5_000

_component = browser_component("pen")


@dataclass(frozen=True)
class Piece:
    """What the pen has sent last: strokes that may not be in the canvas's data yet."""

    number: int = 0
    strokes: tuple[tuple[tuple[float, float], ...], ...] = ()
    is_down: bool = False
    """Whether the last stroke goes on."""


def last_piece(*, key: str, sheet: int) -> Piece:
    """The last piece of this sheet; an empty one where there is none."""
    sent = (session.widget_value(key) or {}).get("piece")
    number = sent.get("number") if isinstance(sent, dict) else None
    if not isinstance(sent, dict) or not isinstance(number, int):
        return Piece()
    if sent.get("sheet") != sheet:
        return Piece(number)
    return Piece(number, _strokes(sent.get("strokes")), sent.get("is_down") is True)


def show(
    *,
    key: str,
    paper: str,
    side: int,
    sheet: int,
    begins_blank: bool,
    answered: int,
    moment: str,
    spoken: str,
    pace: PenPace,
    strokes: int,
    on_clear: Callable[[], None],
    on_emptied: Callable[[], None],
) -> None:
    """The buttons, and the listener on the canvas in the container `paper`; call it after the answer was shown.

    `moment` names what was answered; `strokes` is the number of strokes in it, for benchmarks (`tests/bench/hand`).
    `on_clear` has to empty a sheet that began with ink. A sheet that began blank is emptied in the browser; `on_emptied`
    is called where the pen had sent ink of it, since the canvas sends the same later.
    """
    data = {
        "paper": paper,
        "side": side,
        "sheet": sheet,
        "begins_blank": begins_blank,
        "answered": answered,
        "moment": moment,
        "words": spoken,
        "pace": pace,
        "strokes": strokes,
    }
    _component(
        key=key,
        data=data,
        on_piece_change=lambda: None,
        on_clear_change=on_clear,
        on_emptied_change=on_emptied,
    )


def _strokes(sent: Any) -> tuple[tuple[tuple[float, float], ...], ...]:
    """Lists x, y, x, y, … as pairs; what is no number or beyond the bounds is left out."""
    strokes = []
    for flat in sent[:_MOST_STROKES] if isinstance(sent, list) else ():
        numbers = flat[: 2 * _MOST_POINTS] if isinstance(flat, list) else []
        if len(numbers) >= 2 and all(isinstance(n, int | float) and math.isfinite(n) for n in numbers):
            strokes.append(tuple(pair for place, pair in enumerate(pairwise(numbers)) if place % 2 == 0))
    return tuple(strokes)
