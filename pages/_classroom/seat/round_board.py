"""The sheet of a round: the digit to draw, large, and the canvas. Each finished stroke stores the drawing.

The prediction is stored with it, for the projector; the pupil sees it when the round is over (`answers`).
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from digitcore import wording
from digitcore.errors import BadInput
from digitcore.lab.rooms import limits, wall
from digitcore.lab.rooms.rounds import Round
from digitcore.lab.rooms.seats import Seat
from digitcore.lab.rooms.wall import WallDrawing
from pages._classroom import room_prediction
from pages._shared import frame, lab, models
from pages._shared.board import canvas
from pages._shared.board.desk import NO_INK, ClassDesk, class_desk
from pages._shared.controls import state

_PAPER, _BRUSH = "white", "medium"
"""The same for all, so that their drawings can be compared."""


def show(seat: Seat, this_round: Round, model: str) -> None:
    """The seat's next prompt, or the one whose drawing is under way."""
    desk, place = class_desk(), _place(this_round)
    if desk.laid != place or state.page_was_entered():
        stored = wall.of_seat(lab.store(), seat, this_round.number)
        if desk.laid != place:
            drawn = {drawing.step for drawing in stored}
            desk.step = next(
                (step for step in range(this_round.count) if step not in drawn), this_round.count - 1
            )
        _lay(desk, stored)
        desk.laid = place
    _board(seat, this_round, model)
    if this_round.count > 1:
        _show_steps(desk, seat, this_round, model)


def is_being_finished(this_round: Round) -> bool:
    """Whether the round, whose sheet is on screen, was closed so recently that a stroke may still arrive."""
    return class_desk().laid == _place(this_round) and this_round.takes_drawings


def _place(this_round: Round) -> str:
    return f"{this_round.room_id}/{this_round.number}"


@st.fragment
def _board(seat: Seat, this_round: Round, model: str) -> None:
    with frame.errors_as_sentences():
        desk, prompts = class_desk(), this_round.prompts(seat.number)
        with st.container(width=canvas.side_px(), gap="small", key="class_board"):
            st.title(f"Draw {wording.a(prompts[desk.step])}", anchor=False)
            paper = canvas.show(desk, paper=_PAPER, brush=canvas.brush_px(_BRUSH))
            desk.drawing = paper.drawing
            _store(desk, seat, this_round, model)
            # Whole strokes only: thirty pens that send pieces would delay the strokes.
            canvas.show_buttons(desk, paper, on_clear=desk.clear, pace="strokes")
            _say_whether_stored(desk, this_round)


def store_again(seat: Seat, this_round: Round, model: str) -> bool:
    """Store what could not be stored when it was drawn, or not with a prediction; whether the sentence about it changes."""
    desk = class_desk()
    before = desk.problem
    _store(desk, seat, this_round, model)
    return desk.problem != before


def _store(desk: ClassDesk, seat: Seat, this_round: Round, model: str) -> None:
    """Store the drawing if it has changed; with its prediction, as soon as there is a model."""
    if desk.drawing.is_blank:
        desk.problem = ""
        if not desk.is_coming:
            desk.kept = NO_INK  # the next stroke begins another drawing
        return
    desk.is_coming = False
    predictor = models.ready(model)
    is_stored = canvas.is_same(desk.drawing, desk.kept)
    desk.problem = ""
    if is_stored and (desk.is_answered or predictor is None):
        return
    try:
        limits.check_drawing(desk.drawing)  # before it costs the model any time
        prediction = room_prediction.of(predictor, desk.drawing)
        wall.put(lab.store(), seat, this_round.number, desk.step, desk.drawing, model=model, **prediction)
    except BadInput as problem:
        desk.problem = str(problem)
        return
    desk.kept, desk.is_put, desk.is_answered = desk.drawing, True, predictor is not None


def _lay(desk: ClassDesk, stored: Sequence[WallDrawing]) -> None:
    """Begin the canvas with the stored drawing of this step."""
    drawing = next((drawing for drawing in stored if drawing.step == desk.step), None)
    desk.turn(canvas.as_canvas_json(drawing.drawing, paper=_PAPER) if drawing else None)
    desk.kept = desk.drawing = canvas.fit(drawing.drawing) if drawing else NO_INK
    desk.is_put = desk.is_coming = drawing is not None
    desk.is_answered = drawing is not None and len(drawing.probabilities) > 0
    desk.problem = ""


def _show_steps(desk: ClassDesk, seat: Seat, this_round: Round, model: str) -> None:
    """The ways to the drawings before and after; outside of the fragment, since a late stroke may arrive with the press."""
    with st.container(
        horizontal=True, vertical_alignment="center", width=canvas.side_px(), key="class_steps"
    ):
        for label, step, kind in (("Back", desk.step - 1, "secondary"), ("Next", desk.step + 1, "primary")):
            st.button(
                label, key=f"step_{label}", type=kind, width="stretch", disabled=step not in range(this_round.count),
                on_click=_go, args=(desk, seat, this_round, model, step),
            )  # fmt: skip
        st.markdown(f"{desk.step + 1} of {this_round.count}", width="content")


@state.in_callback
def _go(desk: ClassDesk, seat: Seat, this_round: Round, model: str, step: int) -> None:
    _store(desk, seat, this_round, model)
    if not desk.problem:
        desk.step = step
        _lay(desk, wall.of_seat(lab.store(), seat, this_round.number))


def _say_whether_stored(desk: ClassDesk, this_round: Round) -> None:
    if desk.problem:
        st.warning(desk.problem, icon=":material/hourglass_top:")
    elif not this_round.is_open:
        st.caption("Time is up. The stroke that you are drawing still counts.")
    elif not desk.is_put:
        st.caption("What you draw is kept at once. The model's answer comes when the round is over.")
    elif desk.drawing.is_blank and not desk.is_coming:
        st.caption("The drawing before counts until you draw another one.")
    else:
        st.caption("Kept. You can change it until the round is over.")
