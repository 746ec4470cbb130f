"""The answer: the digit large, or why it is no digit, and the bars."""

from __future__ import annotations

import streamlit as st

from digitcore.data.dataset import DIGITS
from pages._shared import models
from pages._shared.board.desk import Desk
from pages._shared.components import bars
from pages._shared.controls import state
from pages._shared.models import Loading

_BEGIN = {
    "canvas": "Draw a digit. The answer follows the pen.",
    "picture": "Bring a picture of a digit. The answer comes with it.",
    "image": "Choose a test image. The answer comes with it.",
    "grid": "Fill squares until they are a digit. The answer follows them.",
}
"""What to do first, by the way to bring a digit."""


def show(desk: Desk, loading: Loading) -> None:
    """The model's answer to what is on the desk, or what it waits for."""
    predictor = loading.result if loading.finished.is_set() and loading.error is None else None
    answer = desk.answers[-1].prediction if desk.answers else None
    bars.show_answer(digits_read(desk) or bars.NOTHING, _sentence(desk, loading))
    names = predictor.facts.class_names if predictor else DIGITS
    if len(desk.answers) > 1:
        _each(desk, names)
    else:
        bars.show(answer, class_names=names, caption="Probability of each digit")


def digits_read(desk: Desk) -> str:
    """The digits that the model reads, left to right, with a question mark for what is no digit; empty without ink."""
    if not desk.answers:
        return ""
    return "".join(
        str(answer.prediction.digit) if answer.prediction.is_digit else "?" for answer in desk.answers
    )


def spoken(desk: Desk) -> str:
    """The answer for a screen reader."""
    if not desk.answers:
        return "The sheet is empty."
    if len(desk.answers) > 1:
        return f"The model reads {' '.join(digits_read(desk))}."
    prediction = desk.answers[0].prediction
    if not prediction.is_digit:
        return prediction.reason
    return f"The model says {prediction.digit}, {bars.in_percent(prediction.probabilities.max())}."


def _sentence(desk: Desk, loading: Loading) -> str:
    """What stands beside the large answer."""
    if not loading.finished.is_set():
        return (
            "TensorFlow and the model are loading: some seconds, the first time only. You can draw already."
        )
    if loading.error is not None:
        return models.problem(loading)
    if not desk.answers:
        return _BEGIN[state.get("way")]
    if len(desk.answers) > 1:
        return f"{len(desk.answers)} digits side by side, read one by one."
    prediction = desk.answers[0].prediction
    if not prediction.is_digit:
        return prediction.reason
    return f"with {bars.in_percent(float(prediction.probabilities[prediction.digit]))}"


def _each(desk: Desk, names: tuple[str, ...]) -> None:
    """Several digits: the bars of each, side by side."""
    columns = st.columns(len(desk.answers)) if len(desk.answers) <= 3 else None
    if columns is None:
        return
    for number, (column, answer) in enumerate(zip(columns, desk.answers, strict=True), start=1):
        with column:
            bars.show(answer.prediction, class_names=names, caption=f"Digit {number}")
