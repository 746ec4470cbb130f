"""The teacher's mission at a pupil's seat: what to do, whether it is done, and the way to the page where one does it."""

from __future__ import annotations

import streamlit as st

from digitcore.lab.drawings import drawings
from digitcore.lab.rooms import room_runs, rounds, wall
from digitcore.lab.rooms.room_access import Room
from digitcore.lab.rooms.seats import Seat
from digitcore.lab.runs import runs
from digitcore.lab.store.records import RunRecord
from digitcore.learning.judging.missions import MISSIONS, Verdict, nearest
from pages._classroom.seat import own_runs
from pages._shared import frame, lab
from pages._shared.components import polling
from pages._shared.controls import state, visitor

_MOST_DRAWINGS = 60
"""The newest of the Draw page that are looked at."""


def show(room: Room, seat: Seat) -> None:
    """The mission, where there is one."""
    mission = MISSIONS.get(room.settings.mission)
    if mission is None:
        return
    with st.container(border=True, key="mission"):
        st.subheader(f"Mission: {mission.title}", anchor=False)
        st.markdown(mission.sentence)
        _standing(room, seat)
        if mission.is_for_runs:
            own_runs.show_buttons(seat)
            own_runs.show_way(room)
        else:
            st.page_link(
                "pages/draw.py", label="Draw, and say what it was meant to be", icon=":material/draw:",
                query_params={"room": room.code},
            )  # fmt: skip


def asks_for_runs(room: Room) -> bool:
    """Whether the mission is one that a training fulfils."""
    mission = MISSIONS.get(room.settings.mission)
    return mission is not None and mission.is_for_runs


def _standing(room: Room, seat: Seat) -> None:
    if not asks_for_runs(room):
        _say(_of_drawings(room, seat))
    elif all(run.is_over for run in _own_runs()):
        _say(_of_runs(room))
    else:
        _look_again(room)


@polling.every(2.0)
def _look_again(room: Room) -> None:
    """While a run goes on."""
    with frame.sentences():
        if all(run.is_over for run in _own_runs()):
            state.run_again()
        _say(_of_runs(room))


def _say(found: Verdict | None) -> None:
    if found is None:
        st.markdown("**Not done yet.**")
    elif found.is_done:
        st.success(found.sentence, icon=":material/check_circle:")
    else:
        st.markdown(f"**Not done yet.** {found.sentence}")


def _own_runs() -> list[RunRecord]:
    """This visitor's, the newest first."""
    return runs.list_runs(lab.store(), visitor.current())


def _of_runs(room: Room) -> Verdict | None:
    return nearest(room_runs.run_verdict(room.settings.mission, run) for run in _own_runs())


def _of_drawings(room: Room, seat: Seat) -> Verdict | None:
    """Of those of the room whose answers they may see, and of those on the Draw page that have a true label."""
    asked = {one.number: one for one in rounds.listed(lab.store(), room.id)}
    theirs = [
        one
        for one in wall.of_seat(lab.store(), seat)[::-1]
        if one.shows_answer(asked[one.round], room.settings)
    ]
    free = drawings.listed(lab.store(), visitor.current(), count=_MOST_DRAWINGS, labelled=True)
    return nearest(room_runs.drawing_verdict(room.settings.mission, one) for one in (*free, *theirs))
