"""The curves of runs as every page shows them, with the settings of their axes."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from digitcore.data import datasets
from digitcore.lab.runs.run_reader import RunReader
from digitcore.lab.store.records import RunRecord
from digitcore.learning.guided import reproduction
from digitcore.learning.recipes import published_curves
from digitcore.learning.recipes.published_curves import PublishedCurve
from digitcore.learning.recipes.recipes import RECIPES
from pages._shared import lab
from pages._shared.components import curves
from pages._shared.controls import tab, widgets

AGAINST = {"epoch": "epochs", "seconds": "seconds"}


def caught_up(run_id: str) -> RunReader:
    """The run as far as this tab has read it, and what came since."""
    following = tab.following(run_id, RunReader)
    following.catch_up(lab.store())
    return following


def show(run: RunRecord, *, words: str = "") -> None:
    """Loss and accuracy of both parts over the training of one run, and what its source published."""
    place = st.container()  # the curves stand above their settings
    axes = _axes(has_points=True)
    with place:
        curves.of_run(
            run.id,
            is_over=run.is_over,
            class_names=datasets.find(run.config.dataset).facts.class_names,
            axes=axes,
            published=_published(run),
            words=words,
        )


def compared(titled: Mapping[str, RunRecord], *, judged_on: str = "", on_projector: bool = False) -> None:
    """The runs by title, judged after each epoch; on the projector nothing can be set, and all of it is large."""
    if not titled:
        return
    place = st.container()
    axes = curves.Axes() if on_projector else _axes(has_points=False)
    with place:
        curves.of_runs(
            {run.id: title for title, run in titled.items()},
            are_over=all(run.is_over for run in titled.values()),
            axes=axes, judged_on=judged_on, on_projector=on_projector,
        )  # fmt: skip


def of_recording(*, class_names: tuple[str, ...], words: str) -> None:
    """The training that comes with the app, called a recording on its picture too."""
    place = st.container()
    axes = _axes(has_points=True)
    with place:
        curves.of_run(
            "recording",
            is_over=True,
            class_names=class_names,
            axes=axes,
            words=words,
            mark="recording",
            plays=True,
        )


def _published(run: RunRecord) -> PublishedCurve | None:
    """What the source of a published experiment printed, where the run has its settings."""
    recipe = RECIPES.get(run.recipe)
    if recipe is None or not reproduction.is_as_published(run.config, recipe):
        return None
    return published_curves.all_curves().get(recipe.name)


def _axes(*, has_points: bool) -> curves.Axes:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        against = widgets.segments("against", "Against", AGAINST)
        log_loss = widgets.toggle("log_loss", "Logarithmic loss")
        log_error = widgets.toggle("log_error", "Show error (log scale)")
        smooth = has_points and widgets.toggle(
            "smooth", "Smooth", help="The mean of the live points, over them."
        )
    return curves.Axes(against, log_loss, log_error, smooth)
