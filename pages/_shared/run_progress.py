"""Runs that are not over: how far each is; the page runs again when one of them ends."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from digitcore.lab.queue import queue
from digitcore.lab.runs import runs
from digitcore.lab.store.records import RunRecord
from pages._shared import lab
from pages._shared.components import polling
from pages._shared.controls import state, words

COLD = "The worker process starts and loads TensorFlow: some ten seconds, the first time only."


@polling.every(0.5)
def show(waiting: Sequence[RunRecord]) -> None:
    """A bar for each run; it polls."""
    now = [runs.get(lab.store(), run.id) for run in waiting]
    if any(run.is_over for run in now):
        state.run_again()
    bars(now)


def bars(waiting: Sequence[RunRecord]) -> None:
    """The bars as they are now, for a page that polls by itself."""
    if problem := lab.jobs().problem:
        st.error(problem)
    elif not lab.jobs().is_warm:
        st.caption(COLD)
    for run in waiting:
        if not run.is_over:
            share = run.epochs_done / max(1, run.epochs_wanted or 1)
            st.progress(
                min(1.0, share), text=f"{words.plain(run.title)}, seed {run.config.seed}: {_how_far(run)}"
            )


def _how_far(run: RunRecord) -> str:
    if place := queue.position(lab.store(), run.id):
        return f"number {place.position} of {place.waiting} in the queue"
    return (
        f"{'paused after ' if run.is_paused else ''}{run.epochs_done:,} of {run.epochs_wanted or 1:,} epochs"
    )
