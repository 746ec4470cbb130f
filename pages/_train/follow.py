"""Follow one run while it waits and learns; once it has ended, `finished_run` shows it."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from digitcore.data import datasets
from digitcore.lab.queue import queue
from digitcore.lab.runs import runs
from digitcore.lab.store.records import RunRecord
from pages._shared import lab, run_curves, run_progress
from pages._shared.components import live_curves, polling
from pages._shared.controls import state, tab, visitor, words
from pages._shared.run_states import STATES
from pages._train import finished_run, own_drawing, recording_player

_POLL_SECONDS = 1.0
"""The curves do not wait for it: they have a feed of their own."""
_REPLAY_SECONDS = 3.0


def show(run_id: str) -> None:
    """The run that the address names."""
    state.keep_in_address("run")
    with st.container(horizontal=True):
        st.button("Start another", icon=":material/arrow_back:", on_click=_leave, args=("recipe",))
        st.button("Your runs", icon=":material/list:", on_click=_leave, args=("runs",))
    run = runs.get(lab.store(), run_id)
    runs.watch(lab.store(), run_id, visitor.current())
    if not run.is_over:
        tab.note_watched(run_id)
        _live(run_id)
        _curves(run, words="Its curves begin here.")
    elif tab.was_watched(run_id) and run.epochs_done > 1 and run.seconds < _REPLAY_SECONDS:
        _heading(run)
        _curves(
            run,
            words=f"It took {run.seconds:.1f} s. Here it is once more, slowly.",
            replay_seconds=_REPLAY_SECONDS,
        )
        _end_replay(_Replay(run_id))
    else:
        _heading(run)
        finished_run.show(run)


def _curves(run: RunRecord, *, words: str, replay_seconds: float = 0) -> None:
    left, right = st.columns([5, 3], gap="large")  # the curves come first, on a phone as on a projector
    with left:
        place = st.container()
        axes = run_curves.axes()
        class_names = datasets.find(run.config.dataset).facts.class_names
        with place:
            live_curves.show(
                run.id, class_names=class_names, axes=axes, words=words, replay_seconds=replay_seconds
            )
    with right:
        own_drawing.show(run, is_replay=replay_seconds > 0)


@dataclass
class _Replay:
    run_id: str
    has_begun: bool = False


@polling.every(_REPLAY_SECONDS + 0.5)
def _end_replay(replay: _Replay) -> None:
    """The first time it is drawn with the page; the second time the replay is over."""
    if replay.has_begun:
        tab.forget_watched(replay.run_id)
        state.run_again()
    replay.has_begun = True


@polling.every(_POLL_SECONDS)
def _live(run_id: str) -> None:
    run = runs.get(lab.store(), run_id)
    if run.is_over:
        state.run_again()
    _heading(run)
    _say_what_it_waits_for(run)
    with st.container(horizontal=True):
        if run.owner == visitor.current():
            st.button("Stop and keep", icon=":material/stop:", on_click=_stop, args=(run_id, True))
            st.button("Stop and discard", icon=":material/delete:", on_click=_stop, args=(run_id, False))


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


def _say_what_it_waits_for(run: RunRecord) -> None:
    """Before it learns; then the curves say how far it is."""
    if problem := lab.jobs().problem:
        st.error(problem)
        recording_player.offer()
    elif place := queue.position(lab.store(), run.id):
        waited = f"for {place.waited_seconds:.0f} s"
        st.caption(f"Number {place.position} of {place.waiting} in the queue, {waited}.")
    elif not lab.jobs().is_warm:
        st.caption(run_progress.COLD)


def _leave(view: str) -> None:
    state.put("run", "")
    state.put("start", view)


@state.in_callback
def _stop(run_id: str, keep: bool) -> None:
    runs.request_stop(lab.store(), run_id, visitor.current(), keep=keep)
    if not keep:
        state.put("run", "")
        tab.note_deleted(run_id)
