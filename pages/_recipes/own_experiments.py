"""The visitor's runs of the published experiments: requested, joined, and followed while they learn.

A run counts as an experiment by its settings, whatever its seed and whoever requested it first: joined runs count too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import streamlit as st

from digitcore.lab.runs import runs
from digitcore.lab.runs.run_evidence import evidence, run_with_settings
from digitcore.lab.store.records import RunRecord
from digitcore.learning.guided.evidence import Evidence
from digitcore.learning.recipes.lessons import LessonRun
from digitcore.learning.recipes.published import PUBLISHED
from digitcore.learning.recipes.recipes import RECIPES, Recipe
from pages._shared import frame, lab, request_run, run_progress
from pages._shared.controls import tab, visitor


def as_published(recipe: Recipe) -> LessonRun:
    """The experiment with the seed that all lessons begin with."""
    return LessonRun(recipe.title, recipe.config, recipe.name)


AS_PUBLISHED = [as_published(RECIPES[name]) for name in PUBLISHED]


def runs_listed() -> list[RunRecord]:
    """All runs on the visitor's list."""
    return runs.list_runs(lab.store(), visitor.current())


def evidence_of(run: RunRecord) -> Evidence:
    """What is known of a finished run; cached."""
    return _evidence(run.id, run.ended_at)


@st.cache_resource(max_entries=32, show_spinner="Reading what the run reported …")
def _evidence(run_id: str, ended_at: dt.datetime | None) -> Evidence:
    """The end is part of the key: a run may have gone on."""
    return evidence(lab.store(), run_id)


def is_missing(own: Sequence[RunRecord]) -> bool:
    """Whether none of an experiment's runs is finished or on its way."""
    return not any(run.state == "finished" or not run.is_over for run in own)


def train(wanted: Sequence[LessonRun]) -> None:
    """Request or join these runs. Where data is missing, the page is run again once it is loaded."""
    data = [frame.loaded(run.config.dataset, dict(run.config.dataset_options)) for run in wanted]
    tab.clear_request()
    lab.jobs()
    for run, dataset in zip(wanted, data, strict=True):
        record = request_run.on_dataset(run.config, dataset, recipe=run.recipe, title=run.title)
        if record.state == "stopped":
            runs.resume(lab.store(), record.id, visitor.current())


def button(wanted: LessonRun, own: Sequence[RunRecord], *, press: str, primary: bool = False) -> None:
    """The button that trains `wanted`, or a sentence while it learns; a press sends `press` to `tab.request`."""
    run = run_with_settings(own, wanted.config)
    if run is not None and not run.is_over:
        st.caption(":material/hourglass_top: It is learning: see the bar at the top.")
        return
    goes_on = run is not None and runs.may_resume(run, visitor.current())
    st.button(
        f"{'Go on with' if goes_on else 'Train'} {wanted.title}, seed {wanted.config.seed}",
        key=f"train_{press}", icon=":material/play_arrow:", type="primary" if primary else "secondary",
        on_click=tab.request, args=("experiment", press),
    )  # fmt: skip


def bars(own: Sequence[RunRecord]) -> None:
    """How far the runs are that still wait or learn."""
    learning = [run for run in own if not run.is_over]
    if learning:
        lab.jobs()
        run_progress.show(learning)
