"""How the class gets in: the code, its QR code, the address that phones reach; and the teacher's own link, once."""

from __future__ import annotations

import streamlit as st

from digitcore import reachable
from digitcore.lab.rooms import rooms
from digitcore.lab.rooms.room_access import Room, Teacher
from pages._classroom import live_room
from pages._shared.controls import state, widgets
from pages._shared.server import own_address


def keep_the_link(key: str) -> None:
    """The teacher's link, after the room was opened and until they say that they have it."""
    if not state.get("room_is_new"):
        return
    with st.container(border=True, key="keep_the_link"):
        st.markdown(
            "**Keep this link: it is the only way back to this desk.** Nobody can show it to you again."
        )
        st.code(live_room.desk(key), language=None, wrap_lines=True)
        st.button("I have it", icon=":material/check:", on_click=state.put, args=("room_is_new", False))


def show(teacher: Teacher, room: Room) -> None:
    """What the class needs to join."""
    with st.container(border=True, key="joining"):
        live_room.ways_in(room)
        if not room.settings.address:
            own_address.warn_where_telephones_cannot_come()
        with st.expander("Phones cannot reach it?", icon=":material/wifi_find:"):
            _correct(teacher, room)


def _correct(teacher: Teacher, room: Room) -> None:
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
        on_change=lambda: _keep(teacher),
    )


@state.in_callback
def _keep(teacher: Teacher) -> None:
    address = reachable.checked(state.get("room_address"))
    rooms.put_settings(teacher, rooms.own(teacher).settings.replace(address=address))
