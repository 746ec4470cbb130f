"""The board: a way to bring ink, and the answer beside it. It runs when the pen rests; the browser answers while it moves.

What takes longer is in `details` and `history`, which run when they are looked at.
"""

from __future__ import annotations

import streamlit as st

from pages._draw import current_drawing, drawn_answer, input_ways, prompts
from pages._shared import frame, models
from pages._shared.board import canvas, pen_rest
from pages._shared.board.sheet import NO_INK, DrawSheet, draw_sheet
from pages._shared.components import polling
from pages._shared.controls import state, visitor, widgets

_POLL_SECONDS = 0.5


def show(model: str) -> None:
    """The board; it polls while the server loads its model, which need not begin before there is ink."""
    if state.page_was_entered() and draw_sheet().number:
        _put_back(draw_sheet())
    narrow = visitor.is_on_telephone()
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container(width="content"):
            widgets.segments(
                "way", "Bring a digit", input_ways.TITLES, show_label=False, on_change=current_drawing.turn
            )
        if not narrow:
            _options()
    waits = models.is_coming(model)
    polling.every(_POLL_SECONDS if waits else None)(_board)(model, waits)
    if narrow:  # the canvas comes first
        _options()


def _board(model: str, waits: bool) -> None:
    with frame.errors_as_sentences():
        sheet, narrow = draw_sheet(), visitor.is_on_telephone()
        current_drawing.take(sheet, model)
        with st.container(horizontal=not narrow, gap="small" if narrow else "large"):
            left = st.container(width=canvas.side_px(), key="board_left")
            right = st.container(width="stretch", key="board_right")
        with left:
            prompts.show(sheet)
            _bring(sheet, model)
        with right:
            drawn_answer.show(sheet, model)
        with frame.errors_as_sentences():  # what cannot be kept is answered all the same
            current_drawing.keep(sheet)
        if models.is_coming(model) != waits:
            state.run_again()


def _bring(sheet: DrawSheet, model: str) -> None:
    """The widgets of the chosen way; what they bring is put on the sheet and read."""
    way = state.get("way")
    if way == "canvas":
        canvas.show(
            sheet,
            paper=state.get("paper"),
            brush=state.get("brush"),
            on_clear=current_drawing.turn,
            moment=sheet.moment,
        )
        return
    sheet.drawing = NO_INK  # where the way fails, its sentence stands alone
    with frame.errors_as_sentences():
        sheet.drawing = input_ways.WAYS[way](sheet, model)
    current_drawing.read(sheet, model)
    pen_rest.notify(sheet.moment)


def _options() -> None:
    with st.popover("Options", icon=":material/tune:"):
        prompts.choose()
        widgets.segments("brush", "Brush", {name: name for name in canvas.BRUSHES})
        papers = {name: name for name in canvas.PAPERS}
        widgets.segments("paper", "Paper (another colour empties it)", papers, on_change=current_drawing.turn)


def _put_back(sheet: DrawSheet) -> None:
    """The canvas of a page that was left is gone: lay another one with the same drawing, which is kept in its place."""
    kept = sheet.kept_id, sheet.kept_version
    sheet.turn(canvas.fit(sheet.drawing))
    sheet.kept_id, sheet.kept_version = kept
