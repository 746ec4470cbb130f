"""The sheet of a round: the digit to draw, large, and the canvas. What is drawn is stored whenever the pen rests.

The prediction is stored with it, for the projector; the pupil sees it when the round is over (`round_result`), or while drawing
where the teacher lets answers be seen.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from digitcore import wording
from digitcore.data.dataset import DIGITS
from digitcore.errors import BadInput
from digitcore.lab.rooms import limits, wall
from digitcore.lab.rooms.room_settings import RoomSettings
from digitcore.lab.rooms.rounds import Round
from digitcore.lab.rooms.seats import Seat
from digitcore.lab.rooms.wall import WallDrawing
from digitcore.languages import gettext as _
from pages._classroom import room_prediction
from pages._classroom.seat import other_ways, photograph
from pages._shared import frame, lab, models
from pages._shared.board import canvas, pen_rest
from pages._shared.board.sheet import NO_INK, ClassSheet, class_sheet
from pages._shared.components import answer
from pages._shared.controls import state, widgets

_PAPER, _BRUSH = "white", "medium"
"""The same for all, so that their drawings can be compared."""


def show(seat: Seat, this_round: Round, settings: RoomSettings) -> None:
    """The seat's next prompt, or the one whose drawing is under way."""
    sheet, place = class_sheet(), _place(this_round)
    if sheet.laid != place or state.page_was_entered():
        stored = wall.of_seat(lab.store(), seat, this_round.number)
        if sheet.laid != place:
            drawn = {drawing.step for drawing in stored}
            sheet.step = next(
                (step for step in range(this_round.count) if step not in drawn), this_round.count - 1
            )
        _lay(sheet, stored)
        sheet.laid = place
    _board(seat, this_round, settings, sheet.step)
    if this_round.count > 1:
        _show_steps(sheet, seat, this_round, settings.model)


def is_being_finished(this_round: Round) -> bool:
    """Whether the round, whose sheet is on screen, was closed so recently that a stroke may still be under way."""
    sheet, place = class_sheet(), _place(this_round)
    return this_round.takes_drawings and sheet.laid == place and sheet.finished != place


def finish_when_pen_is_up(this_round: Round) -> None:
    """What closed rounds still wait for: a stroke that is being drawn, or is on its way. Most pupils draw none."""
    pen_rest.when_pen_is_up("round_finished", lambda: _finish(this_round))


def _finish(this_round: Round) -> None:
    class_sheet().finished = _place(this_round)


def say_time_is_up() -> None:
    """While a closed round still takes drawings."""
    st.caption(_("Time is up. The stroke that you are drawing still counts."))


def warn_of_late_strokes() -> None:
    """Say so where strokes arrive after their round, as after a minute without a connection."""
    sheet = class_sheet()
    if not sheet.laid:
        return
    change = sheet.change
    canvas.take_ink(sheet, brush=_BRUSH, keep=lambda: None)
    if sheet.change != change and not sheet.drawing.is_blank:
        st.warning(
            _("This round was closed before your last strokes arrived: they do not count."),
            icon=":material/hourglass_disabled:",
        )


def _place(this_round: Round) -> str:
    return f"{this_round.room_id}/{this_round.number}"


@st.fragment
def _board(seat: Seat, this_round: Round, settings: RoomSettings, step_on_page: int) -> None:
    with frame.errors_as_sentences():
        sheet, prompts = class_sheet(), this_round.prompts(seat.number)
        if sheet.step != step_on_page:  # what was rescued belongs to another prompt than the page speaks of
            state.run_again()
        _take_and_store(sheet, seat, this_round, settings.model)
        with st.container(width=canvas.side_px(), gap="small", key="class_board"):
            st.title(_("Draw {digit}", digit=wording.a(prompts[sheet.step])), anchor=False)
            if _way() == other_ways.PEN:
                canvas.show(
                    sheet,
                    paper=_PAPER,
                    brush=_BRUSH,
                    on_clear=lambda: _clear(sheet, seat, this_round, settings.model),
                    on_rescue=lambda: _take_rescued(sheet, seat, this_round, settings.model),
                    place=_place(this_round),
                    part=sheet.step,
                )
            else:
                if _way() == other_ways.PICTURE:
                    photograph.show(sheet, seat, this_round, settings.model)
                else:
                    other_ways.show_squares(sheet)
                _store(sheet, seat, this_round, settings.model)
            _say_whether_stored(sheet, this_round)
            if settings.live_answers and _way() != other_ways.PICTURE:
                answer.show(
                    settings.model,
                    key="class_answer",
                    class_names=DIGITS,
                    answered=None,
                    begin=_("The model answers while you draw."),
                    wait=_("The model answers when the round is over."),
                    sheet=sheet.number,
                )
            widgets.segments(
                "class_way", _("Bring a digit"), other_ways.titles(), show_label=False,
                on_change=lambda: _change_way(sheet, seat, this_round, settings.model),
            )  # fmt: skip


def _way() -> str:
    return str(state.get("class_way"))


def store_again(seat: Seat, this_round: Round, model: str) -> bool:
    """Store what could not be stored when it was drawn, or not with a prediction; whether the sentence about it changes."""
    sheet = class_sheet()
    before = sheet.problem
    _store(sheet, seat, this_round, model)
    return sheet.problem != before


def _take_and_store(sheet: ClassSheet, seat: Seat, this_round: Round, model: str) -> None:
    def store() -> None:
        _store(sheet, seat, this_round, model)

    if _way() == other_ways.PEN:
        canvas.take_ink(sheet, brush=_BRUSH, keep=store)
    store()


@state.in_callback
def _change_way(sheet: ClassSheet, seat: Seat, this_round: Round, model: str) -> None:
    """Each way has a sheet of its own; what the pen has sent last still counts."""
    canvas.take_ink(sheet, brush=_BRUSH, keep=lambda: _store(sheet, seat, this_round, model))
    _store(sheet, seat, this_round, model)
    sheet.turn()


@state.in_callback
def _clear(sheet: ClassSheet, seat: Seat, this_round: Round, model: str) -> None:
    """An empty sheet; the store keeps what was drawn before."""
    _take_and_store(sheet, seat, this_round, model)
    sheet.turn()


@state.in_callback
def _take_rescued(sheet: ClassSheet, seat: Seat, this_round: Round, model: str) -> None:
    """Store what had not come before this server or the page began; it lies on the sheet again, with its prompt."""
    _take_and_store(sheet, seat, this_round, model)
    sent = canvas.rescued(brush=_BRUSH)
    drawn = [drawing for _, drawing in sent.drawings if not drawing.is_blank] if sent else []
    if sent and drawn and sent.part < this_round.count:
        sheet.step = sent.part
        sheet.turn(drawn[-1])
        _store(sheet, seat, this_round, model)


def _store(sheet: ClassSheet, seat: Seat, this_round: Round, model: str) -> None:
    """Store the drawing if it has changed; with its prediction, as soon as there is a model."""
    sheet.problem = ""
    if sheet.drawing.is_blank:
        return
    predictor = models.ready(model)
    if sheet.drawing is sheet.kept and (sheet.is_answered or predictor is None):
        return
    try:
        limits.check_drawing(sheet.drawing)  # before it costs the model any time
        prediction = room_prediction.of(predictor, sheet.drawing)
        wall.put(lab.store(), seat, this_round.number, sheet.step, sheet.drawing, model=model, **prediction)
    except BadInput as problem:
        sheet.problem = str(problem)
        return
    sheet.kept, sheet.is_put, sheet.is_answered = sheet.drawing, True, predictor is not None


def _lay(sheet: ClassSheet, stored: Sequence[WallDrawing]) -> None:
    """Begin the canvas with the stored drawing of this step; ink from a photograph is no strokes, and stays as it is."""
    drawing = next((drawing for drawing in stored if drawing.step == sheet.step), None)
    has_strokes = drawing is not None and drawing.drawing.bitmap is None
    sheet.turn(canvas.fit(drawing.drawing) if drawing and has_strokes else NO_INK)
    sheet.kept = sheet.drawing
    sheet.is_put = drawing is not None
    sheet.is_answered = drawing is not None and len(drawing.probabilities) > 0
    sheet.problem = ""


def _show_steps(sheet: ClassSheet, seat: Seat, this_round: Round, model: str) -> None:
    """The ways to the drawings before and after; outside of the fragment, since a late stroke may arrive with the press."""
    with st.container(
        horizontal=True, vertical_alignment="center", width=canvas.side_px(), key="class_steps"
    ):
        for way, label, kind in ((-1, _("Back"), "secondary"), (1, _("Next"), "primary")):
            step = sheet.step + way
            st.button(
                label, key=f"step_{way}", type=kind, width="stretch", disabled=step not in range(this_round.count),
                on_click=_go, args=(sheet, seat, this_round, model, step),
            )  # fmt: skip
        st.markdown(_("{number} of {count}", number=sheet.step + 1, count=this_round.count), width="content")


@state.in_callback
def _go(sheet: ClassSheet, seat: Seat, this_round: Round, model: str, step: int) -> None:
    _take_and_store(sheet, seat, this_round, model)
    if not sheet.problem:
        sheet.step = step
        _lay(sheet, wall.of_seat(lab.store(), seat, this_round.number))


def _say_whether_stored(sheet: ClassSheet, this_round: Round) -> None:
    # `style.css` hides it while there is no connection: nobody knows what is kept.
    with st.container(key="kept"):
        if sheet.problem:
            st.warning(sheet.problem, icon=":material/hourglass_top:")
        elif not this_round.is_open:
            say_time_is_up()
        elif not sheet.is_put:
            st.caption(_("What you draw is kept at once. The model's answer comes when the round is over."))
        elif sheet.drawing.is_blank:
            st.caption(_("Your last drawing still counts until you draw a new one."))
        else:
            st.caption(_("Kept. You can change it until the round is over."))
