"""Confusion: which class is taken for which, in five ways, and the images behind each cell; or how it was on the way there."""

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
from pages._evaluate.judged_model import Judged
from pages._shared import charts, lab, run_curves
from pages._shared.controls import tab, widgets

PAIRS = 5
WHEN = {"end": "At the end", "epochs": "After each epoch"}


@dataclass(frozen=True)
class Counted:
    """A confusion matrix, and what it stands on."""

    counts: NDArray[np.int64]
    sample: str
    has_images: bool


def show(judged: Judged) -> None:
    """The matrix, the pairs that are confused most, and the images of the pressed cell."""
    has_epochs = _has_epochs(judged)
    mode = widgets.segments("matrix_mode", "Show", {name: one.title for name, one in matrix.MODES.items()})
    when = widgets.segments("matrix_when", "When", WHEN) if has_epochs else "end"
    if when == "epochs":
        counted = _after_an_epoch(judged)
    else:
        counted = Counted(judged.found.judgement.confusion_matrix, judged.sample, has_images=True)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _matrix(judged, counted, mode)
    with right:
        if counted.has_images and (cell := tab.cell()):
            _images_of_cell(judged, *cell)  # beside the matrix: below it nobody would see that they came
        _pairs(judged, counted)


def _has_epochs(judged: Judged) -> bool:
    """Whether it is a run of several epochs that is judged on its own test part; without reading the epochs."""
    if judged.found.run == DEFAULT or not judged.is_on_own_part:
        return False
    return runs.get(lab.store(), judged.found.run).epochs_done > 1


def _after_an_epoch(judged: Judged) -> Counted:
    """What the validation part looked like then: the test part is asked once, at the end."""
    following = run_curves.caught_up(judged.found.run)
    last = following.epochs[-1].epoch
    epoch = int(
        widgets.slider("epoch", "Epoch", 1, last, step=1, help="The matrix as it was after this epoch.")
    )
    report = following.epochs[epoch - 1]
    if runs.get(lab.store(), judged.found.run).config.validation == TEST:
        which = "This run used the test part for validation too, so these are the same images as at the end."
    else:
        which = "These are the validation images, kept back from the training part: others than at the end."
    st.markdown(
        f"After epoch {epoch} of {last}: **{report.validation_accuracy:.2%}** right. {which} "
        "What was said of each image then was not kept, so a cell opens none."
    )
    sample = f"{int(report.confusion_matrix.sum()):,} validation images, after epoch {epoch}."
    return Counted(report.confusion_matrix, sample, has_images=False)


def _matrix(judged: Judged, counted: Counted, mode: str) -> None:
    event = charts.show(
        matrix.confusion(
            counted.counts,
            class_names=judged.found.class_names,
            mode=mode,
            clickable=counted.has_images,
            height=480,
        ),
        key="judged_confusion" if counted.has_images else "epoch_confusion",
        meaning=f"Rows are what an image is, columns what it is called. {matrix.MODES[mode].meaning}"
        + (" Press a cell to see its images." if counted.has_images else ""),
        sample=counted.sample,
        clickable=counted.has_images,
    )
    tab.press_cell(charts.pressed_cell(event))


def _pairs(judged: Judged, counted: Counted) -> None:
    st.subheader("Most often confused", anchor=False)
    pairs = most_confused(counted.counts, count=PAIRS)
    for pair in pairs:
        st.markdown(f"- {pair.sentence(judged.names)}")
    if not pairs:
        st.write("It makes no mistake on these images.")
    st.subheader("Images of each class", anchor=False)
    measures = measure(counted.counts)
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
