"""A screen of the projector: the class's runs as a leaderboard and as live curves, and whether its mission is done."""

from __future__ import annotations

import streamlit as st

from digitcore import languages
from digitcore.lab.queue import queue
from digitcore.lab.rooms import deeds, room_runs, seats
from digitcore.lab.rooms.live_wall import WallView
from digitcore.lab.rooms.room_runs import RoomRun
from digitcore.lab.store.records import RunRecord
from digitcore.languages import gettext as _
from digitcore.languages import ngettext, number
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
    st.header(_(MISSIONS[mission].title) if mission else _("Our runs"), anchor=False)
    if mission:
        st.markdown(f"### {_(MISSIONS[mission].sentence)}")
        _mission(snapshot, mission, ranked)
    if not ranked:
        if not mission or MISSIONS[mission].is_for_runs:
            st.caption(_("No run yet."))
        return
    if any(not entry.run.is_over for entry in ranked) and (problem := lab.jobs().problem):
        st.error(problem)
    charts.small_table(_table(ranked[:_MOST]))
    if len(ranked) > _MOST:
        st.caption(_("The first {shown} of {count} runs.", shown=_MOST, count=len(ranked)))
    followed = room_runs.on_chart(in_order, count=tab.MOST_FOLLOWED)
    run_curves.compared(
        {f"{entry.label}, {entry.run.id[:4]}": entry.run for entry in followed}, on_projector=True
    )


def _mission(snapshot: WallView, mission: str, ranked: list[RoomRun]) -> None:
    if not MISSIONS[mission].is_for_runs:
        sitting = seats.presence(lab.store(), snapshot.room.id).seats
        done = deeds.count(lab.store(), snapshot.room.id)
        of = _("{number} of {count}", number=done, count=sitting)
        legible = sum(proof.is_legible for proof in deeds.proofs(lab.store(), snapshot.room.id))
        more = ngettext("{count} so that we can read it", "{count} so that we can read it", legible)
        st.html(
            f'<div class="huge">{of}</div><div>{_("have done it")}</div>'
            + (f"<div>{more}</div>" if legible else "")
        )
        return
    verdicts = [room_runs.run_verdict(mission, entry.run) for entry in ranked]
    done = [verdict for verdict in verdicts if verdict and verdict.is_done]
    if done:
        st.markdown(f"**{_('Done: {count}.', count=len(done))}** {done[0].sentence}")
    else:
        st.markdown(f"**{_('Not done yet.')}**")


def _table(ranked: list[RoomRun]) -> dict[str, list[str]]:
    runs, waiting = [entry.run for entry in ranked], queue.waiting_runs(lab.store())
    return {
        _("run"): [entry.label for entry in ranked],
        _("test accuracy"): [
            _how_far(run, waiting) if run.test_accuracy is None else _accuracy(run) for run in runs
        ],
        _("parameters"): [number(run.parameters) if run.parameters else "–" for run in runs],
        _("seconds"): [number(run.seconds) for run in runs],
        _("asked for by"): [f"{len(entry.seats)}" for entry in ranked],
    }


def _accuracy(run: RunRecord) -> str:
    shares = (run.test_accuracy, run.test_low, run.test_high)
    accuracy, low, high = (languages.percent(share or 0.0, 2) for share in shares)
    return _(
        "{percent} of {total} ({low} to {high})", percent=accuracy, total=number(run.test_n or 0), low=low, high=high
    )  # fmt: skip


def _how_far(run: RunRecord, waiting: list[str]) -> str:
    """Its place in the queue, its epochs so far, or how it ended."""
    if run.id in waiting:
        place = waiting.index(run.id) + 1
        return _("number {number} of {count} in the queue", number=place, count=len(waiting))
    state = _(STATES[run.standing][1])
    if run.state == "running":
        done, wanted = number(run.epochs_done), number(run.epochs_wanted or 1)
        return _("{state}: {done} of {wanted} epochs", state=state, done=done, wanted=wanted)
    return state
