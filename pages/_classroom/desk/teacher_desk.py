"""The teacher's desk: whoever has the key sees it. What leads the lesson is on one screen, the rest in parts below."""

from __future__ import annotations

import streamlit as st

from digitcore import settings
from digitcore.errors import BadInput
from digitcore.lab.rooms import room_keys, rooms
from digitcore.lab.rooms.room_access import Room, Teacher
from pages._classroom import desk_key
from pages._classroom.desk import closing, conductor, door, drawings, joining, moderation, pupil_dots, pupils
from pages._classroom.desk.panels import (
    asking_panel,
    lesson_panel,
    plan_panel,
    room_settings_panel,
    rounds_panel,
    runs_panel,
    slips_panel,
    training_panel,
    wall_panel,
    worksheets_panel,
)
from pages._shared import frame, lab
from pages._shared.components import polling
from pages._shared.controls import widgets, words

_STYLE = settings.ASSETS / "desk.css"


def show(key: str) -> None:
    """The room that this key opens."""
    try:
        teacher = rooms.as_teacher(lab.store(), key)
    except BadInput as problem:
        _lead_out(problem)
        return
    st.html(_STYLE)
    room_keys.give_wall_key(teacher, key)
    room = rooms.room_of(teacher)
    _head(room)
    with widgets.stable_place():
        joining.show_new_link(key, room)
    with widgets.stable_place():
        door.show_waiting(teacher)
    _lead(teacher, room)
    with widgets.stable_place():
        moderation.show_strip(teacher)
    _rest(teacher, room)


def _lead(teacher: Teacher, room: Room) -> None:
    """What a lesson needs, side by side: the plan, the wall, the pupils."""
    plan, screen, class_ = st.columns([8, 7, 6], gap="small")
    with plan:
        conductor.show(teacher, room)
    with screen:
        wall_panel.show(teacher, room)
    with class_:
        pupil_dots.show(teacher)
        with widgets.stable_place():
            joining.warn_where_nobody_can_join(room)


def _rest(teacher: Teacher, room: Room) -> None:
    """What is needed now and then; all of it is on the page, so that no press takes anything away.

    Only the open tab polls: each poll lets the browser go through the whole page.
    """
    join, plan, ask, drawn, train, class_, other = st.tabs(
        ["Join", "The plan", "Draw and send", "Drawings", "Train", "Pupils", "The room"],
        key="desk_parts",
        on_change="rerun",
    )
    with join:
        joining.show(teacher, room)
    with plan:
        plan_panel.show(teacher, room)
    with ask, polling.only_while(ask.open):
        left, right = st.columns([3, 2], gap="large")
        with left:
            rounds_panel.show(teacher, room)
            worksheets_panel.show(teacher, room)
        with right:
            asking_panel.show(teacher, room)
            lesson_panel.show(teacher, room)
    with drawn, polling.only_while(drawn.open):
        slips_panel.show(teacher)
        drawings.show(teacher)
    with train, polling.only_while(train.open or training_panel.is_beginning()):
        training_panel.show(teacher)
        runs_panel.show(teacher)
    with class_, polling.only_while(class_.open):
        pupils.show(teacher)
        door.show_switches(teacher, room)
    with other:
        left, right = st.columns(2, gap="large")
        with left:
            room_settings_panel.show(teacher, room)
        with right:
            closing.show(teacher, room)


def _head(room: Room) -> None:
    half = len(room.code) // 2
    with st.container(horizontal=True, vertical_alignment="center", key="desk_head"):
        st.title(words.plain(room.title), anchor=False, width="content")
        st.markdown(
            f"**{room.code[:half]} {room.code[half:]}** :gray[Nobody sees this desk without your link.]"
        )
    with widgets.stable_place():
        if not room.is_open:
            st.warning("This room is closed: nobody joins or draws.", icon=":material/lock:")


def _lead_out(problem: BadInput) -> None:
    """A button forgets the key: without it the tab would lead back here from every other page."""
    frame.heading("Classroom", "This link leads to no desk.")
    st.error(str(problem), icon=":material/error:")
    st.button("To the entrance", icon=":material/door_open:", on_click=desk_key.leave)
