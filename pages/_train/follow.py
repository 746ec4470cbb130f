"""Follow one run while it waits and learns; once it has ended, `finished_run` shows it."""

from __future__ import annotations

import streamlit as st

from digitcore.lab.queue import queue
from digitcore.lab.runs import run_names, runs
from digitcore.lab.store.records import RunRecord
from pages._shared import lab, run_curves, run_progress
from pages._shared.components import polling
from pages._shared.controls import state, visitor, words
from pages._shared.run_states import STATES
from pages._train import finished_run, own_drawing, recording_player, run_network, steering

_POLL_SECONDS = 1.0
"""The curves do not wait for it: they have a feed of their own."""


def show(run_id: str) -> None:
    """The run that the address names: its curves stay where they are when it ends."""
    state.keep_in_address("run")
    run = runs.get(lab.store(), run_id)
    runs.watch(lab.store(), run_id, visitor.current())
    with st.container(key="run_top"):
        with st.container(key="run_head", gap="small"):
            if run.is_over:
                _heading(run)
                finished_run.show_verdict(run)
                steering.show(run)
            else:
                _live(run_id)
        with st.container(horizontal=True, gap="small", key="run_ways"):
            st.button("Start another", icon=":material/arrow_back:", on_click=_leave, args=("recipe",))
            st.button("Your runs", icon=":material/list:", on_click=_leave, args=("runs",))
    with st.container(key="run_screen"):  # a grid; on a phone in this order
        first, sheet, more = (st.container(key=f"run_{part}") for part in ("curves", "sheet", "more"))
    with first:
        run_curves.show(run, words="The curves begin with the first images.", below=more)
    with sheet:
        own_drawing.show(run)
    own_drawing.show_inside(run)
    if run.is_over:
        finished_run.show_ways_on(run)
    run_network.show(run)


@polling.every(_POLL_SECONDS)
def _live(run_id: str) -> None:
    run = runs.get(lab.store(), run_id)
    if run.is_over or state.get("run") != run_id:  # another one was begun in its place
        state.run_again()
    _heading(run)
    _say_what_it_waits_for(run)
    steering.show(run)


def _heading(run: RunRecord) -> None:
    icon, what = STATES[run.standing]
    if run.standing == "running" and not lab.jobs().is_warm:
        what = "starting"
    st.title(f"{icon} {words.plain(run.title)}: {what}", anchor=False)
    facts = [words.plain(run_names.apart(run))]
    if run.parameters:
        facts.append(f"{run.parameters:,} parameters")
    if run.is_over:  # before, the curves say how far it is
        facts += [f"{run.epochs_done:,} of {run.epochs_wanted:,} epochs", f"{run.seconds:.1f} s of training"]
    st.caption(" · ".join(facts) + (f". {words.plain(run.reason)}" if run.reason else ""))


def _say_what_it_waits_for(run: RunRecord) -> None:
    """Before it learns; then the curves say how far it is."""
    if problem := lab.jobs().problem:
        st.error(problem)
        recording_player.offer()
    elif place := queue.position(lab.store(), run.id):
        st.caption(
            f"Number {place.position} of {place.waiting} in the queue, waiting for {place.waited_seconds:.0f} s."
        )
    elif not lab.jobs().is_warm:
        st.caption(run_progress.COLD)


def _leave(view: str) -> None:
    state.put("run", "")
    state.put("start", view)
