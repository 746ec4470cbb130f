"""Lessons: one press trains the few runs that belong together, and opens them on one chart."""

from __future__ import annotations

import streamlit as st

from digitcore.learning.lessons import LESSONS, Lesson
from pages._shared import frame, state
from pages._train import start


def show() -> None:
    """A card for each lesson, and what happens when one was pressed."""
    if name := state.wanted("lesson"):
        _start(LESSONS[name])
    for lesson in LESSONS.values():
        with st.container(border=True):
            st.subheader(lesson.title, anchor=False)
            st.write(lesson.sentence)
            st.caption("Trains: " + " · ".join(run.title for run in lesson.runs))
            st.button(
                f"Train these {len(lesson.runs)}", key=f"lesson_{lesson.name}", icon=":material/play_arrow:",
                on_click=state.want, args=("lesson", lesson.name), help=f"Train “{lesson.title}”",
            )  # fmt: skip


def _start(lesson: Lesson) -> None:
    """Ask for all its runs; where the data is still to come, the page is run again when it is there."""
    data = [frame.loaded(run.config.dataset, dict(run.config.dataset_options)) for run in lesson.runs]
    state.forget_wanted()
    asked = [
        start.ask(run.config, dataset, recipe=run.recipe, title=run.title)
        for run, dataset in zip(lesson.runs, data, strict=True)
    ]
    state.put_at_next_run("runs", state.RUN_SEPARATOR.join(run.id for run in asked))
    state.put_at_next_run("lesson", lesson.name)
    state.put_at_next_run("start", "runs")
    st.rerun()
