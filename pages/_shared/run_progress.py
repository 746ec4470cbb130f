"""Runs that are not over: how far each is; the page runs again when one of them ends."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from digitcore.lab.queue import queue
from digitcore.lab.runs import runs
from digitcore.lab.store.records import RunRecord
from digitcore.languages import gettext as _
from digitcore.languages import gettext_noop, number
from pages._shared import lab
from pages._shared.components import polling
from pages._shared.controls import state, words

COLD = gettext_noop("Training starts: about ten seconds, the first time only.")


@polling.every(0.5)
def show(waiting: Sequence[RunRecord]) -> None:
    """A bar for each run; it polls."""
    now = [runs.get(lab.store(), run.id) for run in waiting]
    if any(run.is_over for run in now):
        state.run_again()
    bars(now)


def bars(waiting: Sequence[RunRecord], *, titles: Sequence[str] = ()) -> None:
    """The bars as they are now, for a page that polls by itself; `titles` in place of those that the runs have."""
    hindrance()
    for title, run in zip(titles or map(_titled, waiting), waiting, strict=True):
        if not run.is_over:
            share = run.epochs_done / max(1, run.epochs_wanted or 1)
            st.progress(min(1.0, share), text=f"{title}: {_how_far(run)}")


def _titled(run: RunRecord) -> str:
    return _("{run}, seed {seed}", run=words.plain(run.title), seed=run.config.seed)


def hindrance() -> None:
    """What keeps all runs waiting: a worker that cannot start, or has not yet."""
    if problem := lab.jobs().problem:
        st.error(problem)
    elif not lab.jobs().is_warm:
        st.caption(_(COLD))


def _how_far(run: RunRecord) -> str:
    if place := queue.position(lab.store(), run.id):
        return _("number {number} of {count} in the queue", number=place.position, count=place.waiting)
    done, wanted = number(run.epochs_done), number(run.epochs_wanted or 1)
    if run.is_paused:
        return _("paused after {done} of {wanted} epochs", done=done, wanted=wanted)
    return _("{done} of {wanted} epochs", done=done, wanted=wanted)
