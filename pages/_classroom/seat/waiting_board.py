"""The sheet of a pupil while no round is open: to practise, or for the mission, which is judged on what is drawn here.

Nothing drawn to practise is kept. Of a mission the room keeps the last drawing that did it, for the class to vote on.
"""

from __future__ import annotations

import streamlit as st

from digitcore.data.dataset import DIGITS
from digitcore.lab.rooms import deeds, limits, seats
from digitcore.lab.rooms.room_access import Room
from digitcore.lab.rooms.seats import Seat
from digitcore.languages import gettext as _
from digitcore.languages import ngettext
from digitcore.learning.judging.missions import DrawingFacts, Mission
from pages._shared import frame, lab, models
from pages._shared.board import canvas
from pages._shared.board.sheet import WaitingSheet, waiting_sheet
from pages._shared.components import answer, polling
from pages._shared.controls import state

_PAPER, _BRUSH = "white", "medium"
"""As in a round."""
_COUNT_SECONDS = 2.0


def show_practice(room: Room) -> None:
    """The sheet, with bars where the teacher lets answers be seen."""
    st.markdown(_("Try your pen until then. Nothing of it is kept."))
    _lay(room, "")
    _board(room, None, None)


def show_mission(seat: Seat, room: Room, mission: Mission) -> None:
    """What becomes of a drawing, the sheet with the verdict, and how many of the class have done it."""
    st.caption(_("The last drawing that does it is kept, and your class may vote on what it shows."))
    _lay(room, mission.name)
    _board(room, seat, mission)
    _count(room.id)


def _lay(room: Room, mission: str) -> None:
    """A blank sheet for another mission, and where the canvas was gone."""
    if not state.stays(f"waiting_board {room.id}/{mission}"):
        sheet = waiting_sheet()
        sheet.turn()
        sheet.judged, sheet.verdict = 0, ""


@st.fragment
def _board(room: Room, seat: Seat | None, mission: Mission | None) -> None:
    with frame.errors_as_sentences():
        sheet = waiting_sheet()
        canvas.take_ink(sheet, brush=_BRUSH, keep=lambda: None)
        with st.container(width=canvas.side_px(), gap="small", key="waiting_board"):
            canvas.show(
                sheet, paper=_PAPER, brush=_BRUSH, key="waiting_canvas", on_clear=sheet.turn
            )  # fmt: skip
            if seat is not None and mission is not None:
                _judge(sheet, seat, room, mission)
                _show_verdict(sheet, seat)
            if room.settings.live_answers:
                answer.show(
                    room.settings.model, key="waiting_answer", class_names=DIGITS, answered=None,
                    begin=_("The model answers while you draw."), wait=_("The model reads it in a moment."),
                    sheet=sheet.number,
                )  # fmt: skip


def _judge(sheet: WaitingSheet, seat: Seat, room: Room, mission: Mission) -> None:
    """Judge what was drawn since the last time, once the model is loaded."""
    predictor = models.ready(room.settings.model)
    if sheet.drawing.is_blank or predictor is None or mission.check_drawing is None:
        return
    if predictor.facts.framing is None or sheet.judged == sheet.change:
        return
    limits.check_drawing(sheet.drawing)
    prediction = predictor.predict(sheet.drawing)
    shares = prediction.probabilities
    facts = DrawingFacts(mission.prompt, int(shares.argmax()), float(shares.max()), prediction.is_digit)
    result = mission.check_drawing(facts)
    sheet.judged, sheet.verdict = sheet.change, result.sentence
    if result.is_done:
        deeds.put(lab.store(), seat, mission.name, sheet.drawing)


def _show_verdict(sheet: WaitingSheet, seat: Seat) -> None:
    if deeds.is_done(lab.store(), seat):
        st.success(_("You have done it."), icon=":material/check_circle:")
        _say_who_reads_it(seat)
        st.markdown(sheet.verdict)
    else:
        st.markdown(f"**{_('Not done yet.')}** {sheet.verdict}")


def _say_who_reads_it(seat: Seat) -> None:
    """What came of the vote on it."""
    for proof in deeds.proofs(lab.store(), seat.room_id):
        if proof.seat == seat.number and proof.votes is not None:
            readers, votes = proof.readers or 0, proof.votes
            st.markdown(
                ngettext("{count} of {total} reads it.", "{count} of {total} read it.", readers, total=votes)
            )


@polling.with_room(_COUNT_SECONDS, room_id=lambda room_id: room_id)
def _count(room_id: str) -> None:
    with frame.errors_as_sentences():
        sitting = seats.presence(lab.store(), room_id).seats
        done = deeds.count(lab.store(), room_id)
        st.caption(
            ngettext(
                "{count} of {sitting} have done it.",
                "{count} of {sitting} have done it.",
                done,
                sitting=sitting,
            )
        )
