"""What the desk and the projector share: the followed walls, late answers, and where phones reach the server."""

from __future__ import annotations

import html

import streamlit as st

from digitcore import reachable
from digitcore.figures.qr import qr_address
from digitcore.lab.rooms import rounds, wall
from digitcore.lab.rooms.live_wall import LiveWall, Seen
from digitcore.lab.rooms.room_access import Room
from digitcore.lab.rooms.wall import WallDrawing
from pages._classroom import room_prediction
from pages._shared import lab, models
from pages._shared.server import own_address

_ANSWERED_AT_ONCE = 20
"""So many late answers take a fraction of a second: the next look goes on with the others."""


@st.cache_resource(max_entries=16, show_spinner=False)
def wall_of(room_id: str) -> LiveWall:
    """The room's wall, followed once for all who look at it."""
    return LiveWall(lab.store(), room_id)


def caught_up(room_id: str) -> Seen:
    """The room as it is now; what was drawn before the model was loaded gets its answer here, once its round is over."""
    seen = wall_of(room_id).caught_up()
    model = seen.room.settings.model
    predictor = models.ready(model) if seen.unanswered else None
    if predictor is None or predictor.facts.framing is None:
        return seen
    late = [room_prediction.at_last(predictor, one) for one in _of_closed_rounds(seen)[:_ANSWERED_AT_ONCE]]
    if not late:
        return seen
    wall.put_answers(lab.store(), room_id, late, model=model)
    return wall_of(room_id).caught_up()


def _of_closed_rounds(seen: Seen) -> list[WallDrawing]:
    """What has no answer, and nobody draws any more; while a round is open, its pupils ask themselves."""
    asked = rounds.current(lab.store(), seen.room.id)
    is_open = asked.number if asked and asked.is_open else None
    return [one for one in seen.unanswered if one.round != is_open]


def desk(key: str) -> str:
    """The teacher's link, as their own browser reaches the server."""
    return reachable.teaching(reachable.for_telephones(st.context.url or "", []), key)


def projector(key: str) -> str:
    """What is opened in the projector's window."""
    return f"{desk(key)}&wall=true"


def joining(room: Room) -> str:
    """Where pupils join this room."""
    return reachable.joining(room.settings.address or own_address.for_telephones(), room.code)


def ways_in(room: Room, *, more: str = "") -> None:
    """The QR code, the code in two halves, as it is read aloud, and the address; with `more` HTML below the code."""
    address, half = joining(room), len(room.code) // 2
    st.html(
        f'<div class="join"><img src="{qr_address(address)}" alt="QR code of the address below">'
        f'<div><div class="code">{room.code[:half]} {room.code[half:]}</div>{more}</div>'
        f'<div class="address">{html.escape(address)}</div></div>'
    )
