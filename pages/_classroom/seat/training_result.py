"""On a pupil's phone: how far the training with the class is, its curves, and what came of it."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from digitcore.lab.lessons import screens
from digitcore.lab.rooms import class_training
from digitcore.lab.rooms.class_training import Flipped
from digitcore.lab.rooms.room_access import Room
from digitcore.languages import gettext as _
from pages._classroom import live_room, paired_training
from pages._shared import frame, lab
from pages._shared.components import polling
from pages._shared.controls import state

_POLL_SECONDS = 2.0


def is_on(room: Room) -> bool:
    """Whether the class looks at it, and there is something to see."""
    return room.settings.projector == screens.TRAINED and bool(room.settings.trained)


def show(room: Room) -> None:
    """The pair of trainings that the desk requested last; it is drawn again while it trains, its result once."""
    st.title(_("What we taught it"), anchor=False)
    pair = class_training.latest(lab.store(), room)
    if pair is None:
        return
    if not pair.is_judged:
        _follow(room)
    elif (outcome := paired_training.outcome_of(pair)) is not None:
        is_shown = _is_shown(room.id, outcome.flipped)
        paired_training.show_outcome(pair, outcome, is_shown)
        _watch(room.id, outcome.flipped, is_shown)


@polling.every(_POLL_SECONDS)
def _follow(room: Room) -> None:
    with frame.errors_as_sentences():
        pair = class_training.latest(lab.store(), room)
        if pair is None or pair.is_judged:
            state.run_again()
        paired_training.show_training(pair, on_projector=True)  # nothing to set, and large


@polling.with_room(_POLL_SECONDS, room_id=lambda room_id, *_: room_id)
def _watch(room_id: str, flipped: Flipped, is_shown: NDArray[np.bool_]) -> None:
    """Nothing to see: runs the page again where one of the drawings was taken off the wall, or put back."""
    with frame.errors_as_sentences():
        if (_is_shown(room_id, flipped) != is_shown).any():
            state.run_again()


def _is_shown(room_id: str, flipped: Flipped) -> NDArray[np.bool_]:
    return flipped.is_on(live_room.without_drawings_voted_on(live_room.caught_up(room_id)))
