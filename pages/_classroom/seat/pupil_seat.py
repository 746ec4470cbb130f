"""A pupil's seat: which view the room calls for now, and the watch that sees when that changes.

The watch is one tiny query every 0.7 s; the page runs again only where there is something else to see.
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from digitcore.lab.rooms import rooms, rounds, seats
from digitcore.lab.rooms.room_access import Room
from digitcore.lab.rooms.rounds import Round
from digitcore.lab.rooms.seats import Seat
from pages._classroom import hard_images, needed_images
from pages._classroom.desk import class_lesson
from pages._classroom.seat import answers, mission, own_runs, round_board, voting
from pages._shared import frame, lab, models
from pages._shared.board.desk import class_desk
from pages._shared.components import polling
from pages._shared.controls import state, words

_LOOK_AGAIN_SECONDS = 0.7


@dataclass
class _Watch:
    """What is watched, as it was when the page was run."""

    room: Room
    seat: Seat
    drawn_in: Round | None = None
    """The round whose sheet is on screen, also in the moment after it was closed."""
    waits_for_model: bool = False
    waits_for_images: bool = False


def show(room: Room, seat: Seat) -> None:
    """What this pupil is to see now."""
    watch = _Watch(room, seat, waits_for_model=not models.loading(room.settings.model).finished.is_set())
    st.caption(f"{words.plain(room.title)} · you are **{words.plain(seat.name)}**")
    if seat.is_removed:
        st.info("Your teacher took you out of this room.", icon=":material/chair:")
    else:
        _view(watch)
    if watch.drawn_in is None:
        class_desk().laid = ""  # the canvas is not on screen: it will be a new one
    _look_again(watch)


def _view(watch: _Watch) -> None:
    room, seat = watch.room, watch.seat
    asked = rounds.current(lab.store(), room.id)
    if asked and (asked.is_open or round_board.is_being_finished(asked)):
        watch.drawn_in = asked
        round_board.show(seat, asked, room.settings.model)
        class_lesson.show_way(room)  # below the sheet, which takes all of a phone
        return
    class_lesson.show_way(room)
    if not room.is_open:
        st.info("This room is closed. Nothing more can be drawn in it.", icon=":material/door_front:")
    elif room.settings.projector == hard_images.PROJECTOR:
        watch.waits_for_images = needed_images.is_missing(hard_images.needed(room.settings.model))
        voting.show(seat, room.settings.model)
        return
    elif room.settings.projector == own_runs.PROJECTOR:
        mission.show(room, seat)
        if not mission.asks_for_runs(room):
            own_runs.show(room, seat)
        return
    if asked:
        answers.show(seat, asked, room.settings)
    else:
        st.title("You are in", anchor=False)
    if room.is_open:
        mission.show(room, seat)
        st.markdown(f"Wait for the {'next' if asked else 'first'} round. It appears here by itself.")
    answers.show_gallery(seat, room.settings)


@polling.every(_LOOK_AGAIN_SECONDS)
def _look_again(watch: _Watch) -> None:
    """Run the page again where something changed; say that somebody is here; put what could not be put before."""
    with frame.sentences():
        room = watch.room
        now = rooms.pulse(lab.store(), room.id)
        if now is None or (now.call_version, now.is_open) != (room.call_version, room.is_open):
            state.run_again()
        if watch.seat.is_removed:
            return
        watch.seat = seats.seen(lab.store(), watch.seat)
        if watch.drawn_in and round_board.keep_again(watch.seat, watch.drawn_in, room.settings.model):
            state.run_again()
        if watch.drawn_in and not watch.drawn_in.takes_drawings:
            state.run_again()
        if watch.waits_for_images and not needed_images.is_missing(hard_images.needed(room.settings.model)):
            state.run_again()
        if watch.waits_for_model and models.loading(room.settings.model).finished.is_set():
            state.run_again()
