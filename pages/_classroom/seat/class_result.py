"""On a pupil's phone: how far the training with the class is, its curves, and what came of it."""

from __future__ import annotations

import streamlit as st

from digitcore.lab.rooms import class_training, rooms
from digitcore.lab.rooms.room_access import Room
from digitcore.languages import gettext as _
from pages._classroom import live_room, paired_training, screen_names
from pages._shared import frame, lab
from pages._shared.components import polling

_POLL_SECONDS = 2.0


def is_on(room: Room) -> bool:
    """Whether the class looks at it, and there is something to see."""
    return room.settings.projector == screen_names.TRAINED and bool(room.settings.trained)


def show(room: Room) -> None:
    """The pair of trainings that the desk requested last."""
    st.title(_("What we taught it"), anchor=False)
    _live(room.id)


@polling.every(_POLL_SECONDS)
def _live(room_id: str) -> None:
    with frame.errors_as_sentences():
        pair = class_training.latest(lab.store(), rooms.get(lab.store(), room_id))
        if pair is not None:
            on_wall = live_room.without_secrets(live_room.caught_up(room_id)).images.images
            paired_training.show(pair, on_wall, on_projector=True)  # nothing to set, and large
