"""Mistakes: what it gets wrong, the surest mistakes first, what it gets right only just, what others get wrong too."""

from __future__ import annotations

import numpy as np
import streamlit as st

from digitcore.learning.judging.measures import most_confused
from pages._evaluate import answers, several
from pages._evaluate.judged_model import Judged
from pages._shared.controls import state, widgets

PAIRS = 3
WAYS = {
    "sure": "Mistakes, the surest first",
    "unsure": "Mistakes, the least sure first",
    "hits": "Right, the least sure first",
    "several": "Wrong for several models",
}


def show(judged: Judged) -> None:
    """The pairs that are confused most, and the chosen images in their order."""
    pairs = most_confused(judged.found.judgement.confusion_matrix, count=PAIRS)
    if pairs:
        lines = [f"- {pair.sentence(judged.names)}" for pair in pairs]
        st.markdown("\n".join(["Most often confused:", *lines]))
    way = widgets.segments("mistakes", "Show", WAYS, on_change=_first_page)
    if way == "several":
        several.show(judged)
        return
    found = judged.found
    certainty = found.probabilities.max(axis=1)
    is_wrong = found.predicted != found.true_labels
    indices = np.flatnonzero(~is_wrong if way == "hits" else is_wrong)
    order = np.argsort(certainty[indices] if way != "sure" else -certainty[indices], kind="stable")
    answers.show(
        judged,
        indices[order],
        key="mistakes",
        order="the surest first" if way == "sure" else "the least sure first",
    )


def _first_page() -> None:
    state.put("answers_page", 1)
