"""On the projector: the runs of the class as a leaderboard, and whether its mission is done."""

from __future__ import annotations

import streamlit as st

from digitcore.lab import room_runs
from digitcore.lab.live_wall import Seen
from digitcore.lab.room_runs import RoomRun
from digitcore.learning.missions import MISSIONS
from pages._shared import charts, lab
from pages._shared.states import STATES

_MOST = 10


def show(seen: Seen) -> None:
    """The best runs first; no nicknames, only how many asked for each."""
    mission = seen.room.settings.mission
    found = room_runs.ranked(room_runs.listed(lab.store(), seen.room.id))
    st.header(MISSIONS[mission].title if mission else "Our runs", anchor=False)
    if mission:
        st.markdown(f"### {MISSIONS[mission].sentence}")
        _mission(seen, mission, found)
    if not found:
        st.caption("No run yet.")
        return
    charts.small_table(_table(found[:_MOST]))


def _mission(seen: Seen, mission: str, found: list[RoomRun]) -> None:
    if MISSIONS[mission].is_for_runs:
        verdicts = [room_runs.run_verdict(mission, one.run) for one in found]
    else:
        verdicts = [room_runs.drawing_verdict(mission, one) for one in seen.shown]
    done = [verdict for verdict in verdicts if verdict and verdict.is_done]
    st.markdown(f"**Done: {len(done)}.** {done[0].sentence}" if done else "**Not done yet.**")


def _table(found: list[RoomRun]) -> dict[str, list[str]]:
    runs = [one.run for one in found]
    return {
        "run": [f"{run.title}, seed {run.config.seed}" for run in runs],
        "test accuracy": [
            STATES[run.state][1]
            if run.test_accuracy is None
            else f"{run.test_accuracy:.2%} ({run.test_low:.2%} to {run.test_high:.2%})"
            for run in runs
        ],
        "parameters": [f"{run.parameters:,}" if run.parameters else "–" for run in runs],
        "seconds": [f"{run.seconds:.0f}" for run in runs],
        "asked for by": [f"{len(one.seats)}" for one in found],
    }
