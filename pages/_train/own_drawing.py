"""One's own drawing beside a network that learns: read again after each kept epoch, so that one sees the answer come to be."""

from __future__ import annotations

import streamlit as st

from digitcore.data import datasets
from digitcore.lab.runs import checkpoints
from digitcore.lab.store.records import RunRecord
from digitcore.learning.recipes.config import NETWORK
from pages._shared import lab
from pages._shared.board import canvas
from pages._shared.board.sheet import LearningSheet, draw_sheet, learning_sheet
from pages._shared.components import learning_answer
from pages._shared.controls import state

_SIDE_PX = 240
_BRUSH = "medium"


def show(run: RunRecord, *, is_replay: bool = False) -> None:
    """The sheet and the answers; nothing for a model without epochs, or one whose images are no framed drawings."""
    source = datasets.sources().get(run.config.dataset)
    if run.config.model != NETWORK or source is None or source.facts.framing is None:
        return
    kept = checkpoints.epochs_with_weights(lab.store(), run.id) if run.is_over else None
    if run.is_over and not kept:
        return
    sheet, place = learning_sheet(), f"{run.id} {run.is_over} {is_replay}"
    _take(sheet)
    if state.page_was_entered() or sheet.laid != place:
        last = draw_sheet().drawing if sheet.drawing.is_blank else sheet.drawing
        sheet.turn(canvas.fit(last, _SIDE_PX))
        sheet.laid = place
    st.subheader("Your drawing while it learns", anchor=False)
    with st.container(
        horizontal=run.is_over and not is_replay, gap="large", key="own_drawing"
    ):  # else it stands beside the curves
        with st.container(width=_SIDE_PX):
            _sheet()
        with st.container(width="stretch"):
            learning_answer.show(run.id, class_names=source.facts.class_names, kept=kept)


@st.fragment
def _sheet() -> None:
    sheet = learning_sheet()
    _take(sheet)
    canvas.show(sheet, paper="white", brush=_BRUSH, side=_SIDE_PX, key="learning_canvas", on_clear=sheet.turn)


def _take(sheet: LearningSheet) -> None:
    canvas.take_ink(sheet, brush=_BRUSH, side=_SIDE_PX, keep=lambda: None)
