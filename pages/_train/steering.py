"""The bar above the curves of a run: pause it, let it go on, one batch or one epoch, start again, stop it."""

from __future__ import annotations

import streamlit as st

from digitcore.lab.runs import runs
from digitcore.lab.store.records import ONE_BATCH, ONE_EPOCH, PAUSE, RunRecord
from digitcore.learning.engine.training import can_go_on_later
from pages._shared import lab, request_run
from pages._shared.controls import state, tab, visitor


def show(run: RunRecord) -> None:
    """Its owner's buttons; who watches can only start it again. Each keeps its place, whatever the run does."""
    is_own = run.owner == visitor.current()
    with st.container(horizontal=True, gap="small", key="steering"):
        if run.is_over:
            _resume_button(run)
        elif is_own and can_go_on_later(run.config):
            _pause_and_step_buttons(run)
        if request_run.can_be_repeated(run):
            st.button(
                "Start again", key="again_run", icon=":material/restart_alt:", on_click=_start_again, args=(run,),
                help="A new run with the same settings and another seed. This one stays in your runs; "
                "if you are still training it, it pauses and can go on later.",
            )  # fmt: skip
        if is_own and not run.is_over:
            _stop_buttons(run)


def _resume_button(run: RunRecord) -> None:
    if runs.may_resume(run, visitor.current()):
        st.button(
            "Go on", key="resume_run", icon=":material/play_arrow:", type="primary",
            on_click=_resume, args=(run.id,),
        )  # fmt: skip


def _stop_buttons(run: RunRecord) -> None:
    st.button(
        "Stop and keep", key="stop_run", icon=":material/stop:", on_click=_stop, args=(run.id, True),
        help="It ends here, and its model can be used.",
    )  # fmt: skip
    st.button(
        "Stop and discard", key="discard_run", icon=":material/delete:", type="tertiary",
        on_click=_stop, args=(run.id, False),
    )  # fmt: skip


def _pause_and_step_buttons(run: RunRecord) -> None:
    """A run that waits in the queue cannot be paused: nothing of it moves.

    Only its own press turns *Pause* into *Go on* and back: a step does not change it under the pointer.
    """
    waits = run.state == "queued"
    st.button(
        "Go on" if run.will_pause else "Pause", key="pause_run", disabled=waits,
        icon=f":material/{'play_arrow' if run.will_pause else 'pause'}:", type="primary",
        on_click=_steer, args=(run.id, "" if run.will_pause else PAUSE),
    )  # fmt: skip
    for label, wish, icon in (("One batch", ONE_BATCH, "step"), ("One epoch", ONE_EPOCH, "skip_next")):
        st.button(
            label, key=f"{wish.replace(' ', '_')}_more", icon=f":material/{icon}:", disabled=waits,
            on_click=_steer, args=(run.id, wish), help=f"Learn from {label.lower()}, and pause.",
        )  # fmt: skip


@state.in_callback
def _steer(run_id: str, wish: str) -> None:
    runs.steer(lab.store(), run_id, visitor.current(), wish)


@state.in_callback
def _stop(run_id: str, keep: bool) -> None:
    runs.request_stop(lab.store(), run_id, visitor.current(), keep=keep)
    if not keep:
        state.put("run", "")
        tab.note_deleted(run_id)


@state.in_callback
def _resume(run_id: str) -> None:
    runs.resume(lab.store(), run_id, visitor.current())


@state.in_callback
def _start_again(run: RunRecord) -> None:
    """The new run can begin at once: a paused one makes way for its owner's others."""
    again = request_run.with_new_seed(run)
    if run.state == "running" and run.owner == visitor.current() and can_go_on_later(run.config):
        runs.steer(lab.store(), run.id, run.owner, PAUSE)
    state.put("run", again.id)
