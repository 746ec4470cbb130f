"""The curves of runs, read from the store as far as they go, and drawn alike on every page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from digitcore.figures import curves
from digitcore.figures.picture import Picture
from digitcore.figures.style import fit_projector, marked
from digitcore.lab.runs.run_reader import RunReader
from digitcore.lab.store.records import RunRecord
from pages._shared import charts, lab
from pages._shared.controls import tab, widgets

AGAINST = {"epoch": "epochs", "seconds": "seconds"}
_PROJECTOR_PX = 480


def axes() -> curves.Axes:
    """The settings of all curves, of one run or of several."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        against = widgets.segments("against", "Against", AGAINST)
        log_loss = widgets.toggle("log_loss", "Logarithmic loss")
        log_error = widgets.toggle("log_error", "Show error (log scale)")
    return curves.Axes(against, log_loss, log_error)


def caught_up(run_id: str) -> RunReader:
    """The run as far as this tab has read it, and what came since."""
    following = tab.following(run_id, RunReader)
    following.catch_up(lab.store())
    return following


def show(
    following: RunReader, *, marked_epoch: int | None = None, is_live: bool = False, recording: str = ""
) -> None:
    """Loss and accuracy of both parts over the training of one run; a `recording` is marked as one on the picture too."""
    draw = curves.learning_curves.uncached if is_live else curves.learning_curves
    picture = draw(
        following.point_columns(), following.epoch_columns(), axes=axes(), marked_epoch=marked_epoch
    )
    if recording:
        picture = as_recording(picture)
    sample = "1 epoch." if len(following.epochs) == 1 else f"{len(following.epochs):,} epochs."
    charts.show(
        picture,
        key="curves",
        meaning="Training is measured while it learns, validation after each epoch on images it does not learn from. "
        "Where the two drift apart, it learns its examples by heart.",
        sample=f"{recording}: {sample}" if recording else sample,
    )


def as_recording(picture: Picture) -> Picture:
    """The picture, called a recording on itself and in the name of its file."""
    return replace(picture, name=f"recording-{picture.name}", figure=marked(picture.figure, "recording"))


def compared(
    titled: Mapping[str, RunRecord], *, judged_on: str = "images", on_projector: bool = False
) -> None:
    """The runs by title, judged after each epoch; those that have not begun only count.

    On the projector nothing can be set, and all of it is large.
    """
    how = curves.Axes() if on_projector else axes()
    read = {title: caught_up(run.id).epoch_columns() for title, run in titled.items()}
    begun = {title: columns for title, columns in read.items() if columns["epoch"]}
    if begun:
        is_live = any(not run.is_over for run in titled.values())
        draw = curves.compared_curves.uncached if is_live else curves.compared_curves
        picture = draw(begun, axes=how)
        if on_projector:
            picture = replace(picture, figure=fit_projector(picture.figure, height=_PROJECTOR_PX))
        charts.show(
            picture,
            key="compared",
            meaning=f"Each line is a run, judged after each epoch on {judged_on} it does not learn from; "
            "lower loss and higher accuracy are better.",
            sample=f"{len(begun)} of {len(titled)} runs.",
        )
