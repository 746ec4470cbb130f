"""A grid of squares that is filled by keyboard: arrows move, space fills and empties, Shift with an arrow draws a line.

For those who draw with neither mouse nor finger; a pointer works as well. Squares that were filled one beside the other are
a stroke. The browser's end is `assets/browser/squares.mjs`.
"""

from __future__ import annotations

import json
from typing import Any

from digitcore.data.ink import Drawing
from digitcore.languages import gettext as _
from pages._shared.board.sheet import Sheet
from pages._shared.server.browser_files import browser_component

_SIDE = 28
_SQUARE_PX, _PEN_PX = 10, 20
_MOST_POSITIONS = 4 * _SIDE**2
"""A line may cross itself."""

_component = browser_component("squares")


def show(sheet: Sheet) -> Drawing:
    """The grid, beginning with what was filled before; gives the drawing that it has now."""
    data = {
        "side": _SIDE,
        "strokes": json.dumps(sheet.squares),
        "sheet": sheet.number,
        "change": sheet.change,
        "square": _SQUARE_PX,
        "pen": _PEN_PX,
        "words": _words(),
    }
    sent = _component(key=f"grid_{sheet.number}", data=data, on_drawn_change=lambda: None).get("drawn")
    if isinstance(sent, dict) and isinstance(sent.get("change"), int):
        sheet.change, sheet.squares = sent["change"], _strokes(sent.get("strokes"))
    middles = [[(place % _SIDE + 0.5, place // _SIDE + 0.5) for place in stroke] for stroke in sheet.squares]
    strokes = [[(_SQUARE_PX * x, _SQUARE_PX * y) for x, y in stroke] for stroke in middles]
    return Drawing.from_strokes(strokes, canvas=_SIDE * _SQUARE_PX, stroke_width=_PEN_PX)


def _words() -> dict[str, str]:
    """What the browser says, with its own values in the braces."""
    return {
        "grid": _("Grid of {side} by {side} squares. Arrows move, space fills."),
        "help": _("Arrows move, space fills or empties a square, Shift with an arrow draws a line."),
        "empty": _("Empty the grid"),
        "on_ink": _("row {row}, column {column}, ink"),
        "on_paper": _("row {row}, column {column}, empty"),
    }


def _strokes(sent: Any) -> tuple[tuple[int, ...], ...]:
    """Strokes as positions row by row; what lies on no square is left out."""
    strokes, left = [], _MOST_POSITIONS
    for stroke in sent if isinstance(sent, list) else ():
        places = stroke[:left] if isinstance(stroke, list) else []
        if places and all(isinstance(place, int) and 0 <= place < _SIDE**2 for place in places):
            strokes.append(tuple(places))
            left -= len(places)
    return tuple(strokes)
