"""What a run confuses after one of its epochs, as it was judged while it learned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from digitcore.figures import matrix
from digitcore.figures.style import marked
from digitcore.lab.runs.run_reader import Following
from pages._shared import charts


def show(
    names: Sequence[str], following: Following, epoch: int, *, is_live: bool = False, recording: str = ""
) -> None:
    """The confusion matrix of one epoch; of a `recording`, it is said on the picture too."""
    report = following.epochs[min(epoch, len(following.epochs)) - 1]
    st.subheader(f"What it confuses after epoch {report.epoch}", anchor=False)
    counts = report.confusion_matrix
    draw = matrix.confusion.uncached if is_live else matrix.confusion
    picture = draw(counts, class_names=names)
    if recording:
        picture = replace(
            picture, name=f"recording-{picture.name}", figure=marked(picture.figure, "recording")
        )
    sample = f"{int(counts.sum()):,} validation images."
    charts.show(
        picture,
        key="epoch_confusion",
        meaning=f"Rows are what an image is, columns what it is called: {report.validation_accuracy:.2%} are on the diagonal.",
        sample=f"{recording}: {sample}" if recording else sample,
    )
