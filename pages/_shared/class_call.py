"""On a page of the app, for somebody who sits in a room: the way back to the class, and what calls them there.

The desk sees which page they are on. A round or a vote that has begun is said at once; a call of the teacher brings them back.
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from digitcore import languages
from digitcore.errors import DigitLabError
from digitcore.lab.polls import polls
from digitcore.lab.rooms import rooms, rounds, seats
from digitcore.lab.rooms.seats import Seat
from digitcore.languages import gettext as _
from pages._shared import lab
from pages._shared.components import polling
from pages._shared.controls import language, session, state, visitor

_POLL_SECONDS = 2.0


@dataclass
class _Heard:
    """The last call of the teacher that this tab has followed, or found when it came."""

    code: str = ""
    calls: int = 0


def show(code: str) -> None:
    """The link, and the poll behind it."""
    _live(code, _room_id(code), state.page_on_screen() or "home")


def _room_id(code: str) -> str:
    try:
        seat = seats.seat_by_code(lab.store(), code, visitor.current())
    except DigitLabError:  # the sentence about it is the classroom's
        return ""
    return seat.room_id if seat else ""


@polling.with_room(_POLL_SECONDS, room_id=lambda _, room_id, __: room_id, for_pupils=True)
def _live(code: str, room_id: str, page: str) -> None:
    with languages.speaking(language.of_visitor()):  # of the class, on whichever page
        _call(code, page)


def _call(code: str, page: str) -> None:
    try:
        seat = seats.seat_by_code(lab.store(), code, visitor.current())
        begun = _what_has_begun(seat, page) if seat else ""
    except DigitLabError:  # taken out, or the room is gone: the classroom says so
        begun = ""
    st.page_link(
        "pages/classroom.py", label=begun or _("Back to the class"), query_params={"room": code}, width="content",
        icon=":material/notifications_active:" if begun else ":material/groups:",
    )  # fmt: skip


def _what_has_begun(seat: Seat, page: str) -> str:
    """A sentence where the class waits for this pupil; leads back at once where the teacher called since they came."""
    room = rooms.get(lab.store(), seat.room_id)
    heard, calls = session.remembered(_Heard), room.settings.calls
    if heard.code != room.code:
        heard.code, heard.calls = room.code, calls
    seats.mark_present(lab.store(), seat, page=page)
    if calls > heard.calls:
        heard.calls = calls
        st.switch_page("pages/classroom.py", query_params={"room": room.code})
    latest, poll = rounds.latest(lab.store(), room.id), polls.current(lab.store(), room.id)
    if latest is not None and latest.is_open:
        return _("A round has begun: draw")
    return _("A vote has begun: answer") if poll is not None and poll.takes_votes else ""
