"""How the class joins: code, QR code, and the address that phones reach; after opening, the teacher's own link too."""

from __future__ import annotations

import html

import streamlit as st

from digitcore import reachable
from digitcore.figures.qr import qr_address
from digitcore.lab.rooms import rooms
from digitcore.lab.rooms.room_access import Room, Teacher
from pages._classroom import room_links
from pages._shared.controls import state, widgets
from pages._shared.server import own_address


def show_new_link(key: str, room: Room) -> None:
    """The teacher's link to take away, until a press confirms that it was; on screen only where it is asked for."""
    if not state.get("room_is_new"):
        return
    link = room_links.desk(key)
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="keep_the_link"):
        st.markdown("**Only for you: the link to this desk**, to go on at another computer.", width="content")
        st.download_button(
            "Save it as a file", _file(link, room), file_name=f"desk-{room.code}.html", mime="text/html",
            icon=":material/download:", on_click="ignore",
        )  # fmt: skip
        with st.popover("Its QR code", icon=":material/qr_code_2:"):
            st.html(
                f'<img class="desk-link" src="{qr_address(link)}" alt="QR code of your link" width="280">'
            )
            st.markdown("Not while the class can see this screen: whoever has it, has the room.")
        st.button("I have it", icon=":material/check:", on_click=state.put, args=("room_is_new", False))


def _file(link: str, room: Room) -> str:
    """A page with one link, which a double click opens on any system."""
    title, address = html.escape(room.title), html.escape(link)
    return (
        f'<!doctype html><meta charset="utf-8"><title>{title}</title>\n'
        f"<p>Your desk of the room {title} in Digit Lab; keep this file to yourself:</p>\n"
        f'<p><a href="{address}">{address}</a></p>\n'
    )


def warn_where_nobody_can_join(room: Room) -> None:
    """Beside the plan while the wall shows how to join: nobody would come."""
    if room.settings.projector == "join" and not room.settings.address:
        own_address.warn_where_telephones_cannot_come()


def show(teacher: Teacher, room: Room) -> None:
    """What the class needs to join."""
    with st.container(key="joining"):
        room_links.show_joining(room)
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
