"""The lesson link that the teacher has sent to the room, and the way to its page."""

from __future__ import annotations

import streamlit as st

from digitcore import lesson_links, settings
from digitcore.lab.rooms.room_access import Room
from digitcore.languages import gettext as _
from digitcore.lesson_links import LessonLink


def of(room: Room) -> LessonLink | None:
    """The link in the room's settings, if this version has such a page: a newer one may have written it."""
    if not room.settings.lesson:
        return None
    link = lesson_links.read(room.settings.lesson)
    return link if leads_to_a_page(link) else None


def leads_to_a_page(link: LessonLink) -> bool:
    """Whether the class can be sent there."""
    return link.page != "classroom" and (settings.PROJECT / _file(link)).is_file()


def title(link: LessonLink) -> str:
    """What its page is called."""
    return link.page.capitalize() or "Home"


def show_for_teacher(link: LessonLink) -> None:
    """The way to the page that the pupils see."""
    st.page_link(
        _file(link), label="See what they see", icon=":material/visibility:", width="content",
        query_params=dict(link.query),
    )  # fmt: skip


def show_for_pupil(room: Room) -> None:
    """The way to the page, with the room in the address, so that there is a way back."""
    link = of(room)
    if link is None or not room.is_open:
        return
    st.page_link(
        _file(link), label=_("Your teacher wants you here: {page}", page=title(link)), icon=":material/school:",
        query_params=dict(link.query) | {"room": room.code},
    )  # fmt: skip


def _file(link: LessonLink) -> str:
    return f"pages/{link.page or 'home'}.py"
