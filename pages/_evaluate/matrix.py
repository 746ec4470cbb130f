"""Confusion: the matrix in five modes with the images behind each cell, or as it was after an earlier epoch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from digitcore.figures import matrix
from digitcore.lab.runs import runs
from digitcore.learning.judging.measures import measure, most_confused
from digitcore.learning.prediction.prediction import DEFAULT
from digitcore.learning.recipes.config import TEST
from pages._evaluate import answers
from pages._evaluate.judged_model import JudgedModel
from pages._shared import charts, lab, picked_images, run_curves
from pages._shared.controls import tab, widgets

_MOST_PAIRS = 5
_WHEN = {"end": "At the end", "epochs": "After each epoch"}


@dataclass(frozen=True)
class _Matrix:
    """A confusion matrix, and the images behind it."""

    counts: NDArray[np.int64]
    sample: str
    has_images: bool


def show(judged: JudgedModel) -> None:
    """The matrix, the images of the pressed cell, and the pairs confused most."""
    has_epochs = _has_epochs(judged)
    mode = widgets.segments("matrix_mode", "Show", {name: mode.title for name, mode in matrix.MODES.items()})
    when = widgets.segments("matrix_when", "When", _WHEN) if has_epochs else "end"
    if when == "epochs":
        shown = _after_an_epoch(judged)
    else:
        shown = _Matrix(judged.examination.judgement.confusion_matrix, judged.sample, has_images=True)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _matrix(judged, shown, mode)
    with right:
        if shown.has_images and (cell := tab.cell()):
            _images_of_cell(judged, *cell)  # below the matrix nobody would notice them
        _pairs(judged, shown)


def _has_epochs(judged: JudgedModel) -> bool:
    """Whether this is a run of several epochs on its own test part; reads no epoch."""
    if judged.examination.run == DEFAULT or not judged.is_on_own_part:
        return False
    return runs.get(lab.store(), judged.examination.run).epochs_done > 1


def _after_an_epoch(judged: JudgedModel) -> _Matrix:
    """The matrix of the validation part: the test part is judged only once, at the end."""
    following = run_curves.caught_up(judged.examination.run)
    last = following.epochs[-1].epoch
    epoch = int(
        widgets.slider("epoch", "Epoch", 1, last, step=1, help="The matrix as it was after this epoch.")
    )
    report = following.epochs[epoch - 1]
    if runs.get(lab.store(), judged.examination.run).config.validation == TEST:
        which = "This run used the test part for validation too, so these are the same images as at the end."
    else:
        which = "These are the validation images, kept back from the training part: others than at the end."
    st.markdown(
        f"After epoch {epoch} of {last}: **{report.validation_accuracy:.2%}** right. {which} "
        "Its answers to single images were not kept, so no cell opens."
    )
    sample = f"{int(report.confusion_matrix.sum()):,} validation images, after epoch {epoch}."
    return _Matrix(report.confusion_matrix, sample, has_images=False)


def _matrix(judged: JudgedModel, shown: _Matrix, mode: str) -> None:
    charts.confusion(
        shown.counts,
        judged.examination.class_names,
        key="judged_confusion" if shown.has_images else "epoch_confusion",
        name="confusion-matrix",
        mode=matrix.MODES[mode],
        on_press=tab.open_cell if shown.has_images else None,
        picked=tab.cell() if shown.has_images else None,
        meaning=f"Rows are what an image is, columns what it is called. {matrix.MODES[mode].meaning}"
        + (" Press a cell to see its images." if shown.has_images else ""),
        sample=shown.sample,
    )


def _pairs(judged: JudgedModel, shown: _Matrix) -> None:
    st.subheader("Most often confused", anchor=False)
    pairs = most_confused(shown.counts, count=_MOST_PAIRS)
    for pair in pairs:
        st.markdown(f"- {pair.sentence(judged.names)}")
    if not pairs:
        st.write("It makes no mistake on these images.")
    st.subheader("Images of each class", anchor=False)
    measures = measure(shown.counts)
    charts.small_table(
        {
            "class": list(judged.examination.class_names),
            "images": [f"{count:,}" for count in measures.support],
            "predicted": [f"{count:,}" for count in measures.predicted],
        }
    )


def _images_of_cell(judged: JudgedModel, true: int, predicted: int) -> None:
    examination, names = judged.examination, judged.names
    if max(true, predicted) >= len(names):
        return
    indices = np.flatnonzero((examination.true_labels == true) & (examination.predicted == predicted))
    st.subheader(f"Real {names[true]}s, predicted {names[predicted]}: {len(indices):,}", anchor=False)
    certainty = examination.probabilities[indices, predicted]
    answers.show(judged, indices[np.argsort(-certainty, kind="stable")], key="cell", order="the surest first")
    _link_to_explore(judged, indices)


def _link_to_explore(judged: JudgedModel, indices: NDArray[np.int64]) -> None:
    """Where Explore has these images: neither drawings nor a validation part are there."""
    if judged.is_drawn or judged.part != "test" or not len(indices):
        return
    if dataset := judged.images():
        picked_images.show_button_to_explore(dataset, indices, place="cell")
