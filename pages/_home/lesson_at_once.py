"""A lesson in one press from Home: a room is opened, its first plan begins, and its desk is on screen."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from pages._shared.controls import session, state, visitor
from pages._shared.server import client_address

_PLAN = "can-it-read-us"


@dataclass
class _Opened:
    key: str = ""
    """Of a room that was just opened, until its desk is on screen."""


def show_button() -> None:
    """The button; the next press, at the desk, lets the class draw."""
    opened = session.remembered(_Opened)
    if opened.key:
        state.put("teach", opened.key)
        state.put("room_is_new", True)
        opened.key = ""
        st.switch_page("pages/classroom.py")
    st.button(
        "Open a room", icon=":material/arrow_forward:", type="tertiary", key="lesson_at_once", on_click=_open
    )


@state.in_callback
def _open() -> None:
    from digitcore.lab.lessons import conducting  # the database, which Home does not need
    from digitcore.lab.rooms import rooms
    from pages._shared import lab

    who, client = visitor.current(), client_address.current()
    teacher, key = rooms.open_room(lab.store(), visitor=who, client=client)
    conducting.begin(teacher, _PLAN)
    session.remembered(_Opened).key = key
