"""The small sheet beside what reads it: a network that learns, a map of images. A tab has one, which is not stored."""

from __future__ import annotations

import streamlit as st

from pages._shared.board import canvas
from pages._shared.board.sheet import draw_sheet, side_sheet
from pages._shared.controls import state

_SIDE_PX = 240
_BRUSH = "medium"


def show(place: str) -> None:
    """The sheet, with what was drawn on it last, or else on the Draw page. `place` names what it lies beside."""
    sheet = side_sheet()
    _take()
    if not state.stays(f"side_sheet {place}"):
        last = draw_sheet().drawing if sheet.drawing.is_blank else sheet.drawing
        sheet.turn(canvas.fit(last, _SIDE_PX))
    with st.container(width=_SIDE_PX, key="side_sheet"):
        _sheet()


@st.fragment
def _sheet() -> None:
    _take()
    sheet = side_sheet()
    canvas.show(sheet, paper="white", brush=_BRUSH, side=_SIDE_PX, key="learning_canvas", on_clear=sheet.turn)


def _take() -> None:
    canvas.take_ink(side_sheet(), brush=_BRUSH, side=_SIDE_PX, keep=lambda: None)
