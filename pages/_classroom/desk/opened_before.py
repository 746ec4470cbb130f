"""The rooms that this browser has opened: a press leads back to the desk, and the key stays out of the page."""

from __future__ import annotations

import streamlit as st

from digitcore import wording
from digitcore.lab.rooms.entering import own_rooms
from digitcore.lab.rooms.room_access import Room
from digitcore.languages import gettext as _
from pages._classroom import desk_key
from pages._shared import lab
from pages._shared.components import somebody_else
from pages._shared.controls import state, visitor, words


def show() -> None:
    """The rooms, the one used last first; nothing where there are none."""
    rooms = own_rooms.listed(lab.store(), visitor.current())
    if not rooms:
        return
    with st.container(border=True, key="opened_before"):
        st.subheader(_("Your open rooms"), anchor=False)
        for room in rooms:
            _line(room)
        somebody_else.show("not_my_rooms", before=_("Opened in this browser."))


def _line(room: Room) -> None:
    half = len(room.code) // 2
    about = [f"{room.code[:half]} {room.code[half:]}", wording.date(room.active_at)]
    if not room.is_open:
        about.append(_("closed"))
    st.button(
        f"{words.plain(room.shown_title)} :gray[{', '.join(about)}]",
        key=f"desk_of_{room.id}", icon=":material/co_present:", width="stretch",
        on_click=_back_to_desk, args=(room.id,),
    )  # fmt: skip


@state.in_callback
def _back_to_desk(room_id: str) -> None:
    desk_key.put(own_rooms.key_of(lab.store(), room_id, visitor.current()))
