"""What stands below the answer: its context, what the model saw, why, and other models. It runs when the pen rests."""

from __future__ import annotations

import streamlit as st

from pages._draw import context, explanation, inside, other_models, preparation_steps
from pages._shared import frame, models
from pages._shared.board import pen_rest
from pages._shared.board.sheet import Answer, DrawSheet, draw_sheet
from pages._shared.controls import state, widgets

TITLES = {
    "context": "Can I trust it?",
    "sees": "What the model sees",
    "inside": "Inside",
    "why": "Why",
    "models": "Other models",
}
_VIEWS = {
    "context": context.show,
    "sees": preparation_steps.show,
    "why": explanation.show,
    "models": other_models.show,
}
"""Those that need the server's model."""


def show(model: str) -> None:
    """The choice among the views, and the chosen one."""
    widgets.segments("look", "Look at", TITLES, show_label=False)
    _details(model)


@pen_rest.follows("details_rest", lambda: draw_sheet().moment)
def _details(model: str) -> None:
    with frame.errors_as_sentences():
        look = state.get("look")
        if look == "inside":
            inside.show(model)
            return
        predictor = models.ready(model)
        if predictor is None:
            st.write("Its answers are explained here once the model is loaded.")
            return
        _VIEWS[look](predictor, _chosen(draw_sheet()))


def _chosen(sheet: DrawSheet) -> Answer | None:
    """The digit that is explained: of several side by side, the chosen one."""
    if len(sheet.answers) < 2:
        return sheet.answers[0] if sheet.answers else None
    numbers = {
        number: f"digit {number + 1}: {answer.prediction.digit if answer.prediction.is_digit else '?'}"
        for number, answer in enumerate(sheet.answers)
    }
    chosen = st.segmented_control(
        "Look at", list(numbers), format_func=numbers.__getitem__, default=0, required=True, key="which_digit"
    )
    return sheet.answers[chosen if chosen in numbers else 0]
