"""The addresses of a room: the teacher's desk, the projector's window, and where pupils join, as a QR code too."""

from __future__ import annotations

import html

import streamlit as st

from digitcore import reachable
from digitcore.figures.qr import qr_address
from digitcore.lab.rooms import room_keys
from digitcore.lab.rooms.room_access import Room
from digitcore.languages import gettext as _
from pages._shared.server import own_address


def desk(key: str) -> str:
    """The teacher's link, as their own browser reaches the server."""
    return reachable.teaching(reachable.for_telephones(st.context.url or "", []), key)


def projector(key: str) -> str:
    """What the projector's window opens; it may only read."""
    base = reachable.for_telephones(st.context.url or "", [])
    return reachable.showing(base, room_keys.wall_key(key))


def joining(room: Room) -> str:
    """Where pupils join this room."""
    return reachable.joining(room.settings.address or own_address.for_telephones(), room.code)


def show_joining(room: Room, *, more: str = "") -> None:
    """QR code, address, and the code in two halves, as people read it aloud; with `more` HTML below the code."""
    address, half = joining(room), len(room.code) // 2
    st.html(
        f'<div class="join"><img src="{qr_address(address)}" alt="{_("QR code of the address below")}">'
        f'<div><div class="code">{room.code[:half]} {room.code[half:]}</div>{more}</div>'
        f'<div class="address">{html.escape(address)}</div></div>'
    )
