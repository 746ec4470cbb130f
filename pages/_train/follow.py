"""Follow one run while it waits and learns; once it has ended, `finished_run` shows it."""

from __future__ import annotations

import streamlit as st

from digitcore.data import datasets
from digitcore.lab.queue import queue
from digitcore.lab.runs import runs
from digitcore.lab.runs.run_reader import RunReader
from digitcore.lab.store.records import RunRecord
from pages._shared import lab, run_curves, run_progress
from pages._shared.components import polling
from pages._shared.controls import state, tab, visitor, words
from pages._shared.run_states import STATES
from pages._shared.server import server_load
from pages._train import confusion, finished_run, recording_player

_BUSY_SECONDS = 2.0
"""Between new curves on a busy server: drawing them takes as long as answering three strokes."""


def show(run_id: str) -> None:
    """The run that the address names."""
    state.keep_in_address("run")
    with st.container(horizontal=True):
        st.button("Start another", icon=":material/arrow_back:", on_click=_leave, args=("recipe",))
        st.button("Your runs", icon=":material/list:", on_click=_leave, args=("runs",))
    run = runs.get(lab.store(), run_id)
    runs.watch(lab.store(), run_id, visitor.current())
    if run.is_over:
        _heading(run)
        finished_run.show(run)
    else:
        _live(run_id)


@polling.every(0.5)
def _live(run_id: str) -> None:
    run = runs.get(lab.store(), run_id)
    if run.is_over:
        state.run_again()
    _heading(run)
    is_busy = server_load.share() > server_load.BUSY
    following = run_curves.caught_up(run_id, at_most_every=_BUSY_SECONDS if is_busy else 0.0)
    _progress(run, following)
    with st.container(horizontal=True):
        if run.owner == visitor.current():
            st.button("Stop and keep", icon=":material/stop:", on_click=_stop, args=(run_id, True))
            st.button("Stop and discard", icon=":material/delete:", on_click=_stop, args=(run_id, False))
    if following.points:
        run_curves.show(following, is_live=True)
    if following.epochs:
        class_names = datasets.find(run.config.dataset).facts.class_names
        confusion.show(class_names, following, len(following.epochs), is_live=True)


def _heading(run: RunRecord) -> None:
    icon, what = STATES[run.state]
    st.header(f"{icon} {words.plain(run.title)}: {what}", anchor=False)
    facts = [
        f"seed {run.config.seed}",
        f"{run.epochs_done} of {run.epochs_wanted} epochs",
        f"{run.seconds:.0f} s of training",
    ]
    if run.parameters:
        facts.insert(0, f"{run.parameters:,} parameters")
    st.caption(" · ".join(facts) + (f". {words.plain(run.reason)}" if run.reason else ""))


def _progress(run: RunRecord, following: RunReader) -> None:
    if problem := lab.jobs().problem:
        st.error(problem)
        recording_player.offer()
    elif place := queue.position(lab.store(), run.id):
        waited = f"for {place.waited_seconds:.0f} s"
        st.progress(0.0, text=f"Number {place.position} of {place.waiting} in the queue, {waited}.")
    elif not following.points:
        preparing = "Getting ready: the data, and the network's graph."
        st.progress(0.0, text=preparing if lab.jobs().is_warm else run_progress.COLD)
    else:
        last, wanted = following.points[-1], run.epochs_wanted or 1
        left = following.seconds_left(wanted)
        sentence = f"Epoch {min(wanted, int(last.epoch) + 1)} of {wanted}, {last.images_per_second:,.0f} images a second"
        st.progress(
            min(1.0, last.epoch / wanted), text=sentence + (f", about {left:.0f} s left" if left else "")
        )


def _leave(view: str) -> None:
    state.put("run", "")
    state.put("start", view)


@state.in_callback
def _stop(run_id: str, keep: bool) -> None:
    runs.request_stop(lab.store(), run_id, visitor.current(), keep=keep)
    if not keep:
        state.put("run", "")
        tab.note_deleted(run_id)
