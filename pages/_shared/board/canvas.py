"""The one adapter to the drawing canvas: from its Fabric objects and the pen's pieces to one `Drawing`, and back.

Paper and ink keep their colour in both themes. The canvas sends a stroke some 210 ms after it has ended, the
pen (`pen`) while it is drawn; a stroke that both have sent counts once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from streamlit_drawable_canvas import st_canvas

from digitcore.data.ink import Drawing
from digitcore.data.ink.fabric import as_drawn
from digitcore.errors import BadInput
from pages._shared.board import pen
from pages._shared.board.desk import Sheet
from pages._shared.controls import visitor
from pages._shared.server.server_load import PenPace

PAPERS = {"white": ("#ffffff", "#000000"), "black": ("#000000", "#ffffff")}
"""Name → colour of the paper, colour of the ink."""
BRUSHES = {"thin": 0.04, "medium": 0.065, "thick": 0.1}
"""The pen's width as a share of the canvas."""

_CONTAINER = "drawing"
_PEN = "pen"
_WIDE_PX, _NARROW_PX = 400, 320
_SAME_PX = 3.0
"""Two strokes that begin and end within so many pixels of each other are one stroke, sent twice."""

Stroke = NDArray[np.float32]


@dataclass(frozen=True)
class Paper:
    """The canvas as it was when the page ran."""

    drawing: Drawing
    side: int
    piece: int
    """The number of the pen's last piece, which this run answers."""
    is_pen_down: bool


def side_px() -> int:
    """The canvas's side on this visitor's screen: what fits on a telephone, or larger."""
    return _NARROW_PX if visitor.is_on_telephone() else _WIDE_PX


def brush_px(name: str) -> int:
    """The width of this pen on this visitor's canvas; an unknown name means the medium pen."""
    return round(BRUSHES.get(name, BRUSHES["medium"]) * side_px())


def show(desk: Sheet, *, paper: str, brush: int) -> Paper:
    """Draw the canvas and read what is on it."""
    side = side_px()
    colour, ink = PAPERS[paper]
    with st.container(key=_CONTAINER):
        result = st_canvas(
            stroke_width=brush,
            stroke_color=ink,
            background_color=colour,
            width=side,
            height=side,
            initial_drawing=desk.begins_with,
            key=f"canvas_{desk.sheet}",
        )
    stored = _stored(result.json_data, side)
    piece = pen.last_piece(key=_PEN, sheet=desk.sheet)
    fresh = [as_drawn(stroke) for stroke in piece.strokes]
    goes_on = len(fresh) - 1 if piece.is_down else -1
    fresh = [
        stroke
        for number, stroke in enumerate(fresh)
        if not any(_is_same(stroke, other, goes_on=number == goes_on) for other in stored.strokes)
    ]
    if fresh and stored.bitmap is None:
        stored = Drawing.from_strokes([*stored.strokes, *fresh], canvas=side, stroke_width=brush)
    return Paper(stored, side, piece.number, piece.is_down)


def show_to_try(*, key: str, side: int, brush: int) -> Drawing:
    """A small canvas without a model or a store, which shows that strokes arrive."""
    paper, ink = PAPERS["white"]
    with st.container(key=key):
        result = st_canvas(
            stroke_width=brush,
            stroke_color=ink,
            background_color=paper,
            width=side,
            height=side,
            key=f"{key}_strokes",
        )
    return _stored(result.json_data, side)


def show_buttons(
    desk: Sheet,
    paper: Paper,
    *,
    on_clear: Callable[[], None],
    on_emptied: Callable[[], None] = lambda: None,
    moment: str = "",
    spoken: str = "",
    pace: PenPace = "pieces",
) -> None:
    """Undo, redo, clear. Call it after the answer was shown, since the pen then sends its next piece, at this `pace`.

    `moment` names what was answered: other parts of the page follow it when the pen rests (`pen_rest`).
    """
    pen.show(
        key=_PEN,
        paper=_CONTAINER,
        side=paper.side,
        sheet=desk.sheet,
        begins_blank=not (desk.begins_with or {}).get("objects"),
        answered=paper.piece,
        moment=moment,
        spoken=spoken,
        pace=pace,
        strokes=len(paper.drawing.strokes),
        on_clear=on_clear,
        on_emptied=on_emptied,
    )


def as_canvas_json(drawing: Drawing, *, paper: str) -> dict[str, Any]:
    """Strokes as the objects that the canvas draws, so that a drawing can be put back on it."""
    colour, ink = PAPERS[paper]
    fitted = fit(drawing)
    paths = [_path(stroke, fitted.stroke_width, ink) for stroke in fitted.strokes]
    return {"objects": paths, "background": colour}


def fit(drawing: Drawing) -> Drawing:
    """Strokes as they are on this visitor's canvas."""
    scale = side_px() / drawing.canvas
    strokes = [stroke * scale for stroke in drawing.strokes]
    return Drawing.from_strokes(strokes, canvas=side_px(), stroke_width=drawing.stroke_width * scale)


def is_same(drawing: Drawing, other: Drawing) -> bool:
    """Whether both are one drawing, by where its strokes begin and end: pen and canvas round them differently."""
    if drawing.bitmap is not None or len(drawing.strokes) != len(other.strokes):
        return False
    pairs = zip(drawing.strokes, other.strokes, strict=True)
    return all(_is_same(stroke, twin, goes_on=False) for stroke, twin in pairs)


def strokes_kept_and_new(drawing: Drawing, before: Drawing) -> tuple[int, int]:
    """How many strokes of the drawing were there before, and how many are new."""
    kept = sum(
        any(_is_same(stroke, other, goes_on=False) for other in before.strokes) for stroke in drawing.strokes
    )
    return kept, len(drawing.strokes) - kept


def put_back(desk: Sheet, *, paper: str) -> None:
    """Begin the canvas with the drawing on the desk, after the visitor was on another page.

    What the canvas sent last may lack strokes that the pen has sent already.
    """
    desk.turn(as_canvas_json(desk.drawing, paper=paper))


def _path(points: Stroke, brush: float, ink: str) -> dict[str, Any]:
    """One stroke as an object of Fabric's; a dot is a line of no length."""
    points = points if len(points) > 1 else np.repeat(points, 2, axis=0)
    left, top = (points.min(axis=0) + points.max(axis=0)) / 2
    return {
        "type": "Path",
        "path": [["L" if place else "M", float(x), float(y)] for place, (x, y) in enumerate(points)],
        "originX": "center",
        "originY": "center",
        "left": float(left),
        "top": float(top),
        "stroke": ink,
        "strokeWidth": brush,
        "fill": None,
        "strokeLineCap": "round",
        "strokeLineJoin": "round",
    }


def _stored(json_data: dict[str, Any] | None, side: int) -> Drawing:
    """The drawing that the canvas has sent; if it cannot be read, a sentence and a blank drawing, which can be cleared."""
    try:
        return Drawing.from_canvas(json_data, canvas=side)
    except BadInput as problem:
        st.error(str(problem), icon=":material/error:")
        return Drawing.from_strokes([], canvas=side)


def _is_same(stroke: Stroke, other: Stroke, *, goes_on: bool) -> bool:
    """Whether both are one stroke, sent by pen and canvas; the pen's may be its beginning, if it `goes_on`."""
    ends = [0] if goes_on else [0, -1]
    return len(other) > 0 and bool(np.abs(stroke[ends] - other[ends]).max() <= _SAME_PX)
