"""Open a room: the form at the entrance, and the new room's desk after it."""

from __future__ import annotations

import streamlit as st

from digitcore import settings
from digitcore.lab.rooms import rooms
from digitcore.lab.rooms.room_settings import RoomSettings
from digitcore.languages import gettext as _
from pages._classroom import desk_key
from pages._shared import lab, models
from pages._shared.controls import state, visitor, widgets
from pages._shared.server import client_address


def show() -> None:
    """The form."""
    with st.form("open_a_room", border=True):
        st.subheader(_("Open a room"), anchor=False)
        widgets.text("room_title", _("Title"), _("Class 7b"))
        titles = models.choices()
        widgets.select("room_model", _("Model that answers the class"), list(titles), titles.__getitem__)
        st.form_submit_button(_("Open the room"), type="primary", width="stretch", on_click=_open)
        st.caption(
            _(
                "No accounts, and no names needed. A room that nobody uses for {days} days deletes itself.",
                days=settings.current().room_days,
            )
        )


@state.in_callback
def _open() -> None:
    if state.get("teach"):  # pressed twice: one room is enough
        return
    room_settings = RoomSettings(model=state.get("room_model"))
    who, client = visitor.current(), client_address.current()
    title = state.get("room_title")
    opened = rooms.open_room(lab.store(), title, room_settings, visitor=who, client=client)
    desk_key.put(opened[1])
    state.put("room_is_new", True)
    state.put("room_title", "")
