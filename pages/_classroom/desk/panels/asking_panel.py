"""Ask the class without a plan: a question with answers, or what it reads in the drawings that it is least sure about."""

from __future__ import annotations

import numpy as np
import streamlit as st

from digitcore import wording
from digitcore.lab.lessons import pacing, screens
from digitcore.lab.polls import legibility, polls, questions
from digitcore.lab.polls.questions import MOST_DRAWINGS, Question
from digitcore.lab.rooms import deeds, rooms, rounds, wall
from digitcore.lab.rooms.room_access import Room, Teacher
from digitcore.learning.judging.missions import MISSIONS
from pages._shared import frame, lab
from pages._shared.components import gallery, polling
from pages._shared.controls import state, widgets

_DRAWINGS = 3


def show(teacher: Teacher, room: Room) -> None:
    """Both ways; what follows (discuss, vote again, reveal) is the large button's above."""
    with st.container(border=True, key="asking"):
        st.subheader("Let the class vote", anchor=False)
        st.button(
            f"What will it read? {_DRAWINGS} drawings", icon=":material/how_to_vote:", disabled=not room.is_open,
            on_click=_vote_on_drawings, args=(teacher,),
        )  # fmt: skip
        st.button(
            "Was it really a 3? The surest mistakes", icon=":material/gesture:", disabled=not room.is_open,
            on_click=_vote_on_mistakes, args=(teacher,),
        )  # fmt: skip
        if mission := MISSIONS.get(room.settings.mission):
            _offer_mission(teacher, mission.prompt, is_open=room.is_open)
        with st.form("question", border=False):
            widgets.text("poll_question", "Question", "Did somebody write a rule for each digit?")
            widgets.text("poll_answers", "Answers, with | between them, * before the right one", "Yes | *No")
            st.form_submit_button("Ask", disabled=not room.is_open, on_click=_ask_typed, args=(teacher,))


@polling.with_room(2.0)
def _offer_mission(teacher: Teacher, prompt: int, *, is_open: bool) -> None:
    """The drawings that did the mission: seen by the teacher before the class votes on whether one can read them."""
    with frame.errors_as_sentences():
        rooms.room_of(teacher)  # raises once the desk has a new link
        proofs = legibility.unread(lab.store(), teacher.room_id)[:MOST_DRAWINGS]
        if not proofs:
            return
        title = f"Can we read it? {wording.counted(len(proofs), 'drawing')}"
        with st.popover(title, icon=":material/visibility:", key="can_we_read_it"):
            st.markdown("They did the mission. Press one that the class is not to see.")
            gallery.show(
                np.stack([proof.image for proof in proofs]), key="proofs", maximum=255, label="Drawings for the mission",
                names=[f"drawing {place}" for place in range(1, len(proofs) + 1)], scrolls=False,
                on_pick=lambda place: _take_off(teacher, proofs[place].seat),
            )  # fmt: skip
            st.button(
                "Let the class vote on them", disabled=not is_open, on_click=_vote_on_mission,
                args=(teacher, prompt),
            )  # fmt: skip


@state.in_callback
def _take_off(teacher: Teacher, seat: int) -> None:
    deeds.take_off(teacher, seat)


@state.in_callback
def _vote_on_mission(teacher: Teacher, prompt: int) -> None:
    _ask(teacher, legibility.question(lab.store(), teacher.room_id, prompt))


@state.in_callback
def _vote_on_drawings(teacher: Teacher) -> None:
    drawings = questions.worth_a_vote(wall.shown(lab.store(), teacher.room_id), _DRAWINGS)
    _ask(teacher, questions.on_drawings(drawings))


@state.in_callback
def _vote_on_mistakes(teacher: Teacher) -> None:
    drawings = questions.worth_a_second_look(wall.shown(lab.store(), teacher.room_id), _DRAWINGS)
    _ask(teacher, questions.on_labels(drawings))


@state.in_callback
def _ask_typed(teacher: Teacher) -> None:
    _ask(teacher, questions.read_choice(f"{state.get('poll_question')} | {state.get('poll_answers')}"))
    state.put("poll_question", "")
    state.put("poll_answers", "")


def _ask(teacher: Teacher, question: Question) -> None:
    rounds.close(teacher)
    polls.ask(teacher, question)
    rooms.change_settings(teacher, projector=screens.POLL, **pacing.beginning(0))  # what was before is over
