"""Lesson links on screen: the dialog that makes one of this page, and the line that a pupil sees on such a page.

What a lesson has set is kept by `lesson`. Where this tab has been at the desk of a room, the link can be sent to its class.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import streamlit as st

from digitcore import lesson_links
from digitcore.errors import DigitLabError
from digitcore.figures.qr import LONGEST_QR, qr_address
from digitcore.lesson_links import HIDDEN, LOCKED, LessonLink
from pages._shared.controls import lesson, state, words
from pages._shared.controls.control_table import CONTROLS, SIDEBAR
from pages._shared.server import own_address

if TYPE_CHECKING:
    from digitcore.lab.rooms.room_access import Room

FREE = "free"
RULES = {FREE: "free", LOCKED: "locked", HIDDEN: "hidden"}
_CLASSROOM = "classroom"
_LONGEST_VALUE = 40
_MOST_AT_ONCE = 5
"""More controls scroll, so that the link below stays in sight."""


def show_line() -> None:
    """On a page that a lesson link has set: that it did, and the way to leave it; for a pupil, the way back to the class."""
    is_pupil = state.get("room") and not state.get("teach") and state.page_on_screen() != _CLASSROOM
    if is_pupil:
        state.keep_in_address("room")  # so that a reload does not lose the way back
    if not lesson.is_on() and not is_pupil:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="lesson_line"):
        if lesson.is_on():
            st.markdown(
                ":material/school: This is a lesson link: some controls are set by it.", width="content"
            )
            st.button("Leave the lesson", type="tertiary", icon=":material/lock_open:", on_click=lesson.leave)
        if is_pupil:
            from pages._shared import class_call  # the database, which most pages do not need

            class_call.show(state.get("room"))


def show_button() -> None:
    """The button that opens the dialog, where there is something to share and no lesson is on."""
    if state.page_on_screen() == _CLASSROOM or lesson.is_on():
        return
    if st.button("Lesson link", icon=":material/school:", width="stretch", key="lesson_link_button"):
        _dialog(state.page_on_screen(), state.address(), lesson.offered())


@st.dialog("Lesson link", icon=":material/school:", width="medium")
def _dialog(page: str, values: dict[str, str], offered: dict[str, tuple[str, str]]) -> None:
    st.markdown(
        "Who opens this link sees the page as you see it now. Choose what pupils may change: a **locked** control "
        "shows its value, a **hidden** one is not there. It is a teaching aid: everybody can leave the lesson."
    )
    rules = _choose(offered)
    held = {key: text for key, text in values.items() if CONTROLS[key].teacher != "leave out"}
    by_rule = {rule: [key for key, chosen in rules.items() if chosen == rule] for rule in RULES}
    link = lesson_links.make(page, held, locked=by_rule[LOCKED], hidden=by_rule[HIDDEN])
    room = _own_room()
    typed = room.settings.address if room else ""
    _hand_over(f"{typed or own_address.for_telephones()}/{link.path}")
    if not typed:
        own_address.warn_where_telephones_cannot_come()
    if room and st.button("Send my class here", type="primary", icon=":material/send:", width="stretch"):
        _send(link)
        state.run_again()


def _own_room() -> Room | None:
    """The room whose desk was open in this tab; None where there was none, or it is gone."""
    if not (key := state.get("teach")):
        return None
    from digitcore.lab.rooms import rooms  # the database, which most pages do not need
    from pages._shared import lab

    with suppress(DigitLabError):
        return rooms.room_of(rooms.as_teacher(lab.store(), key))
    return None


def _send(link: LessonLink) -> None:
    from digitcore.lab.rooms import rooms
    from pages._shared import lab

    teacher = rooms.as_teacher(lab.store(), state.get("teach"))
    rooms.change_settings(teacher, lesson=link.path)


def _choose(offered: dict[str, tuple[str, str]]) -> dict[str, str]:
    """What was chosen for each control: key → free, locked or hidden."""
    if not offered:
        st.caption("This page has no controls to lock or hide.")
        return {}
    everything = _choice("All controls", "all", FREE, list(RULES))
    chosen = {}
    with st.container(height=300 if len(offered) > _MOST_AT_ONCE else "content"):
        for key, (title, shown) in sorted(offered.items(), key=lambda item: item[0] in SIDEBAR):
            allowed = list(RULES) if CONTROLS[key].teacher == "hide" else [FREE, LOCKED]
            start = everything if everything in allowed else LOCKED
            value = words.plain(shown if len(shown) <= _LONGEST_VALUE else f"{shown[:_LONGEST_VALUE]}…")
            chosen[key] = _choice(f"{title}: **{value or 'empty'}**", f"{everything}_{key}", start, allowed)
    return chosen


def _choice(label: str, name: str, start: str, allowed: list[str]) -> str:
    """A row: a control and its rule."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(label, width="content")
        return str(
            st.segmented_control(
                words.unmarked(label), allowed, default=start, required=True, format_func=RULES.__getitem__,
                label_visibility="collapsed", key=f"lesson_rule_{name}", width="content",
            )
        )  # fmt: skip


def _hand_over(address: str) -> None:
    """The link, to be copied or scanned."""
    st.code(address, language=None, wrap_lines=True)
    if len(address) > LONGEST_QR:
        st.caption("This link is too long for a QR code that phones can read: copy it.")
        return
    st.html(f'<div class="lesson-qr"><img src="{qr_address(address)}" alt="QR code of the link above"></div>')
