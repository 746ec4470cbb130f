"""A pupil's seat: the view that the room calls for now, and the poll that notices when that changes."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from digitcore.lab.lessons import screens
from digitcore.lab.polls import polls
from digitcore.lab.rooms import rooms, rounds, seats
from digitcore.lab.rooms.room_access import Room
from digitcore.lab.rooms.rounds import Round
from digitcore.lab.rooms.seats import Seat
from digitcore.languages import gettext as _
from pages._classroom import sent_lesson, timer
from pages._classroom.seat import (
    ballot,
    mission,
    own_runs,
    round_board,
    round_result,
    training_result,
    voting,
    waiting_board,
)
from pages._shared import frame, lab, models
from pages._shared.board.sheet import class_sheet
from pages._shared.components import polling, somebody_else
from pages._shared.controls import language, state, widgets, words
from pages._shared.server import room_news

_POLL_SECONDS = 0.7
"""The poll of thirty pupils comes at once, so it reads one row; the page runs again only where that has changed."""


@dataclass
class _Shown:
    """What the page showed and waited for when it was run last."""

    room: Room
    seat: Seat
    sheet_of: Round | None = None
    """The round whose sheet is on screen, also in the moment after it was closed."""
    waits_for_model: bool = False


def show(room: Room, seat: Seat) -> None:
    """The view, and the poll."""
    shown = _Shown(room, seat, waits_for_model=not models.loading(room.settings.model).finished.is_set())
    with st.container(horizontal=True, vertical_alignment="center", key="seat_head"):
        who = _("you are **{name}**", name=words.plain(seat.name))
        somebody_else.show("not_this_pupil", before=f"{words.plain(room.shown_title)} · {who}")
        language.show_menu("seat_language")
        timer.show(room, key="seat_timer")
    if seat.is_removed:
        st.info(_("Your teacher took you out of this room."), icon=":material/chair:")
    else:
        _view(shown)
    with widgets.stable_place():
        if room.settings.is_paused and room.is_open:
            _show_pause()
    if shown.sheet_of is None:
        class_sheet().laid = ""  # the canvas is not on screen: the next one is new
    _poll(shown)


def _show_pause() -> None:
    """Lies over the page, which stays as it is: the sheet and its strokes are there again when the pause ends."""
    st.html(
        f'<div class="paused" role="status"><div>{_("Look up")}</div>'
        f"<p>{_('Your teacher speaks. What you drew is kept.')}</p></div>"
    )


def _view(shown: _Shown) -> None:
    room, seat = shown.room, shown.seat
    latest = rounds.latest(lab.store(), room.id)
    if latest and (latest.is_open or round_board.is_being_finished(latest)):
        shown.sheet_of = latest
        round_board.show(seat, latest, room.settings)
        sent_lesson.show_for_pupil(room)  # below the sheet, which takes all of a phone
        return
    round_board.warn_of_late_strokes()
    sent_lesson.show_for_pupil(room)
    if not room.is_open:
        st.info(_("This room is closed. Nothing more can be drawn in it."), icon=":material/door_front:")
    elif poll := polls.current(lab.store(), room.id):
        if training_result.is_on(room) and not poll.takes_votes:
            training_result.show(room)
        ballot.show(seat, poll)
        return
    elif training_result.is_on(room):
        training_result.show(room)
        return
    elif room.settings.projector == screens.VOTES:
        voting.show(seat, room.settings.model)
        return
    elif room.settings.projector == screens.RUNS:
        mission.show(room, seat)
        if not mission.asks_for_runs(room):
            own_runs.show(room, seat)
        return
    _wait(room, seat, latest)


def _wait(room: Room, seat: Seat, latest: Round | None) -> None:
    """What came of the last round, and what to do until the next one."""
    own = round_result.drawings_of(seat, room.settings)
    is_guessing = False
    if latest:
        is_guessing = round_result.show(seat, own, latest, room.settings)
    else:
        st.title(_("You are in"), anchor=False)
    if room.is_open:
        mission.show(room, seat)
        st.markdown(
            _("Wait for the next round. It appears here by itself.")
            if latest
            else _("Wait for the first round. It appears here by itself.")
        )
        if not is_guessing and not room.settings.mission:
            waiting_board.show_practice(room)
    if latest and own:
        round_result.show_gallery(seat, own, latest, room.settings)


@polling.with_room(_POLL_SECONDS, room_id=lambda shown: shown.room.id, for_pupils=True)
def _poll(shown: _Shown) -> None:
    """Send the seat's heartbeat, store what could not be stored before, and run the page again where something changed."""
    with frame.errors_as_sentences():
        if shown.sheet_of is None:  # a sheet may lie there a moment longer
            room_news.let_page_follow()
        room = shown.room
        now = rooms.versions(lab.store(), room.id)
        if now is None or now.is_open != room.is_open:
            state.run_again()
        if now.call_version != room.call_version:
            if not _is_just_closed(shown):
                state.run_again()
            round_board.say_time_is_up()
        if shown.seat.is_removed:
            return
        shown.seat = seats.mark_present(lab.store(), shown.seat)
        if shown.sheet_of and round_board.store_again(shown.seat, shown.sheet_of, room.settings.model):
            state.run_again()
        if shown.waits_for_model or (shown.sheet_of and not shown.sheet_of.is_open):
            room_news.run_soon(_POLL_SECONDS)
        if shown.sheet_of and not shown.sheet_of.is_open:
            if not round_board.is_being_finished(shown.sheet_of):
                state.run_again()
            round_board.finish_when_pen_is_up(shown.sheet_of)
        if shown.waits_for_model and models.loading(room.settings.model).finished.is_set():
            state.run_again()


def _is_just_closed(shown: _Shown) -> bool:
    """Whether the round was closed, whose sheet stays until no stroke is under way: the page is run again when it goes."""
    latest = rounds.latest(lab.store(), shown.room.id)
    if latest is None or shown.sheet_of is None or latest.number != shown.sheet_of.number:
        return False
    shown.sheet_of = latest
    return not latest.is_open and latest.takes_drawings
