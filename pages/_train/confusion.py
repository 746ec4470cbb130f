"""The confusion matrix of a run after one of its epochs, on its validation images."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from digitcore.figures import matrix
from digitcore.lab.runs.run_reader import RunReader
from pages._shared import charts, run_curves


def show(
    names: Sequence[str], following: RunReader, epoch: int, *, is_live: bool = False, recording: str = ""
) -> None:
    """The matrix after this epoch; a `recording` is called one on the picture too."""
    report = following.epochs[min(epoch, len(following.epochs)) - 1]
    st.subheader(f"What it confuses after epoch {report.epoch}", anchor=False)
    counts = report.confusion_matrix
    draw = matrix.confusion.uncached if is_live else matrix.confusion
    picture = draw(counts, class_names=names)
    if recording:
        picture = run_curves.as_recording(picture)
    sample = f"{int(counts.sum()):,} validation images."
    charts.show(
        picture,
        key="epoch_confusion",
        meaning=f"Rows are what an image is, columns what it is called: {report.validation_accuracy:.2%} are on the diagonal.",
        sample=f"{recording}: {sample}" if recording else sample,
    )
