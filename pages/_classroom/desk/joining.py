"""How the class joins: code, QR code, and the address that phones reach; after opening, the teacher's own link too."""

from __future__ import annotations

import streamlit as st

from digitcore import reachable
from digitcore.lab.rooms import rooms
from digitcore.lab.rooms.room_access import Room, Teacher
from pages._classroom import room_links
from pages._shared.controls import state, widgets
from pages._shared.server import own_address


def show_new_link(key: str) -> None:
    """The teacher's link, from opening the room until a press confirms that it was saved."""
    if not state.get("room_is_new"):
        return
    with st.container(border=True, key="keep_the_link"):
        st.markdown(
            "**Keep this link: it is the only way back to this desk.** Nobody can show it to you again."
        )
        st.code(room_links.desk(key), language=None, wrap_lines=True)
        st.button("I have it", icon=":material/check:", on_click=state.put, args=("room_is_new", False))


def show(teacher: Teacher, room: Room) -> None:
    """What the class needs to join."""
    with st.container(border=True, key="joining"):
        room_links.show_joining(room)
        with widgets.stable_place():
            if not room.settings.address:
                own_address.warn_where_telephones_cannot_come()
        with st.expander("Phones cannot reach it?", icon=":material/wifi_find:"):
            _correct_address(teacher, room)


def _correct_address(teacher: Teacher, room: Room) -> None:
    st.markdown(
        "Phones must be in the same network as this server. If its address is another one, type it here: "
        "the code and the link follow."
    )
    if state.get("room_address") != room.settings.address:
        state.put("room_address", room.settings.address)
    widgets.text(
        "room_address",
        "Address of this server",
        own_address.for_telephones(),
        on_change=lambda: _put(teacher),
    )


@state.in_callback
def _put(teacher: Teacher) -> None:
    address = reachable.checked(state.get("room_address"))
    rooms.change_settings(teacher, address=address)
