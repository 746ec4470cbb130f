"""The door of the room: shut it, or let people in one by one; and who waits in front of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from digitcore.lab.rooms import rooms
from digitcore.lab.rooms.entering import waiting_room
from digitcore.lab.rooms.entering.waiting_room import Knock
from digitcore.lab.rooms.room_access import Room, Teacher
from pages._shared import frame, lab
from pages._shared.components import polling
from pages._shared.controls import state, widgets, words

_SWITCHES = {
    # One browser is one seat, so whoever has two browsers could take two: without accounts, the door is the remedy.
    "door_shut": "Nobody new may join",
    "waiting_room": "I let people in one by one",
}


def show_switches(teacher: Teacher, room: Room) -> None:
    """The store has the values: each run puts them into the widgets, and each change is stored at once."""
    for name, label in _SWITCHES.items():
        if state.get(f"room_{name}") != getattr(room.settings, name):
            state.put(f"room_{name}", getattr(room.settings, name))
        widgets.toggle(f"room_{name}", label, on_change=partial(_put, teacher, name))


@polling.with_room(2.0)
def show_waiting(teacher: Teacher) -> None:
    """Who waits to be let in; nothing where nobody does."""
    with frame.errors_as_sentences():
        rooms.room_of(teacher)  # raises once the desk has a new link
        waiting = waiting_room.listed(lab.store(), teacher.room_id)
        if not waiting:
            return
        with st.container(border=True, key="waiting_room"):
            st.subheader(f"Waiting to be let in: {len(waiting)}", anchor=False)
            st.markdown("Press a name to let that pupil in.")
            with st.container(horizontal=True):
                for knock in waiting:
                    st.button(
                        words.plain(knock.nickname) or ":gray[no nickname]", key=f"admit_{knock.id}",
                        icon=":material/login:", on_click=_admit, args=(teacher, [knock]),
                    )  # fmt: skip
            with st.container(horizontal=True):
                everybody = {"args": (teacher, waiting)}
                st.button("Let all in", icon=":material/done_all:", on_click=_admit, **everybody)
                st.button("Send all away", icon=":material/block:", on_click=_send_away, **everybody)


@state.in_callback
def _put(teacher: Teacher, name: str) -> None:
    rooms.change_settings(teacher, **{name: state.get(f"room_{name}")})


@state.in_callback
def _admit(teacher: Teacher, waiting: Sequence[Knock]) -> None:
    left = len(waiting) - waiting_room.admit(teacher, [knock.id for knock in waiting])
    if left:
        st.toast("Not all got a seat: the room is full, or some have gone.", icon=":material/chair:")


@state.in_callback
def _send_away(teacher: Teacher, waiting: Sequence[Knock]) -> None:
    waiting_room.send_away(teacher, [knock.id for knock in waiting])
