"""A sheet with the answer beside it. It runs when the pen rests; the browser answers while the pen moves."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages._shared import frame, models
from pages._shared.board import canvas, current_drawing, drawn_answer
from pages._shared.board.sheet import DrawSheet, draw_sheet
from pages._shared.components import polling
from pages._shared.controls import state, visitor

_POLL_SECONDS = 0.5

Bring = Callable[[DrawSheet, str], None]
"""Draws the widgets that bring ink for this model."""


def show(model: str, bring: Bring) -> None:
    """The sheet; it polls while the server loads the model."""
    sheet = draw_sheet()
    if state.page_was_entered() and sheet.number:  # the canvas of a page that was left is gone
        current_drawing.lay_again(sheet, sheet.as_cleared)
    waits = models.is_coming(model)
    polling.every(_POLL_SECONDS if waits else None)(_sheet)(model, waits, bring)


def by_canvas(sheet: DrawSheet, model: str) -> None:
    """Ink from the canvas."""
    canvas.show(
        sheet,
        paper=state.get("paper"),
        brush=state.get("brush"),
        on_clear=current_drawing.turn,
        on_back=current_drawing.bring_back,
        on_rescue=current_drawing.take_rescued,
        place="draw",
        moment=sheet.moment,
    )


def _sheet(model: str, waits: bool, bring: Bring) -> None:
    with frame.errors_as_sentences():
        sheet, narrow = draw_sheet(), visitor.is_on_telephone()
        current_drawing.take(sheet, model)
        with st.container(horizontal=not narrow, gap="small" if narrow else "large"):
            answer = st.container(width="stretch", key="board_answer") if narrow else None
            paper = st.container(width=canvas.side_px(), key="board_paper")
            answer = answer or st.container(width="stretch", key="board_answer")
        with paper:
            bring(sheet, model)
        with answer:
            drawn_answer.show(sheet, model)
        with frame.errors_as_sentences():  # what cannot be kept is answered all the same
            current_drawing.keep(sheet)
        if models.is_coming(model) != waits:
            state.run_again()
