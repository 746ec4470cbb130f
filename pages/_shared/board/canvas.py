"""The one adapter to the drawing canvas: it shows the ink, and the pen (`pen`) tells what was drawn.

Paper and ink keep their colour in both themes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from streamlit_drawable_canvas import st_canvas

from digitcore.data.ink import Drawing
from digitcore.errors import BadInput
from pages._shared.board import pen
from pages._shared.board.sheet import Sheet
from pages._shared.controls import visitor

PAPERS = {"white": ("#ffffff", "#000000"), "black": ("#000000", "#ffffff")}
"""Name → colour of the paper, colour of the ink."""
BRUSHES = {"thin": 0.04, "medium": 0.065, "thick": 0.1}
"""The pen's width as a share of the canvas."""

_CONTAINER = "drawing"
_WIDE_PX, _NARROW_PX = 400, 320


def side_px() -> int:
    """The canvas's side on this visitor's screen: what fits on a telephone, or larger."""
    return _NARROW_PX if visitor.is_on_telephone() else _WIDE_PX


def brush_px(name: str, side: int | None = None) -> int:
    """The width of this pen on a canvas, this visitor's if no side is given; an unknown name means the medium pen."""
    return round(BRUSHES.get(name, BRUSHES["medium"]) * (side or side_px()))


def take_ink(sheet: Sheet, *, brush: str, keep: Callable[[], None], side: int | None = None) -> None:
    """Put what the pen has sent on the sheet; `keep` is called while a drawing that was finished meanwhile is on it.

    Callbacks call it as well, before they lay another sheet.
    """
    side = side or side_px()
    try:
        sent = pen.sent(side=side, brush=brush_px(brush, side))
    except BadInput as problem:
        st.error(str(problem), icon=":material/error:")
        return
    if sheet.number == 0:
        sheet.turn()
    if sent is None or sent.sheet != sheet.number or sent.change == sheet.change:
        return
    current = sent.drawings[-1][0]
    for number, drawing in sent.drawings:
        if number < sheet.drawing_number:
            continue
        if number > sheet.drawing_number:
            sheet.begin_another()
        sheet.drawing_number, sheet.drawing = number, drawing
        if number != current:
            keep()
    sheet.change = sent.change  # last: where a drawing could not be kept, the next run begins again with it


def rescued(*, brush: str) -> pen.SentInk | None:
    """What this visitor drew before the server or the page began, and had not come; for the callback `on_rescue`."""
    side = side_px()
    try:
        return pen.rescued(side=side, brush=brush_px(brush, side))
    except BadInput:
        return None


def show(
    sheet: Sheet,
    *,
    paper: str,
    brush: str,
    on_clear: Callable[[], None],
    on_back: Callable[[], None] | None = None,
    on_rescue: Callable[[], None] | None = None,
    place: str = "",
    part: int = 0,
    moment: str = "",
    side: int | None = None,
    key: str = _CONTAINER,
) -> None:
    """The canvas with its pen's buttons below. `place` names a sheet that outlives the tab's session, for `on_rescue`."""
    side = side or side_px()
    width = brush_px(brush, side)
    colour, ink = PAPERS[paper]
    with st.container(key=key):
        st_canvas(
            stroke_width=width,
            stroke_color=ink,
            background_color=colour,
            width=side,
            height=side,
            initial_drawing=_as_canvas_json(sheet.begins_with, colour=colour, ink=ink),
            update_streamlit=False,  # the pen sends the strokes: one message when it rests
            key=f"canvas_{sheet.canvas}",
        )
    pen.show(
        sheet, paper=key, colour=colour, side=side, brush=width, on_clear=on_clear, on_back=on_back, on_rescue=on_rescue,
        place=place, part=part, moment=moment,
    )  # fmt: skip


def fit(drawing: Drawing, side: int | None = None) -> Drawing:
    """Strokes as they are on a canvas of this side, this visitor's if none is given."""
    side = side or side_px()
    scale = side / drawing.canvas
    strokes = [stroke * scale for stroke in drawing.strokes]
    return Drawing.from_strokes(strokes, canvas=side, stroke_width=drawing.stroke_width * scale)


def _as_canvas_json(drawing: Drawing, *, colour: str, ink: str) -> dict[str, Any] | None:
    """Strokes as the objects that the canvas draws, so that a drawing can be put back on it."""
    if drawing.is_blank:
        return None
    paths = [_path(stroke, drawing.stroke_width, ink) for stroke in drawing.strokes]
    return {"objects": paths, "background": colour}


def _path(points: NDArray[np.float32], brush: float, ink: str) -> dict[str, Any]:
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
