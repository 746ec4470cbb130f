"""The class's runs: their titles, as pupils typed them, are here and not on the projector; a press takes a run off it."""

from __future__ import annotations

import streamlit as st

from digitcore.lab.rooms import room_runs, rooms
from digitcore.lab.rooms.room_access import Teacher
from digitcore.lab.rooms.room_runs import RoomRun
from pages._shared import frame, lab
from pages._shared.components import polling
from pages._shared.controls import state, words


@polling.with_room(2.0)
def show(teacher: Teacher) -> None:
    """Nothing while there are none."""
    with frame.errors_as_sentences():
        rooms.room_of(teacher)  # raises once the desk has a new link
        listed = room_runs.listed(lab.store(), teacher.room_id)
        if not listed:
            return
        st.header("Runs of the class", anchor=False)
        st.markdown("Press a run to take it off the projector, or to put it back.")
        with st.container(horizontal=True, key="room_runs"):
            for entry in listed:
                _button(teacher, entry)


def _button(teacher: Teacher, entry: RoomRun) -> None:
    who = words.plain(", ".join(entry.names))
    press, icon = (
        (_put_back, ":material/visibility_off:") if entry.is_hidden else (_take_off, ":material/visibility:")
    )
    st.button(
        f"{words.plain(entry.run.title)} :gray[{who}]", key=f"wall_run_{entry.run.id}", icon=icon,
        on_click=press, args=(teacher, entry.run.id),
    )  # fmt: skip


@state.in_callback
def _take_off(teacher: Teacher, run_id: str) -> None:
    room_runs.take_off(teacher, run_id)


@state.in_callback
def _put_back(teacher: Teacher, run_id: str) -> None:
    room_runs.put_back(teacher, run_id)
