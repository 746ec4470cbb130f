"""The teacher's mission at a pupil's seat: what to do, whether it is done, and the way to the page for it."""

from __future__ import annotations

import streamlit as st

from digitcore.lab.rooms import room_runs
from digitcore.lab.rooms.room_access import Room
from digitcore.lab.rooms.seats import Seat
from digitcore.lab.runs import runs
from digitcore.lab.store.records import RunRecord
from digitcore.languages import gettext as _
from digitcore.learning.judging.missions import MISSIONS, MissionResult, nearest
from pages._classroom.seat import own_runs, waiting_board
from pages._shared import frame, lab
from pages._shared.components import polling
from pages._shared.controls import state, visitor


def show(room: Room, seat: Seat) -> None:
    """The mission, if there is one."""
    mission = MISSIONS.get(room.settings.mission)
    if mission is None:
        return
    with st.container(border=True, key="mission"):
        st.subheader(_("Mission: {title}", title=_(mission.title)), anchor=False)
        st.markdown(_(mission.sentence))
        if mission.is_for_runs:
            _show_standing(room)
            own_runs.show_buttons(seat)
            own_runs.show_link_to_train(room)
        else:
            waiting_board.show_mission(seat, room, mission)


def asks_for_runs(room: Room) -> bool:
    """Whether the mission is one that a training fulfils."""
    mission = MISSIONS.get(room.settings.mission)
    return mission is not None and mission.is_for_runs


def _show_standing(room: Room) -> None:
    if all(run.is_over for run in _own_runs()):
        _show_verdict(_of_runs(room))
    else:
        _poll(room)


@polling.every(2.0)
def _poll(room: Room) -> None:
    """While a run goes on."""
    with frame.errors_as_sentences():
        if all(run.is_over for run in _own_runs()):
            state.run_again()
        _show_verdict(_of_runs(room))


def _show_verdict(verdict: MissionResult | None) -> None:
    if verdict is not None and verdict.is_done:
        st.success(verdict.sentence, icon=":material/check_circle:")
    else:
        st.markdown(f"**{_('Not done yet.')}** {verdict.sentence if verdict else ''}".strip())


def _own_runs() -> list[RunRecord]:
    """The pupil's runs, the newest first."""
    return runs.list_runs(lab.store(), visitor.current())


def _of_runs(room: Room) -> MissionResult | None:
    return nearest(room_runs.run_verdict(room.settings.mission, run) for run in _own_runs())
