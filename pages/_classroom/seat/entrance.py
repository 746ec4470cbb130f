"""A pupil's way in: a room from a link or a typed code, a nickname or an animal, then the seat (`pupil_seat`).

A seat belongs to the visitor's cookie, so a reload or a restart of the server leads back to it.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

import streamlit as st

from digitcore.errors import BadInput
from digitcore.lab.rooms import rooms, seats
from digitcore.lab.rooms.entering import door, room_codes, waiting_room
from digitcore.lab.rooms.room_access import Room
from digitcore.languages import gettext as _
from pages._classroom.seat import pupil_seat, waiting
from pages._shared import lab
from pages._shared.board.sheet import class_sheet
from pages._shared.components import somebody_else
from pages._shared.controls import language, session, state, visitor, widgets, words
from pages._shared.server import client_address


@dataclass
class _Refused:
    """Why the last code led to no room; it is said until another code is given."""

    problem: str = ""
    is_gone: bool = False
    """Whether it is the room in which this tab was."""


def show(code: str) -> None:
    """The seat in the room with this code; without a seat or a code, the form that leads to one."""
    room = _room(code) if code else None
    if room is None:
        _ask_for_code()
        return
    seat = seats.seat_of(lab.store(), room.id, visitor.current())
    if seat is None:
        if waiting_room.waits(lab.store(), room.id, visitor.current()):
            waiting.show(room)
        else:
            _ask_for_name(room)
        return
    sheet = class_sheet()
    sheet.room_id, sheet.code = room.id, code
    pupil_seat.show(room, seat)


def _room(code: str) -> Room | None:
    """The room, or None; a wrong code leaves the address, since each run with it counts as a guess."""
    sheet = class_sheet()
    if sheet.code != code:
        room = _found(code)
    else:  # this tab has been in it: nothing is guessed
        room = None
        with suppress(BadInput):
            room = rooms.get(lab.store(), sheet.room_id)
        _refused().is_gone = room is None
    if room is None:
        state.put_at_next_run("room", "")
    return room


def _found(code: str) -> Room | None:
    """The room with this code; where there is none, why is kept for `_say_why_not`."""
    refused = _refused()
    refused.problem, refused.is_gone = "", False
    try:
        return room_codes.find(lab.store(), code, visitor.current(), client=client_address.current())
    except BadInput as problem:
        refused.problem = str(problem)
    return None


def _refused() -> _Refused:
    return session.remembered(_Refused)


def _say_why_not() -> None:
    refused = _refused()
    if refused.is_gone:
        st.info(_("This room is gone, with all that was drawn in it."), icon=":material/waving_hand:")
    elif refused.problem:
        st.error(refused.problem, icon=":material/error:")


def _ask_for_code() -> None:
    with widgets.stable_place():
        _say_why_not()
    with st.form("join", border=True):
        st.subheader(_("Join a room"), anchor=False)
        widgets.text("room_code", _("Code"), _("As it stands on the screen in front"))
        _nickname()
        st.form_submit_button(_("Join"), type="primary", width="stretch", on_click=_join_by_code)
    language.show_choice("language_at_door")


def _ask_for_name(room: Room) -> None:
    st.title(words.plain(room.shown_title), anchor=False)
    if name := seats.last_name(lab.store(), visitor.current()):
        last = _("Last time this was **{name}**.", name=words.plain(name))
        somebody_else.show("not_the_last_one", before=last)
    with st.form("join", border=True):
        _nickname()
        st.form_submit_button(_("Join"), type="primary", width="stretch", on_click=_join, args=(room,))
    language.show_choice("language_at_door")


def _nickname() -> None:
    widgets.text("nickname", _("Nickname"), _("Leave empty and we pick an animal"))


@state.in_callback
def _join_by_code() -> None:
    if room := _found(state.get("room_code")):
        _join(room)
        state.put("room", room.code)


@state.in_callback
def _join(room: Room) -> None:
    who, client = visitor.current(), client_address.current()
    door.enter(lab.store(), room.id, who, state.get("nickname"), client=client)
