"""The model's answers to a pupil's drawings, after the round; where the room guesses first, after the pupil's guess."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from digitcore import wording
from digitcore.data.dataset import DIGITS
from digitcore.lab.rooms import wall
from digitcore.lab.rooms.room_settings import RoomSettings
from digitcore.lab.rooms.rounds import Round
from digitcore.lab.rooms.seats import Seat
from digitcore.lab.rooms.wall import WallDrawing
from digitcore.languages import gettext as _
from digitcore.languages import ngettext
from pages._classroom import live_room, room_prediction
from pages._classroom.seat import ten_digits
from pages._shared import lab, models
from pages._shared.components import bars, gallery
from pages._shared.controls import state

_CARD_PX, _LARGE_PX, _TILE_PX = 440, 112, 56


def drawings_of(seat: Seat, settings: RoomSettings) -> list[WallDrawing]:
    """All of the pupil's drawings in the room, with predictions once the model is loaded."""
    predictor = models.ready(settings.model)
    return [room_prediction.added_to(drawing, predictor) for drawing in wall.of_seat(lab.store(), seat)]


def show(seat: Seat, drawings: Sequence[WallDrawing], latest: Round, settings: RoomSettings) -> bool:
    """The latest round's drawings with their answers, those that were not read first; above them the first that is to be guessed.

    Gives whether one is.
    """
    own = [drawing for drawing in drawings if drawing.round == latest.number]
    to_guess = [drawing for drawing in own if not drawing.shows_answer(latest, settings)]
    answered = [drawing for drawing in own if drawing not in to_guess]
    if to_guess:
        _question(seat, to_guess[0], len(to_guess))
    elif not own:
        _say_why_nothing(seat, latest)
    elif len(own) == 1:
        st.title(_("The model's answer"), anchor=False)
    elif all(len(drawing.probabilities) for drawing in own):
        read = sum(drawing.is_read for drawing in own)
        st.title(_("It read {read} of {total}", read=read, total=len(own)), anchor=False)
    else:
        st.title(_("The model's answers"), anchor=False)
    _show_all(seat, answered)
    return bool(to_guess)


def _say_why_nothing(seat: Seat, latest: Round) -> None:
    """The pupil has no drawing in the round: they did not draw, they came later, or it was one on paper."""
    over = latest.closed_at or latest.started_at
    if latest.started_at < over and seat.joined_at < over:
        st.title(_("This round is over"), anchor=False)
        st.markdown(_("You drew nothing in it."))
        return
    st.title(_("You are in"), anchor=False)
    if seat.joined_at >= over:
        st.markdown(_("The last round was over before you came."))


def _show_all(seat: Seat, answered: Sequence[WallDrawing]) -> None:
    """Mistakes first; what was read is folded away where there is more than one drawing."""
    mistakes = [drawing for drawing in answered if not drawing.is_read]
    for drawing in mistakes:
        _answer(seat, drawing)
    read = [drawing for drawing in answered if drawing.is_read]
    if len(answered) == 1:
        for drawing in read:
            _answer(seat, drawing)
    elif read:
        title = ngettext("The {count} that it read", "The {count} that it read", len(read))
        with st.expander(title, key="answers_read"):
            for drawing in read:
                _answer(seat, drawing)


def show_gallery(seat: Seat, own: Sequence[WallDrawing], latest: Round, settings: RoomSettings) -> None:
    """All of the pupil's drawings in the room; no round is open any more where the latest is closed."""
    captions = [_in_short(drawing) if drawing.shows_answer(latest, settings) else "?" for drawing in own]
    st.subheader(_("Your drawings in this room"), anchor=False)
    gallery.show(
        live_room.wall_of(seat.room_id).images(own),
        key="class_drawings",
        maximum=255,
        label=_("Your drawings in this room"),
        names=[
            _("round {number}, asked for {digit}", number=drawing.round, digit=drawing.prompt)
            for drawing in own
        ],
        captions=captions,
        size=_TILE_PX,
    )
    st.caption(_("Below each what you were asked for, and what the model said."))


def _in_short(drawing: WallDrawing) -> str:
    if not len(drawing.probabilities):
        return f"{drawing.prompt}"
    return f"{drawing.prompt} → {drawing.said or _('no digit')}"


def _question(seat: Seat, drawing: WallDrawing, count: int) -> None:
    st.title(_("What will the model say?"), anchor=False)
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        _picture(seat, drawing)
        ten_digits.show("guess", lambda digit: _vote(seat, drawing.round, drawing.step, digit))
    if count > 1:
        st.caption(
            ngettext(
                "{count} of your drawings is still to be guessed.",
                "{count} of your drawings are still to be guessed.",
                count,
            )
        )


@state.in_callback
def _vote(seat: Seat, round_number: int, step: int, digit: int) -> None:
    wall.vote(lab.store(), seat, round_number, step, digit)


def _answer(seat: Seat, drawing: WallDrawing) -> None:
    with st.container(border=True, width=_CARD_PX, key=f"answer_{drawing.id}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
            _picture(seat, drawing)
            with st.container(width="stretch"):
                bars.show_answer(drawing.said or "?", _how_sure(drawing))
        st.markdown(_in_words(drawing))
        if drawing.probabilities.shape == (1, len(DIGITS)):
            bars.show_shares(
                drawing.probabilities[0],
                class_names=DIGITS,
                caption=_("Probability of each digit"),
                is_answer=drawing.is_digit,
            )


def _in_words(drawing: WallDrawing) -> str:
    """What was drawn, read, guessed, and seen by the class."""
    said = [_("You drew {digit}.", digit=wording.a(drawing.prompt))]
    if len(drawing.probabilities):
        said.append(_("It read {digit}.", digit=drawing.said or _("no digit")))
    if drawing.vote is not None:
        said.append(_("You guessed {digit}.", digit=drawing.vote))
    if drawing.is_slip:
        said.append(_("The class sees {digit} in it.", digit=wording.a(drawing.true_label)))
    return " ".join(said)


def _picture(seat: Seat, drawing: WallDrawing) -> None:
    with st.container(width="content"):
        gallery.show(
            live_room.wall_of(seat.room_id).images([drawing]),
            key=f"drawing_{drawing.id}",
            maximum=255,
            label=_("Your drawing"),
            names=[_("your drawing, asked for {digit}", digit=drawing.prompt)],
            size=_LARGE_PX,
        )


def _how_sure(drawing: WallDrawing) -> str:
    """The words beside the large answer."""
    if not len(drawing.probabilities):
        return _("The model is loading: some seconds.")
    if not drawing.is_digit:
        return _("The model does not take this for a digit.")
    return _("{percent} sure", percent=bars.in_percent(float(drawing.probabilities[0].max())))
