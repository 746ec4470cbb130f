"""What the model says of a pupil's drawings once the round is over, after their own guess where that comes first."""

from __future__ import annotations

import streamlit as st

from digitcore import wording
from digitcore.data.dataset import DIGITS
from digitcore.lab.drawings import drawing_files
from digitcore.lab.rooms import rounds, wall
from digitcore.lab.rooms.room_settings import RoomSettings
from digitcore.lab.rooms.rounds import Round
from digitcore.lab.rooms.seats import Seat
from digitcore.lab.rooms.wall import WallDrawing
from pages._classroom import room_prediction
from pages._classroom.seat import ten_digits
from pages._shared import lab, models
from pages._shared.components import bars, gallery
from pages._shared.controls import state

_CARD_PX, _LARGE_PX, _TILE_PX = 440, 112, 56


def show(seat: Seat, asked: Round, settings: RoomSettings) -> None:
    """This round's drawings with their answers; the first one that is to be guessed stands alone above them."""
    predictor = models.ready(settings.model)
    theirs = [
        room_prediction.at_last(predictor, one) for one in wall.of_seat(lab.store(), seat, asked.number)
    ]
    to_guess = [one for one in theirs if not one.shows_answer(asked, settings)]
    if to_guess:
        _question(seat, to_guess[0], len(to_guess))
    elif theirs:
        st.title("The model's answer" if len(theirs) == 1 else "The model's answers", anchor=False)
    else:
        st.title("This round is over", anchor=False)
        st.markdown("You drew nothing in it.")
    for one in theirs:
        if one not in to_guess:
            _answer(one)


def show_gallery(seat: Seat, settings: RoomSettings) -> None:
    """All that this pupil drew in the room."""
    predictor = models.ready(settings.model)
    theirs = [room_prediction.at_last(predictor, one) for one in wall.of_seat(lab.store(), seat)]
    if not theirs:
        return
    asked = {one.number: one for one in rounds.listed(lab.store(), seat.room_id)}
    captions = [_in_short(one) if one.shows_answer(asked[one.round], settings) else "?" for one in theirs]
    st.subheader("Your drawings in this room", anchor=False)
    gallery.show(
        drawing_files.framed(theirs),
        key="class_drawings",
        maximum=255,
        label="Your drawings in this room",
        names=[f"round {one.round}, asked for {one.prompt}" for one in theirs],
        captions=captions,
        size=_TILE_PX,
    )
    st.caption("Below each what you were asked for, and what the model said.")


def _in_short(one: WallDrawing) -> str:
    if not len(one.probabilities):
        return f"{one.prompt}"
    return f"{one.prompt} → {one.said or 'no digit'}"


def _question(seat: Seat, one: WallDrawing, count: int) -> None:
    st.title("What will the model say?", anchor=False)
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        _picture(one)
        ten_digits.show("guess", lambda digit: _vote(seat, one.round, one.step, digit))
    if count > 1:
        st.caption(f"{count} of your drawings are still to be guessed.")


@state.in_callback
def _vote(seat: Seat, round_number: int, step: int, digit: int) -> None:
    wall.vote(lab.store(), seat, round_number, step, digit)


def _answer(one: WallDrawing) -> None:
    with st.container(border=True, width=_CARD_PX, key=f"answer_{one.id}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
            _picture(one)
            with st.container(width="stretch"):
                bars.say(one.said or "?", _verdict(one))
        guessed = "" if one.vote is None else f" You guessed that the model says {one.vote}."
        st.markdown(f"You were asked for {wording.a(one.prompt)}.{guessed}")
        if one.probabilities.shape == (1, len(DIGITS)):
            bars.show_shares(
                one.probabilities[0],
                class_names=DIGITS,
                caption="Probability of each digit",
                is_answer=one.is_digit,
            )


def _picture(one: WallDrawing) -> None:
    with st.container(width="content"):
        gallery.show(
            drawing_files.framed([one]),
            key=f"drawing_{one.id}",
            maximum=255,
            label="Your drawing",
            names=[f"your drawing, asked for {one.prompt}"],
            size=_LARGE_PX,
        )


def _verdict(one: WallDrawing) -> str:
    """What stands beside the large answer."""
    if not len(one.probabilities):
        return "The model is loading: some seconds."
    if not one.is_digit:
        return "The model does not take this for a digit."
    return f"with {bars.in_percent(float(one.probabilities[0].max()))}"
