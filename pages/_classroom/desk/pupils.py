"""The pupils in the room: a press removes one, with the drawings; another press lets them back."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from digitcore import wording
from digitcore.lab.rooms import rooms, seats
from digitcore.lab.rooms.room_access import Teacher
from digitcore.lab.rooms.seats import Seat
from pages._shared import frame, lab
from pages._shared.components import polling
from pages._shared.controls import state, words


@polling.with_room(2.0)
def show(teacher: Teacher) -> None:
    """All seats, and how many pupils are here now."""
    with frame.errors_as_sentences():
        rooms.room_of(teacher)  # raises once the desk has a new link
        all_seats = seats.listed(lab.store(), teacher.room_id)
        sitting = [seat for seat in all_seats if not seat.is_removed]
        sheets, here = sum(seat.is_on_paper for seat in sitting), sum(seat.is_here for seat in sitting)
        more = f", {wording.counted(sheets, 'worksheet')}" if sheets else ""
        st.header(f"Pupils: {len(sitting) - sheets} joined, {here} here now{more}", anchor=False)
        if not sitting:
            st.caption("Nobody has joined yet.")
        else:
            st.markdown("Press a name to take that pupil out; their drawings leave the wall.")
            _names(sitting, "take_out", teacher)
            _offer_renaming(sitting, teacher)
            with st.popover("Take out all who did nothing yet", icon=":material/group_remove:"):
                st.markdown("Seats from which nobody drew, voted or trained. Who is here can join again.")
                st.button("Take them out", key="take_out_unused", on_click=_remove_unused, args=(teacher,))
        if removed := [seat for seat in all_seats if seat.is_removed]:
            st.markdown("Taken out. Press a name to let that pupil back.")
            _names(removed, "let_back", teacher)


def _names(listed: Sequence[Seat], action: str, teacher: Teacher) -> None:
    press, icon = (
        (_remove, ":material/person_remove:") if action == "take_out" else (_let_back, ":material/undo:")
    )
    with st.container(horizontal=True, key=f"seats_{action}"):
        for seat in listed:
            st.button(
                f"{words.plain(seat.name)}{_where(seat)}", key=f"{action}_{seat.number}", icon=icon,
                on_click=press, args=(teacher, seat.number),
            )  # fmt: skip


def _where(seat: Seat) -> str:
    if seat.is_here or seat.is_removed:
        return ""
    return " :gray[(on paper)]" if seat.is_on_paper else " :gray[(away)]"


def _offer_renaming(sitting: Sequence[Seat], teacher: Teacher) -> None:
    with st.popover("Take away a name", icon=":material/edit:"):
        st.markdown("Press a name: that pupil becomes an animal, and keeps all drawings.")
        for seat in sitting:
            st.button(
                words.plain(seat.name), key=f"rename_{seat.number}", width="stretch",
                on_click=_rename, args=(teacher, seat.number),
            )  # fmt: skip


@state.in_callback
def _rename(teacher: Teacher, number: int) -> None:
    seats.rename(teacher, number, "")


@state.in_callback
def _remove(teacher: Teacher, number: int) -> None:
    seats.remove(teacher, number)


@state.in_callback
def _remove_unused(teacher: Teacher) -> None:
    seats.delete_unused(teacher)


@state.in_callback
def _let_back(teacher: Teacher, number: int) -> None:
    seats.let_back(teacher, number)
