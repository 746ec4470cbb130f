"""Mistakes: the surest or the least sure first, right answers that were least sure, images wrong for several models."""

from __future__ import annotations

import numpy as np
import streamlit as st

from digitcore.learning.judging.measures import most_confused
from pages._evaluate import answers, several
from pages._evaluate.judged_model import JudgedModel
from pages._shared import ink_accuracy_chart
from pages._shared.controls import state, widgets

_MOST_PAIRS = 3
_ORDERS = {
    "sure": "Mistakes, the surest first",
    "unsure": "Mistakes, the least sure first",
    "hits": "Right, the least sure first",
    "several": "Wrong for several models",
}


def show(judged: JudgedModel) -> None:
    """The pairs confused most, and the chosen images."""
    pairs = most_confused(judged.examination.judgement.confusion_matrix, count=_MOST_PAIRS)
    if pairs:
        lines = [f"- {pair.sentence(judged.names)}" for pair in pairs]
        st.markdown("\n".join(["Most often confused:", *lines]))
    order = widgets.segments("mistakes", "Show", _ORDERS, on_change=_first_page)
    if order == "several":
        several.show(judged)
        return
    examination = judged.examination
    certainty = examination.probabilities.max(axis=1)
    is_wrong = examination.predicted != examination.true_labels
    indices = np.flatnonzero(~is_wrong if order == "hits" else is_wrong)
    places = np.argsort(certainty[indices] if order != "sure" else -certainty[indices], kind="stable")
    answers.show(
        judged,
        indices[places],
        key="mistakes",
        order="the surest first" if order == "sure" else "the least sure first",
    )
    _by_ink(judged)


def _by_ink(judged: JudgedModel) -> None:
    """Are faint and dark images read worse? In a fold: it needs the images."""
    with st.expander("Accuracy by ink", icon=":material/ink_pen:", key="by_ink", on_change="rerun") as folded:
        if not folded.open:
            return
        dataset = judged.images()
        if dataset is None:
            return
        ink_accuracy_chart.show(judged.examination, dataset, sample=judged.sample)


def _first_page() -> None:
    state.put("answers_page", 1)
