"""The pupils as dots: who is done, who is how far, who is away or on another page; and a call that brings those back."""

from __future__ import annotations

import html
from dataclasses import replace

import streamlit as st

from digitcore.lab.polls import ballots, polls
from digitcore.lab.rooms import attendance, rooms
from digitcore.lab.rooms.attendance import AWAY, ELSEWHERE, Attendance
from digitcore.lab.rooms.room_access import Teacher
from pages._shared import frame, lab
from pages._shared.components import polling
from pages._shared.controls import state, words

_MOST_NAMES = 6


@polling.with_room(1.5)
def show(teacher: Teacher) -> None:
    """One dot for each, in the order in which they came."""
    with frame.errors_as_sentences():
        room = rooms.room_of(teacher)  # raises once the desk has a new link
        pupils = _of_class(teacher.room_id)
        here = sum(pupil.state not in (AWAY, ELSEWHERE) for pupil in pupils)
        st.markdown(f"**{len(pupils)} joined, {here} here**")
        dots = "".join(_dot(pupil) for pupil in pupils)
        st.html(f'<ul class="pupil-dots">{dots}</ul>' if dots else '<p class="pupil-dots">Nobody yet.</p>')
        missing = [pupil.seat.name for pupil in pupils if pupil.is_missing]
        if missing:
            more = f" and {len(missing) - _MOST_NAMES} more" if len(missing) > _MOST_NAMES else ""
            names = html.escape(", ".join(missing[:_MOST_NAMES]))
            st.html(f'<p class="pupils-missing">Missing: {names}{more}</p>')
        if elsewhere := [words.plain(pupil.seat.name) for pupil in pupils if pupil.state == ELSEWHERE]:
            who = elsewhere[0] if len(elsewhere) == 1 else f"{len(elsewhere)} pupils"
            st.button(
                f"Call {who} back", key="call_back", icon=":material/notifications_active:",
                on_click=_call, args=(teacher, room.settings.calls),
            )  # fmt: skip


def _of_class(room_id: str) -> list[Attendance]:
    """As the open round waits for them, or the vote."""
    pupils, poll = attendance.of_class(lab.store(), room_id), polls.current(lab.store(), room_id)
    if poll is None or not poll.takes_votes:
        return pupils
    answered = ballots.answered(lab.store(), poll)
    return [replace(pupil, drawn=int(pupil.seat.number in answered), wanted=1) for pupil in pupils]


def _dot(pupil: Attendance) -> str:
    words = f" <small>{html.escape(pupil.words)}</small>" if pupil.words else ""
    return f'<li class="{pupil.state}">{html.escape(pupil.seat.name)}{words}</li>'


@state.in_callback
def _call(teacher: Teacher, calls: int) -> None:
    rooms.change_settings(teacher, calls=calls + 1)
