"""The projector: one idea on a screen, large and live. The teacher chooses which one at the desk.

A new screen is one entry of `SCREENS`, and its title. Each is drawn again whenever something changes in the room, so anything
slower belongs into a task.
No nickname is ever on the projector.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import streamlit as st

from digitcore import languages, settings
from digitcore.errors import BadInput
from digitcore.lab.lessons.screens import POLL, RUNS, TRAINED, VOTES
from digitcore.lab.rooms import room_keys, rooms
from digitcore.lab.rooms.live_wall import WallView
from digitcore.lab.rooms.room_access import Room
from pages._classroom import live_room
from pages._classroom.projector import (
    class_drawings,
    class_judgement,
    class_poll,
    class_runs,
    class_shift,
    class_trained,
    corner,
    remarkable,
    votes,
)
from pages._shared import frame, lab
from pages._shared.components import polling
from pages._shared.controls import language, session, state, widgets
from pages._shared.server import room_news

_STYLE = settings.ASSETS / "projector.css"
_POLL_SECONDS = 0.6
"""A run of the screen reads one number of the room, and more only where that has risen."""


SCREENS: dict[str, Callable[[WallView], None]] = {
    "join": class_drawings.join,
    "gallery": class_drawings.gallery_of_all,
    "accuracy": class_judgement.accuracy,
    "confusion": class_judgement.confusion,
    "strangest": remarkable.strangest,
    "fooled": remarkable.fooled,
    VOTES: votes.show,
    POLL: class_poll.show,
    "shift": class_shift.show,
    RUNS: class_runs.show,
    TRAINED: class_trained.show,
}
"""The functions that draw them, each one idea; what they are called is in `digitcore.lab.lessons.screens`."""


_OF_RUNS = (RUNS, TRAINED)
"""What these show changes without a change in the room."""


@dataclass
class _Held:
    """What this window showed last: the same again while the wall is frozen."""

    snapshot: WallView | None = None


def show(key: str) -> None:
    """The screen that was chosen for the room whose projector has this key."""
    st.html(_STYLE)
    is_frozen, room_id = False, ""
    with suppress(BadInput):  # the screen says it
        room = _room(key)
        is_frozen, room_id = room.settings.is_frozen, room.id
        language.speak(_language(room))
    if is_frozen:
        _frozen(key)
        _watch(key, room_id, _taken_off(key))
    else:
        _live(key, room_id)


@polling.with_room(_POLL_SECONDS, room_id=lambda _, room_id: room_id)
def _live(key: str, room_id: str) -> None:
    with frame.errors_as_sentences():
        snapshot = live_room.without_drawings_voted_on(live_room.caught_up(_room_id(key)))
        if snapshot.room.settings.is_frozen or languages.current() != _language(snapshot.room):
            state.run_again()
        session.remembered(_Held).snapshot = snapshot
        _draw(snapshot)
        if snapshot.room.settings.projector in _OF_RUNS:
            room_news.run_soon(_POLL_SECONDS)


@polling.every(None)
def _frozen(key: str) -> None:
    """As it was, without what was taken off since; a window that is opened or loaded again now reads it from the store."""
    with frame.errors_as_sentences():
        held, room_id = session.remembered(_Held), _room_id(key)
        if held.snapshot is None or held.snapshot.room.id != room_id:
            held.snapshot = live_room.without_drawings_voted_on(live_room.wall_of(room_id).as_frozen())
        _draw(held.snapshot.without(_taken_off(key)))


@polling.with_room(_POLL_SECONDS, room_id=lambda _, room_id, __: room_id)
def _watch(key: str, room_id: str, taken_off: frozenset[str]) -> None:
    """Nothing to see: runs the page again once the wall goes on, or a drawing was taken off it."""
    with frame.errors_as_sentences():
        if not _room(key).settings.is_frozen or _taken_off(key) != taken_off:
            state.run_again()


def _language(room: Room) -> str:
    """The one that was chosen at the desk, or that of this window's browser."""
    return room.settings.wall_language or language.of_visitor()


def _draw(snapshot: WallView) -> None:
    name = snapshot.room.settings.projector
    name = name if name in SCREENS else "join"
    with widgets.stable_place():
        if name != "join":
            corner.show(snapshot)
    with st.container(key=f"projector_{name}"):
        SCREENS[name](snapshot)


def _room_id(key: str) -> str:
    """Asked each time: the desk may have ended the key."""
    return room_keys.room_on_wall(lab.store(), key)


def _room(key: str) -> Room:
    return rooms.get(lab.store(), _room_id(key))


def _taken_off(key: str) -> frozenset[str]:
    """What is hidden now, by the teacher or since its pupil was taken out."""
    everything = live_room.caught_up(_room_id(key)).everything
    return frozenset(drawing.id for drawing in everything if drawing.is_hidden or drawing.is_removed)
