"""Open a room: the form at the entrance, and the new room's desk after it."""

from __future__ import annotations

import streamlit as st

from digitcore import settings
from digitcore.lab.rooms import rooms
from digitcore.lab.rooms.room_settings import RoomSettings
from pages._classroom import desk_key
from pages._shared import lab, models
from pages._shared.controls import state, visitor, widgets
from pages._shared.server import client_address


def show() -> None:
    """The form."""
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


@state.in_callback
def _open() -> None:
    if state.get("teach"):  # pressed twice: one room is enough
        return
    room_settings = RoomSettings(model=state.get("room_model"))
    who, client = visitor.current(), client_address.current()
    title = state.get("room_title")
    _, key = rooms.open_room(lab.store(), title, room_settings, visitor=who, client=client)
    desk_key.put(key)
    state.put("room_is_new", True)
    state.put("room_title", "")
