"""Send the class to a page: the teacher puts a lesson link on every seat, and takes it back."""

from __future__ import annotations

import streamlit as st

from digitcore import lesson_links
from digitcore.errors import BadInput
from digitcore.lab.rooms import rooms
from digitcore.lab.rooms.room_access import Room, Teacher
from digitcore.lesson_links import LessonLink
from pages._classroom import sent_lesson
from pages._shared.controls import state, widgets


def show(teacher: Teacher, room: Room) -> None:
    """Which link is on the seats, or the field for one."""
    with st.container(border=True, key="class_lesson"):
        st.subheader("Send the class to a page", anchor=False)
        link = sent_lesson.of(room)
        if link is None:
            st.markdown(
                "On any page, **Lesson link** in the sidebar makes a link with what you set there. Send it from there, or "
                "paste it here: it appears on every pupil's seat."
            )
            widgets.text("room_lesson", "Lesson link", "http://…", on_change=lambda: _send(teacher))
            return
        st.markdown(f"Every pupil's seat shows the way to **{sent_lesson.title(link)}**.")
        with st.container(horizontal=True, vertical_alignment="center"):
            sent_lesson.show_for_teacher(link)
            st.button("Take it back", icon=":material/undo:", on_click=_take_back, args=(teacher,))


def read_link(address: str) -> LessonLink:
    """The link that a teacher gave; raises BadInput where the class cannot be sent there."""
    link = lesson_links.read(address)
    if not sent_lesson.leads_to_a_page(link):
        raise BadInput(
            f"“{address.strip()[:40]}” leads to no page for a lesson.",
            "Copy a link from “Lesson link” in a page's sidebar.",
        )
    return link


@state.in_callback
def _send(teacher: Teacher) -> None:
    typed = state.get("room_lesson")
    state.put("room_lesson", "")
    if typed.strip():
        _put(teacher, read_link(typed).path)


@state.in_callback
def _take_back(teacher: Teacher) -> None:
    _put(teacher, "")


def _put(teacher: Teacher, lesson: str) -> None:
    rooms.change_settings(teacher, lesson=lesson)
