"""The teacher's desk: who may see it, and what lies where on it. Each part is a `teacher_…` file; `projector` is the wall."""

from __future__ import annotations

import streamlit as st

from digitcore import settings
from digitcore.errors import BadInput
from digitcore.lab.rooms import rooms
from digitcore.lab.rooms.room_access import Room, Teacher
from digitcore.lab.rooms.room_settings import RoomSettings
from pages._classroom.desk import (
    class_lesson,
    closing,
    drawings,
    joining,
    pupils,
    room_settings_panel,
    rounds_panel,
    training_panel,
)
from pages._shared import frame, lab, models
from pages._shared.controls import state, visitor, widgets, words


def show(key: str) -> None:
    """The room that this key opens."""
    try:
        teacher = rooms.as_teacher(lab.store(), key)
    except BadInput as problem:
        _lead_out(problem)
        return
    room = rooms.own(teacher)
    _head(room)
    joining.keep_the_link(key)
    left, right = st.columns([2, 3], gap="large")
    with left:
        joining.show(teacher, room)
    with right:
        rounds_panel.show(teacher, room)
        room_settings_panel.projector(teacher, room)
        class_lesson.choose(teacher, room)
    drawings.show(teacher)
    training_panel.show(teacher)
    pupils.show(teacher)
    st.header("The room", anchor=False)
    left, right = st.columns(2, gap="large")
    with left:
        room_settings_panel.show(teacher, room)
    with right:
        closing.show(teacher, room)


def open_a_room() -> None:
    """The form that opens one."""
    with st.form("open_a_room", border=True):
        st.subheader("Open a room", anchor=False)
        widgets.text("room_title", "Title", "Class 7b")
        titles = models.choices()
        widgets.select("room_model", "Model that answers the class", list(titles), titles.__getitem__)
        st.form_submit_button("Open the room", type="primary", width="stretch", on_click=_open)
        st.caption(
            "No accounts, and no names needed. A room that nobody uses for "
            f"{settings.current().room_days} days deletes itself."
        )


def _head(room: Room) -> None:
    frame.heading(words.plain(room.title), "Your desk. Nobody sees it without your link.")
    if not room.is_open:
        st.warning("This room is closed: nobody joins or draws.", icon=":material/lock:")


def _lead_out(problem: BadInput) -> None:
    """The address keeps the link on every way to this page: without a button there would be no other room."""
    frame.heading("Classroom", "This link leads to no desk.")
    st.error(str(problem), icon=":material/error:")
    st.button("To the entrance", icon=":material/door_open:", on_click=state.put, args=("teach", ""))


@state.in_callback
def _open() -> None:
    if state.get("teach"):  # pressed twice: one room is enough
        return
    _, key = _opened()
    state.put("teach", key)
    state.put("room_is_new", True)
    state.put("room_title", "")


def _opened() -> tuple[Teacher, str]:
    chosen = RoomSettings(model=state.get("room_model"))
    return rooms.open_room(lab.store(), state.get("room_title"), chosen, visitor=visitor.current())
