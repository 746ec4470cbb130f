"""The pen beside the canvas: it keeps the strokes, undoes, redoes and clears, and sends them here when it rests.

It lives in the browser (`assets/browser/pen.mjs`) and puts the strokes where other parts of the page follow them in each
frame. One message has the drawing on the sheet and those that were finished before without being stored: so nothing is
lost while there is no connection.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from digitcore.data.ink import Drawing
from digitcore.languages import gettext as _
from pages._shared.board.sheet import Sheet
from pages._shared.controls import session
from pages._shared.server.browser_files import browser_component

_KEY = "pen"
_MOST_DRAWINGS = 21
_MOST_STROKES = 50
_MOST_POINTS = 5_000
_FURTHEST_PX = 100_000
"""What is no number is no nearer than this either, and an integer may be too large for a float."""

_component = browser_component("pen")


@dataclass(frozen=True)
class SentInk:
    """What the pen has sent last."""

    sheet: int
    began_blank: bool
    """Whether nothing was on the sheet before."""
    change: int
    drawings: tuple[tuple[int, Drawing], ...]
    """The drawings by their number on this sheet; the last is on it now."""


def sent(*, side: int, brush: int) -> SentInk | None:
    """The last message, on a canvas of this side; None before the first one, or where it is none of the pen's."""
    message = (session.widget_value(_KEY) or {}).get("ink")
    if not isinstance(message, dict):
        return None
    sheet, change, drawings = (message.get(name) for name in ("sheet", "change", "drawings"))
    if not (_is_count(sheet) and _is_count(change) and isinstance(drawings, list)):
        return None
    known = [
        (sent["number"], Drawing.from_strokes(_strokes(sent.get("strokes")), canvas=side, stroke_width=brush))
        for sent in drawings[-_MOST_DRAWINGS:]
        if isinstance(sent, dict) and _is_count(sent.get("number"))
    ]
    return SentInk(sheet, message.get("began_blank") is True, change, tuple(known)) if known else None


def show(
    sheet: Sheet,
    *,
    paper: str,
    side: int,
    brush: int,
    on_clear: Callable[[], None],
    on_back: Callable[[], None] | None,
    moment: str,
) -> None:
    """The buttons, and the listener on the canvas in the container `paper`.

    `on_clear` has to lay a new sheet; a sheet that began blank is emptied in the browser. `on_back` lays what was cleared
    last again: Undo asks for it on an empty sheet. `moment` names what is answered:
    other parts of the page follow it when the pen rests (`pen_rest`).
    """
    _component(
        key=_KEY,
        data={
            "paper": paper,
            "side": side,
            "pen": brush,
            "sheet": sheet.number,
            "canvas": sheet.canvas,
            "begins_with": [stroke.tolist() for stroke in sheet.begins_with.strokes],
            "answered": sheet.change,
            "stored": sheet.drawing_number - 1,
            "moment": moment,
            "takes_back": on_back is not None,
            "words": _words(),
        },
        on_ink_change=lambda: None,
        on_clear_change=on_clear,
        on_back_change=on_back or (lambda: None),
    )


def _words() -> dict[str, str]:
    """What the browser says, also while nothing comes from here."""
    return {
        "drawing": _("The drawing"),
        "undo": _("Undo"),
        "redo": _("Redo"),
        "clear": _("Clear"),
        "control": _("Ctrl"),
        "away": _("No connection. You can go on drawing: it is stored when the server is back."),
    }


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53


def _strokes(sent: Any) -> list[list[tuple[float, float]]]:
    """Lists x, y, x, y, … as pairs; what is no number or beyond the bounds is left out."""
    strokes = []
    for flat in sent[:_MOST_STROKES] if isinstance(sent, list) else ():
        numbers = flat[: 2 * _MOST_POINTS] if isinstance(flat, list) else []
        if len(numbers) >= 2 and all(isinstance(n, int | float) and abs(n) <= _FURTHEST_PX for n in numbers):
            strokes.append([pair for place, pair in enumerate(pairwise(numbers)) if place % 2 == 0])
    return strokes
