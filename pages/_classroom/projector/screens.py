"""The projector: one idea on a screen, large and live, and nothing else. Which one is chosen at the teacher's desk.

A new screen is one entry of `SCREENS`. Every screen gets the room as it was seen last, and is drawn again several times in
two seconds; what takes longer than that belongs into a task. No nickname is ever on the projector.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from digitcore import settings
from digitcore.lab.rooms import rooms
from digitcore.lab.rooms.live_wall import Seen
from pages._classroom import hard_images, live_room
from pages._classroom.projector import (
    class_drawings,
    class_judgement,
    class_runs,
    class_shift,
    class_trained,
    remarkable,
    votes,
)
from pages._shared import frame, lab
from pages._shared.components import polling

_STYLE = settings.ASSETS / "projector.css"
_POLL_SECONDS = 0.6


@dataclass(frozen=True)
class Screen:
    """One idea: what the desk calls it, and what shows it."""

    title: str
    show: Callable[[Seen], None]
    needs: Callable[[str], str] = lambda model: ""
    """The room's model → the dataset whose images it shows; empty for none."""


SCREENS = {
    "join": Screen("Join", class_drawings.join),
    "gallery": Screen("Gallery", class_drawings.gallery_of_all),
    "accuracy": Screen("Accuracy", class_judgement.accuracy),
    "confusion": Screen("Confusion", class_judgement.confusion),
    "strangest": Screen("Strangest", remarkable.strangest, lambda model: "mnist"),
    "fooled": Screen("Fooled it", remarkable.fooled),
    "votes": Screen("Us against it", votes.show, hard_images.needed),
    "shift": Screen("Our hand and MNIST's", class_shift.show, lambda model: "mnist"),
    "runs": Screen("Runs", class_runs.show),
    "trained": Screen("What we taught it", class_trained.show),
}
"""By the name that the room's settings hold, in the order in which they are offered."""


def show(key: str) -> None:
    """What the projector of the room with this key shows."""
    teacher = rooms.as_teacher(lab.store(), key)
    st.html(_STYLE)
    _live(teacher.room_id)


@polling.every(_POLL_SECONDS)
def _live(room_id: str) -> None:
    with frame.sentences():
        seen = live_room.caught_up(room_id)
        name = seen.room.settings.projector
        with st.container(key=f"projector_{name}" if name in SCREENS else "projector_join"):
            SCREENS.get(name, SCREENS["join"]).show(seen)
