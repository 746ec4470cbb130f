"""The strip above each screen of the projector but the first: the code, how many are in, how far the class is, the time."""

from __future__ import annotations

import streamlit as st

from digitcore.lab.polls import ballots, polls
from digitcore.lab.rooms import seats, wall
from digitcore.lab.rooms.live_wall import WallView
from digitcore.languages import gettext as _
from digitcore.languages import ngettext
from pages._classroom import timer
from pages._shared import lab


def show(snapshot: WallView) -> None:
    """The strip."""
    room = snapshot.room
    sitting, half = seats.presence(lab.store(), room.id).seats, len(room.code) // 2
    pupils = ngettext("{count} pupil", "{count} pupils", sitting)
    parts = [f"<b>{room.code[:half]} {room.code[half:]}</b>", pupils, how_far(snapshot, sitting)]
    if room.settings.is_paused:
        parts.append(f"<b>{_('Look up')}</b>")
    with st.container(horizontal=True, vertical_alignment="center", key="wall_corner"):
        st.html('<div class="corner">' + "".join(f"<span>{part}</span>" for part in parts if part) + "</div>")
        timer.show(room, key="wall_timer")


def how_far(snapshot: WallView, sitting: int) -> str:
    """How many of the class answered or drew; empty while nothing is open."""
    room, latest = snapshot.room, snapshot.latest
    poll = polls.on_wall(lab.store(), room.id)
    if poll is not None and poll.takes_votes:
        voted = len(ballots.answered(lab.store(), poll))
        return _("{number} of {count} have answered", number=voted, count=sitting)
    if latest is None or not latest.is_open:
        return ""
    done = wall.progress(lab.store(), latest).seats
    if latest.count > 1:
        return _("{number} of {count} are done", number=done, count=sitting)
    return _("{number} of {count} have drawn", number=done, count=sitting)
