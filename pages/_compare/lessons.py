"""Lessons: one press trains a few runs that differ in one thing, and opens them on one chart."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from digitcore.data import datasets
from digitcore.errors import BadInput
from digitcore.lab.runs import runs
from digitcore.lab.store.records import RunRecord
from digitcore.learning.prediction.contenders import BUILT_IN
from digitcore.learning.recipes.lessons import LESSONS, RunLesson
from pages._compare import chosen_models, table
from pages._shared import cards, frame, lab, request_run, run_curves, run_progress
from pages._shared.controls import state, tab


def show() -> None:
    """A card for each lesson, or the lesson in the address; a pressed one starts once its data is loaded."""
    if name := tab.requested("lesson"):
        _start(LESSONS[name])
    state.keep_in_address("lesson")
    if lesson := LESSONS.get(state.get("lesson")):
        _opened(lesson)
        return
    st.write("Each trains a few short runs that differ in one thing, and says what to look for.")
    cards.show(list(LESSONS.values()), _card)


def _card(lesson: RunLesson) -> None:
    st.subheader(lesson.title, anchor=False)
    st.write(lesson.sentence)
    st.caption(" · ".join((*_data(lesson), *lesson.titles)))
    _button(lesson, "Open")


def _opened(lesson: RunLesson) -> None:
    """The lesson, as far as its runs are."""
    state.keep_in_address("runs")
    st.button("All lessons", icon=":material/arrow_back:", on_click=state.put, args=("lesson", ""))
    st.header(lesson.title, anchor=False)
    st.markdown(f"{lesson.sentence}\n\n**Look for this:** {lesson.look_for}")
    lesson_runs = _runs_of(lesson)
    if lesson_runs is None or any(run.is_over and run.test_accuracy is None for run in lesson_runs):
        _button(lesson, f"Train these {len(lesson.runs)}")
    if lesson_runs is None:
        return
    learning = [run for run in lesson_runs if not run.is_over]
    if learning:
        run_progress.show(learning)
        _link_to_curves(lesson_runs)
        return
    titled = dict(zip(lesson.titles, lesson_runs, strict=True))
    run_curves.compared(titled)
    if judged := chosen_models.of_runs(titled):
        table.figures(judged)
        table.verdicts(judged)


def _runs_of(lesson: RunLesson) -> list[RunRecord] | None:
    """The runs in the address, in the lesson's order; None where one is missing."""
    known = []
    for name in tab.chosen_runs():
        try:
            known += [runs.get(lab.store(), name)] if name not in BUILT_IN else []
        except BadInput:
            continue  # deleted for good: the lesson's button trains it again
    places = lesson.places([run.config for run in known])
    return None if places is None else [known[place] for place in places]


def _data(lesson: RunLesson) -> list[str]:
    """The titles of its datasets."""
    names = dict.fromkeys(run.config.dataset for run in lesson.runs)
    return [datasets.find(name).facts.title for name in names]


def _button(lesson: RunLesson, label: str) -> None:
    st.button(
        label, key=f"lesson_{lesson.name}", icon=":material/play_arrow:", on_click=tab.request,
        args=("lesson", lesson.name), help=f"Trains the {len(lesson.runs)} runs of “{lesson.title}” where nobody has yet",
    )  # fmt: skip


def _link_to_curves(learning: Sequence[RunRecord]) -> None:
    st.page_link(
        "pages/train.py", label="Watch their curves", icon=":material/show_chart:", width="content",
        query_params={"start": "runs", "runs": tab.RUN_SEPARATOR.join(run.id for run in learning)},
    )  # fmt: skip


def _start(lesson: RunLesson) -> None:
    """Request all its runs; where data is missing, the page is run again once it is loaded."""
    data = [frame.loaded(run.config.dataset, run.config.dataset_options) for run in lesson.runs]
    tab.clear_request()
    requested = [
        request_run.on_dataset(run.config, dataset, recipe=run.recipe, title=run.title)
        for run, dataset in zip(lesson.runs, data, strict=True)
    ]
    tab.choose_runs([run.id for run in requested])
    state.put("lesson", lesson.name)
