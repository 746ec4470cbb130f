"""The pen beside the canvas: it keeps the strokes, undoes, redoes and clears, and sends them here when it rests.

It lives in the browser (`assets/browser/pen.mjs`) and puts the strokes where other parts of the page follow them in each
frame. One message has the drawing on the sheet and those that were finished before without being stored: so nothing is
lost while there is no connection. The browser keeps it until it is answered, also for a server or a page that begins anew.
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
    change: int
    drawings: tuple[tuple[int, Drawing], ...]
    """The drawings by their number on this sheet; the last is on it now."""
    part: int = 0
    """Which part of its place it was drawn for: in a round, the prompt."""


def sent(*, side: int, brush: int) -> SentInk | None:
    """The last message, on a canvas of this side; None before the first one, or where it is none of the pen's."""
    return _read("ink", side=side, brush=brush)


def rescued(*, side: int, brush: int) -> SentInk | None:
    """What was drawn before this server, or the page, began, and had not come; for the callback `on_rescue`."""
    return _read("rescued", side=side, brush=brush)


def _read(name: str, *, side: int, brush: int) -> SentInk | None:
    message = (session.widget_value(_KEY) or {}).get(name)
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
    part = message.get("part")
    return SentInk(sheet, change, tuple(known), part if _is_count(part) else 0) if known else None


def show(
    sheet: Sheet,
    *,
    paper: str,
    colour: str,
    side: int,
    brush: int,
    on_clear: Callable[[], None],
    on_back: Callable[[], None] | None,
    on_rescue: Callable[[], None] | None,
    place: str,
    part: int,
    moment: str,
) -> None:
    """The buttons, and the listener on the canvas in the container `paper`, which has this `colour`.

    `on_clear` has to lay a new sheet; a sheet that began blank is emptied in the browser. `on_back` lays what was cleared
    last again: Undo asks for it on an empty sheet. `on_rescue` is called where strokes at this `place`, whichever `part` of
    it, were not stored before the server or the page began (`rescued`). `moment` names what is answered: other parts of the
    page follow it when the pen rests (`pen_rest`).
    """
    _component(
        key=_KEY,
        data={
            "paper": paper,
            "colour": colour,
            "side": side,
            "pen": brush,
            "sheet": sheet.number,
            "canvas": sheet.canvas,
            "place": place,
            "part": part,
            "began": sheet.began,
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
        on_rescued_change=on_rescue or (lambda: None),
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
