"""The sheet of a round: what is asked, large, and the canvas below it. Every finished stroke is put to the store.

What the model says is asked at once, for the projector, and shown when the round is over (`answers`).
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from digitcore import wording
from digitcore.errors import BadInput
from digitcore.lab.rooms import room_limits, wall
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


def show(seat: Seat, asked: Round, model: str) -> None:
    """The prompt of this seat that comes next, or the one that is being drawn."""
    found, place = class_desk(), _place(asked)
    if found.laid != place or state.page_was_entered():
        theirs = wall.of_seat(lab.store(), seat, asked.number)
        if found.laid != place:
            drawn = {one.step for one in theirs}
            found.step = next((step for step in range(asked.count) if step not in drawn), asked.count - 1)
        _lay(found, theirs)
        found.laid = place
    _board(seat, asked, model)
    if asked.count > 1:
        _show_steps(found, seat, asked, model)


def is_being_finished(asked: Round) -> bool:
    """Whether the round was closed just now, while its sheet was on screen: a stroke may be on its way."""
    return class_desk().laid == _place(asked) and asked.takes_drawings


def _place(asked: Round) -> str:
    return f"{asked.room_id}/{asked.number}"


@st.fragment
def _board(seat: Seat, asked: Round, model: str) -> None:
    with frame.sentences():
        found, prompts = class_desk(), asked.prompts(seat.number)
        with st.container(width=canvas.side_px(), gap="small", key="class_board"):
            st.title(f"Draw {wording.a(prompts[found.step])}", anchor=False)
            paper = canvas.show(found, paper=_PAPER, brush=canvas.brush_px(_BRUSH))
            found.drawing = paper.drawing
            _keep(found, seat, asked, model)
            canvas.show_buttons(found, paper, on_clear=found.clear, pace="strokes")
            _say_whether_kept(found, asked)


def keep_again(seat: Seat, asked: Round, model: str) -> bool:
    """Put what could not be put, or not with an answer, when it was drawn; tells whether a sentence about that is out of date."""
    found = class_desk()
    before = found.problem
    _keep(found, seat, asked, model)
    return found.problem != before


def _keep(found: ClassDesk, seat: Seat, asked: Round, model: str) -> None:
    """Put the drawing, unless it is in the store already, with what the model says as soon as there is a model."""
    if found.drawing.is_blank:
        found.problem = ""
        if not found.is_coming:
            found.kept = NO_INK  # what is drawn next is another drawing, wherever it begins
        return
    found.is_coming = False
    predictor = models.ready(model)
    is_there = canvas.is_same(found.drawing, found.kept)
    found.problem = ""
    if is_there and (found.is_answered or predictor is None):
        return
    try:
        room_limits.check_drawing(found.drawing)  # before it costs the model any time
        now_said = room_prediction.of(predictor, found.drawing)
        wall.put(lab.store(), seat, asked.number, found.step, found.drawing, model=model, **now_said)
    except BadInput as problem:
        found.problem = str(problem)
        return
    found.kept, found.is_put, found.is_answered = found.drawing, True, predictor is not None


def _lay(found: ClassDesk, theirs: Sequence[WallDrawing]) -> None:
    """Begin the canvas with what is in the store for this step."""
    one = next((one for one in theirs if one.step == found.step), None)
    found.turn(canvas.as_canvas_json(one.drawing, paper=_PAPER) if one else None)
    found.kept = found.drawing = canvas.fit(one.drawing) if one else NO_INK
    found.is_put = found.is_coming = one is not None
    found.is_answered = one is not None and len(one.probabilities) > 0
    found.problem = ""


def _show_steps(found: ClassDesk, seat: Seat, asked: Round, model: str) -> None:
    """To the drawing before and after this one; outside of the fragment, since a late stroke may come with the press."""
    with st.container(
        horizontal=True, vertical_alignment="center", width=canvas.side_px(), key="class_steps"
    ):
        for label, step, kind in (("Back", found.step - 1, "secondary"), ("Next", found.step + 1, "primary")):
            st.button(
                label, key=f"step_{label}", type=kind, width="stretch", disabled=step not in range(asked.count),
                on_click=_go, args=(found, seat, asked, model, step),
            )  # fmt: skip
        st.markdown(f"{found.step + 1} of {asked.count}", width="content")


@state.in_callback
def _go(found: ClassDesk, seat: Seat, asked: Round, model: str, step: int) -> None:
    _keep(found, seat, asked, model)
    if not found.problem:
        found.step = step
        _lay(found, wall.of_seat(lab.store(), seat, asked.number))


def _say_whether_kept(found: ClassDesk, asked: Round) -> None:
    if found.problem:
        st.warning(found.problem, icon=":material/hourglass_top:")
    elif not asked.is_open:
        st.caption("Time is up. The stroke that you are drawing still counts.")
    elif not found.is_put:
        st.caption("What you draw is kept at once. The model's answer comes when the round is over.")
    elif found.drawing.is_blank and not found.is_coming:
        st.caption("The drawing before counts until you draw another one.")
    else:
        st.caption("Kept. You can change it until the round is over.")
