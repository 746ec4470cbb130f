"""The curves of runs as every page shows them, with the settings of their axes."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

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


def show(run: RunRecord, *, words: str = "", below: DeltaGenerator | None = None) -> None:
    """Loss and accuracy of both parts over the training of one run, what its source published, and what it confuses.

    `below` is where the matrix and the settings of the axes stand, if not right below the curves.
    """
    curves_place = st.container()
    with below or st.container():
        source = datasets.sources().get(run.config.dataset)
        if source is not None:  # else nobody knows what its classes were called
            curves.matrix_of_run(run.id, source.facts.class_names)
        axes = _axes(has_points=True)
    with curves_place:
        curves.of_run(run.id, is_over=run.is_over, axes=axes, published=_published(run), words=words)


def compared(
    titled: Mapping[str, RunRecord], *, groups: Mapping[str, str] = curves.NO_GROUPS, judged_on: str = "",
    on_projector: bool = False,
) -> None:  # fmt: skip
    """The runs by title, judged after each epoch; on the projector nothing can be set, and all of it is large.

    Those of one group, by their ids, look alike: a setting that was trained with several seeds.
    """
    if not titled:
        return
    place = st.container()
    axes = curves.Axes() if on_projector else _axes(has_points=False)
    with place:
        curves.of_runs(
            {run.id: title for title, run in titled.items()},
            are_over=all(run.is_over for run in titled.values()),
            axes=axes, groups=groups, judged_on=judged_on, on_projector=on_projector,
        )  # fmt: skip


def of_recording(*, class_names: tuple[str, ...], words: str) -> None:
    """The training that comes with the app, called a recording on its picture too."""
    curves_place = st.container()
    curves.matrix_of_run("recording", class_names)
    axes = _axes(has_points=True)
    with curves_place:
        curves.of_run("recording", is_over=True, axes=axes, words=words, mark="recording", plays=True)


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
