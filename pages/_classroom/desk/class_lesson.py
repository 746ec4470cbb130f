"""Where the class goes: the teacher sends a lesson link to every seat, and takes it back. The room keeps it."""

from __future__ import annotations

import streamlit as st

from digitcore import lesson_links, settings
from digitcore.errors import BadInput
from digitcore.lab.rooms import rooms
from digitcore.lab.rooms.room_access import Room, Teacher
from digitcore.lesson_links import LessonLink
from pages._shared.controls import state, widgets


def show_way(room: Room) -> None:
    """On a pupil's seat: the link to where the class goes. It takes the room along, so that there is a way back."""
    link = _sent(room)
    if link is None or not room.is_open:
        return
    st.page_link(
        _file(link), label=f"Go where the class goes: {_title(link)}", icon=":material/school:",
        query_params=dict(link.query) | {"room": room.code},
    )  # fmt: skip


def choose(teacher: Teacher, room: Room) -> None:
    """On the desk: which link is on the seats, and the field for another."""
    with st.container(border=True, key="class_lesson"):
        st.subheader("Send the class to a page", anchor=False)
        link = _sent(room)
        if link is None:
            st.markdown(
                "On any page, **Lesson link** in the sidebar makes a link with what you set there. Send it from there, or "
                "paste it here: it appears on every pupil's seat."
            )
            widgets.text("room_lesson", "Lesson link", "http://…", on_change=lambda: _send(teacher))
            return
        st.markdown(f"Every pupil's seat shows the way to **{_title(link)}**.")
        with st.container(horizontal=True, vertical_alignment="center"):
            st.page_link(
                _file(link), label="See what they see", icon=":material/visibility:", width="content",
                query_params=dict(link.query),
            )  # fmt: skip
            st.button("Take it back", icon=":material/undo:", on_click=_take_back, args=(teacher,))


def _sent(room: Room) -> LessonLink | None:
    """What the room keeps, where this version has such a page."""
    if not room.settings.lesson:
        return None
    link = lesson_links.read(room.settings.lesson)
    return link if _is_page(link) else None


def _is_page(link: LessonLink) -> bool:
    return link.page != "classroom" and (settings.PROJECT / _file(link)).is_file()


def _file(link: LessonLink) -> str:
    return f"pages/{link.page or 'home'}.py"


def _title(link: LessonLink) -> str:
    return link.page.capitalize() or "Home"


@state.in_callback
def _send(teacher: Teacher) -> None:
    typed = state.get("room_lesson")
    state.put("room_lesson", "")
    if not typed.strip():
        return
    link = lesson_links.read(typed)
    if not _is_page(link):
        raise BadInput(
            "This link leads to no page for a lesson.", "Copy one from “Lesson link” in a page's sidebar."
        )
    _keep(teacher, link.path)


@state.in_callback
def _take_back(teacher: Teacher) -> None:
    _keep(teacher, "")


def _keep(teacher: Teacher, lesson: str) -> None:
    rooms.put_settings(teacher, rooms.own(teacher).settings.replace(lesson=lesson))
