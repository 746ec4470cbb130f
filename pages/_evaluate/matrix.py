"""Confusion: which class is taken for which, in five ways, and the images behind each cell."""

from __future__ import annotations

import numpy as np
import streamlit as st

from digitcore.figures import matrix
from digitcore.learning.measures import most_confused
from pages._evaluate import answers
from pages._evaluate.judged import Judged
from pages._shared import charts, state, widgets

PAIRS = 5


def show(judged: Judged) -> None:
    """The matrix, the pairs that are confused most, and the images of the pressed cell."""
    mode = widgets.segments("matrix_mode", "Show", {name: one.title for name, one in matrix.MODES.items()})
    left, right = st.columns([3, 2], gap="large")
    with left:
        _matrix(judged, mode)
    with right:
        _pairs(judged)
    if cell := state.cell():
        _images_of_cell(judged, *cell)


def _matrix(judged: Judged, mode: str) -> None:
    found = judged.found
    event = charts.show(
        matrix.confusion(
            found.judgement.confusion_matrix,
            class_names=found.class_names,
            mode=mode,
            clickable=True,
            height=480,
        ),
        key="judged_confusion",
        meaning=f"Rows are what an image is, columns what it is called. {matrix.MODES[mode].meaning} "
        "Press a cell to see its images.",
        sample=judged.sample,
        clickable=True,
    )
    if points := (event.selection.points if event else []):
        row, column = points[0]["customdata"][:2]
        state.put_cell(int(row), int(column))


def _pairs(judged: Judged) -> None:
    st.subheader("Most often confused", anchor=False)
    pairs = most_confused(judged.found.judgement.confusion_matrix, count=PAIRS)
    for pair in pairs:
        st.markdown(f"- {pair.sentence(judged.names)}")
    if not pairs:
        st.write("It makes no mistake on these images.")
    st.subheader("Images of each class", anchor=False)
    measures = judged.found.measures
    charts.small_table(
        {
            "class": list(judged.found.class_names),
            "images": [f"{count:,}" for count in measures.support],
            "called so": [f"{count:,}" for count in measures.predicted],
        }
    )


def _images_of_cell(judged: Judged, true: int, said: int) -> None:
    found, names = judged.found, judged.names
    if max(true, said) >= len(names):
        return
    indices = np.flatnonzero((found.true_labels == true) & (found.predicted == said))
    what = "called so" if true == said else f"called {names[said]}"
    st.subheader(f"Real {names[true]}s, {what}: {len(indices):,}", anchor=False)
    sure = found.probabilities[indices, said]
    answers.show(judged, indices[np.argsort(-sure, kind="stable")], key="cell", order="the surest first")
