"""The board: the ways to bring ink to the sheet, and the answer beside it.

What takes longer is in `details` and `history`, which run when they are looked at.
"""

from __future__ import annotations

import streamlit as st

from pages._draw import input_ways, prompts
from pages._shared import frame
from pages._shared.board import answered_sheet, canvas, current_drawing, pen_rest
from pages._shared.board.sheet import NO_INK, DrawSheet
from pages._shared.controls import state, visitor, widgets


def show(model: str) -> None:
    """The choice of a way, and the sheet."""
    narrow = visitor.is_on_telephone()
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container(width="content"):
            widgets.segments(
                "way", "Bring a digit", input_ways.TITLES, show_label=False, on_change=current_drawing.turn
            )
        if not narrow:
            _options()
    answered_sheet.show(model, _bring)
    if narrow:  # the canvas comes first
        _options()


def _bring(sheet: DrawSheet, model: str) -> None:
    """The widgets of the chosen way; what they bring is put on the sheet and read."""
    prompts.show(sheet)
    way = state.get("way")
    if way == "canvas":
        answered_sheet.by_canvas(sheet, model)
        prompts.show_verdict(sheet)
        return
    sheet.drawing = NO_INK  # where the way fails, its sentence stands alone
    with frame.errors_as_sentences():
        sheet.drawing = input_ways.WAYS[way](sheet, model)
    current_drawing.read(sheet, model)
    prompts.show_verdict(sheet)
    pen_rest.notify(sheet.moment)


def _options() -> None:
    with st.popover("Options", icon=":material/tune:"):
        prompts.choose()
        widgets.segments("brush", "Brush", {name: name for name in canvas.BRUSHES})
        papers = {name: name for name in canvas.PAPERS}
        widgets.segments("paper", "Paper (another colour empties it)", papers, on_change=current_drawing.turn)
