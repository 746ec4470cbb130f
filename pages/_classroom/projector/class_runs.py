"""On the projector: the runs of the class as a leaderboard and as live curves, and whether its mission is done."""

from __future__ import annotations

import streamlit as st

from digitcore.lab.queue import queue
from digitcore.lab.rooms import room_runs
from digitcore.lab.rooms.live_wall import Seen
from digitcore.lab.rooms.room_runs import RoomRun
from digitcore.lab.store.records import RunRecord, told_apart
from digitcore.learning.judging.missions import MISSIONS
from pages._shared import charts, lab, run_curves
from pages._shared.controls import tab
from pages._shared.run_states import STATES

_MOST = 8


def show(seen: Seen) -> None:
    """The best runs first; no nicknames, only how many asked for each."""
    mission = seen.room.settings.mission
    came = room_runs.listed(lab.store(), seen.room.id)
    found = room_runs.ranked(came)
    st.header(MISSIONS[mission].title if mission else "Our runs", anchor=False)
    if mission:
        st.markdown(f"### {MISSIONS[mission].sentence}")
        _mission(seen, mission, found)
    if not found:
        st.caption("No run yet.")
        return
    if any(not one.run.is_over for one in found) and (problem := lab.jobs().problem):
        st.error(problem)
    charts.small_table(_table(found[:_MOST]))
    if len(found) > _MOST:
        st.caption(f"The first {_MOST} of {len(found)} runs.")
    _curves([one.run for one in room_runs.on_chart(came, count=tab.MOST_FOLLOWED)])


def _curves(followed: list[RunRecord]) -> None:
    run_curves.compared(dict(zip(told_apart(followed), followed, strict=True)), on_projector=True)


def _mission(seen: Seen, mission: str, found: list[RoomRun]) -> None:
    if MISSIONS[mission].is_for_runs:
        verdicts = [room_runs.run_verdict(mission, one.run) for one in found]
    else:
        verdicts = [room_runs.drawing_verdict(mission, one) for one in seen.shown]
    done = [verdict for verdict in verdicts if verdict and verdict.is_done]
    st.markdown(f"**Done: {len(done)}.** {done[0].sentence}" if done else "**Not done yet.**")


def _table(found: list[RoomRun]) -> dict[str, list[str]]:
    runs, waiting = [one.run for one in found], queue.waiting(lab.store())
    return {
        "run": [f"{run.title}, seed {run.config.seed}" for run in runs],
        "test accuracy": [
            _how_far(run, waiting)
            if run.test_accuracy is None
            else f"{run.test_accuracy:.2%} of {run.test_n:,} ({run.test_low:.2%} to {run.test_high:.2%})"
            for run in runs
        ],
        "parameters": [f"{run.parameters:,}" if run.parameters else "–" for run in runs],
        "seconds": [f"{run.seconds:.0f}" for run in runs],
        "asked for by": [f"{len(one.seats)}" for one in found],
    }


def _how_far(run: RunRecord, waiting: list[str]) -> str:
    """Where it stands in the queue, how far it has learned, or how it ended."""
    if run.id in waiting:
        return f"number {waiting.index(run.id) + 1} of {len(waiting)} in the queue"
    if run.state == "running":
        return f"learning: {run.epochs_done:,} of {run.epochs_wanted or 1:,} epochs"
    return STATES[run.state][1]
