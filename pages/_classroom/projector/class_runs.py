"""A screen of the projector: the class's runs as a leaderboard and as live curves, and whether its mission is done."""

from __future__ import annotations

import streamlit as st

from digitcore.lab.queue import queue
from digitcore.lab.rooms import deeds, room_runs, seats
from digitcore.lab.rooms.live_wall import WallView
from digitcore.lab.rooms.room_runs import RoomRun
from digitcore.lab.store.records import RunRecord
from digitcore.learning.judging.missions import MISSIONS
from pages._shared import charts, lab, run_curves
from pages._shared.controls import tab
from pages._shared.run_states import STATES

_MOST = 8


def show(snapshot: WallView) -> None:
    """The best runs first; no nicknames, only how many pupils brought each."""
    mission = snapshot.room.settings.mission
    in_order = [entry for entry in room_runs.listed(lab.store(), snapshot.room.id) if not entry.is_hidden]
    ranked = room_runs.ranked(in_order)
    st.header(MISSIONS[mission].title if mission else "Our runs", anchor=False)
    if mission:
        st.markdown(f"### {MISSIONS[mission].sentence}")
        _mission(snapshot, mission, ranked)
    if not ranked:
        if not mission or MISSIONS[mission].is_for_runs:
            st.caption("No run yet.")
        return
    if any(not entry.run.is_over for entry in ranked) and (problem := lab.jobs().problem):
        st.error(problem)
    charts.small_table(_table(ranked[:_MOST]))
    if len(ranked) > _MOST:
        st.caption(f"The first {_MOST} of {len(ranked)} runs.")
    followed = room_runs.on_chart(in_order, count=tab.MOST_FOLLOWED)
    run_curves.compared(
        {f"{entry.label}, {entry.run.id[:4]}": entry.run for entry in followed}, on_projector=True
    )


def _mission(snapshot: WallView, mission: str, ranked: list[RoomRun]) -> None:
    if not MISSIONS[mission].is_for_runs:
        sitting = seats.presence(lab.store(), snapshot.room.id).seats
        done = deeds.count(lab.store(), snapshot.room.id)
        st.html(f'<div class="huge">{done} of {sitting}</div><div>have done it</div>')
        return
    verdicts = [room_runs.run_verdict(mission, entry.run) for entry in ranked]
    done = [verdict for verdict in verdicts if verdict and verdict.is_done]
    st.markdown(f"**Done: {len(done)}.** {done[0].sentence}" if done else "**Not done yet.**")


def _table(ranked: list[RoomRun]) -> dict[str, list[str]]:
    runs, waiting = [entry.run for entry in ranked], queue.waiting_runs(lab.store())
    return {
        "run": [entry.label for entry in ranked],
        "test accuracy": [
            _how_far(run, waiting)
            if run.test_accuracy is None
            else f"{run.test_accuracy:.2%} of {run.test_n:,} ({run.test_low:.2%} to {run.test_high:.2%})"
            for run in runs
        ],
        "parameters": [f"{run.parameters:,}" if run.parameters else "–" for run in runs],
        "seconds": [f"{run.seconds:.0f}" for run in runs],
        "asked for by": [f"{len(entry.seats)}" for entry in ranked],
    }


def _how_far(run: RunRecord, waiting: list[str]) -> str:
    """Its place in the queue, its epochs so far, or how it ended."""
    if run.id in waiting:
        return f"number {waiting.index(run.id) + 1} of {len(waiting)} in the queue"
    if run.state == "running":
        return f"{STATES[run.standing][1]}: {run.epochs_done:,} of {run.epochs_wanted or 1:,} epochs"
    return STATES[run.standing][1]
