"""The projector: one idea on a screen, large and live. The teacher chooses which one at the desk.

A new screen is one entry of `SCREENS`. Each is drawn again at every poll, so anything slower belongs into a task.
No nickname is ever on the projector.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from digitcore import settings
from digitcore.lab.rooms import room_keys
from digitcore.lab.rooms.live_wall import WallView
from pages._classroom import live_room, screen_names
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
from pages._shared.controls import widgets

_STYLE = settings.ASSETS / "projector.css"
_POLL_SECONDS = 0.6
"""A poll reads one number of the room, and more only where that has risen."""


@dataclass(frozen=True)
class Screen:
    """One idea: its title at the desk, and the function that draws it."""

    title: str
    show: Callable[[WallView], None]


SCREENS = {
    "join": Screen("Join", class_drawings.join),
    "gallery": Screen("Gallery", class_drawings.gallery_of_all),
    "accuracy": Screen("Accuracy", class_judgement.accuracy),
    "confusion": Screen("Confusion", class_judgement.confusion),
    "strangest": Screen("Strangest", remarkable.strangest),
    "fooled": Screen("Surest mistakes", remarkable.fooled),
    screen_names.VOTES: Screen("Can we beat the model?", votes.show),
    screen_names.POLL: Screen("Vote", class_poll.show),
    "shift": Screen("Our handwriting and MNIST's", class_shift.show),
    screen_names.RUNS: Screen("Runs", class_runs.show),
    "trained": Screen("What we taught it", class_trained.show),
}
"""By their name in the room's settings, in the order of the desk."""


def show(key: str) -> None:
    """The screen that was chosen for the room whose projector has this key."""
    st.html(_STYLE)
    _live(key)


@polling.every(_POLL_SECONDS)
def _live(key: str) -> None:
    with frame.errors_as_sentences():
        room_id = room_keys.room_on_wall(lab.store(), key)  # asked each time: the desk may have ended the key
        snapshot = live_room.without_secrets(live_room.caught_up(room_id))
        name = snapshot.room.settings.projector
        name = name if name in SCREENS else "join"
        with widgets.stable_place():
            if name != "join":
                corner.show(snapshot.room)
        with st.container(key=f"projector_{name}"):
            SCREENS[name].show(snapshot)
