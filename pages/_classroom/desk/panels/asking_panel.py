"""Ask the class without a plan: a question with answers, or what it reads in the drawings that it is least sure about."""

from __future__ import annotations

import streamlit as st

from digitcore.lab.polls import polls, questions
from digitcore.lab.polls.questions import Question
from digitcore.lab.rooms import rooms, rounds, wall
from digitcore.lab.rooms.room_access import Room, Teacher
from pages._classroom import screen_names
from pages._shared import lab
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
        with st.form("question", border=False):
            widgets.text("poll_question", "Question", "Did somebody write a rule for each digit?")
            widgets.text("poll_answers", "Answers, with | between them, * before the right one", "Yes | *No")
            st.form_submit_button("Ask", disabled=not room.is_open, on_click=_ask_typed, args=(teacher,))


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
    rooms.change_settings(teacher, projector=screen_names.POLL)
