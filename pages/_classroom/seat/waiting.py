"""A pupil who waits to be let in: the page goes on by itself once the teacher has decided."""

from __future__ import annotations

import streamlit as st

from digitcore.lab.rooms import rooms, seats
from digitcore.lab.rooms.entering import waiting_room
from digitcore.lab.rooms.room_access import Room
from digitcore.languages import gettext as _
from pages._shared import frame, lab
from pages._shared.components import polling
from pages._shared.controls import state, visitor, words

_POLL_SECONDS = 1.0


def show(room: Room) -> None:
    """A sentence, and the poll."""
    st.title(words.plain(room.shown_title), anchor=False)
    st.info(_("You wait. Your teacher lets people in one by one."), icon=":material/hourglass_empty:")
    _poll(room.id)


@polling.with_room(_POLL_SECONDS, room_id=lambda room_id: room_id)
def _poll(room_id: str) -> None:
    with frame.errors_as_sentences():
        store, who = lab.store(), visitor.current()
        is_over = rooms.versions(store, room_id) is None or not waiting_room.waits(store, room_id, who)
        if is_over or seats.seat_of(store, room_id, who) is not None:
            state.run_again()
