"""The teacher's desk: whoever has the key sees it; its panels and where they stand."""

from __future__ import annotations

import streamlit as st

from digitcore.errors import BadInput
from digitcore.lab.rooms import room_keys, rooms
from digitcore.lab.rooms.room_access import Room
from pages._classroom import desk_key
from pages._classroom.desk import (
    closing,
    conductor,
    door,
    drawings,
    joining,
    lesson_panel,
    pupils,
    room_settings_panel,
    rounds_panel,
    runs_panel,
    training_panel,
)
from pages._shared import frame, lab
from pages._shared.controls import widgets, words


def show(key: str) -> None:
    """The room that this key opens."""
    try:
        teacher = rooms.as_teacher(lab.store(), key)
    except BadInput as problem:
        _lead_out(problem)
        return
    room_keys.give_wall_key(teacher, key)
    room = rooms.room_of(teacher)
    _head(room)
    with widgets.stable_place():
        joining.show_new_link(key, room)
    with widgets.stable_place():
        door.show_waiting(teacher)
    conductor.show(teacher, room)
    left, right = st.columns([2, 3], gap="large")
    with left:
        joining.show(teacher, room)
    with right:
        rounds_panel.show(teacher, room)
        room_settings_panel.show_projector(teacher, room)
        lesson_panel.show(teacher, room)
    drawings.show(teacher)
    training_panel.show(teacher)
    runs_panel.show(teacher)
    pupils.show(teacher)
    door.show_switches(teacher, room)
    st.header("The room", anchor=False)
    left, right = st.columns(2, gap="large")
    with left:
        room_settings_panel.show(teacher, room)
    with right:
        closing.show(teacher, room)


def _head(room: Room) -> None:
    frame.heading(words.plain(room.title), "Your desk. Nobody sees it without your link.")
    with widgets.stable_place():
        if not room.is_open:
            st.warning("This room is closed: nobody joins or draws.", icon=":material/lock:")


def _lead_out(problem: BadInput) -> None:
    """A button forgets the key: without it the tab would lead back here from every other page."""
    frame.heading("Classroom", "This link leads to no desk.")
    st.error(str(problem), icon=":material/error:")
    st.button("To the entrance", icon=":material/door_open:", on_click=desk_key.leave)
