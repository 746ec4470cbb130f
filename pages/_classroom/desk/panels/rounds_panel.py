"""Ask the class to draw: choose a round, start it, watch it fill."""

from __future__ import annotations

import streamlit as st

from digitcore import wording
from digitcore.data.dataset import DIGITS
from digitcore.lab.lessons import conducting, pacing
from digitcore.lab.polls import polls
from digitcore.lab.rooms import rooms, rounds, seats, wall
from digitcore.lab.rooms.room_access import Room, Teacher
from digitcore.lab.rooms.rounds import KINDS, MOST_PROMPTS, WORKSHEET, Round
from pages._shared import frame, lab
from pages._shared.components import polling
from pages._shared.controls import state, widgets


def show(teacher: Teacher, room: Room) -> None:
    """The form for the next round, and how far the present one is."""
    with st.container(border=True, key="rounds"):
        st.subheader("Ask the class to draw", anchor=False)
        widgets.segments(
            "round_kind", "What", {name: kind.title for name, kind in KINDS.items()}, show_label=False
        )
        kind = KINDS[state.get("round_kind")]
        st.caption(kind.sentence)
        with widgets.stable_place():
            if kind.name == "digit":
                widgets.segments("round_digit", "Digit", {int(name): name for name in DIGITS})
        with widgets.stable_place():
            if kind.name != WORKSHEET:
                widgets.number("round_count", "Drawings per pupil", 1, MOST_PROMPTS)
        with widgets.stable_place():
            _offer_start(teacher, room)
        _live(teacher)


def _offer_start(teacher: Teacher, room: Room) -> None:
    """The button; over an open round it asks first."""
    current = rounds.latest(lab.store(), teacher.room_id)
    if current is not None and current.is_open:
        with st.popover("Start the round", icon=":material/play_arrow:"):
            st.markdown(f"Round {current.number} is open. Its drawings stay, and it is closed.")
            st.button("Close it and start this one", on_click=_start, args=(teacher,))
    else:
        st.button(
            "Start the round", icon=":material/play_arrow:", disabled=not room.is_open,
            type="secondary" if conducting.next_step(teacher) else "primary",  # there is one primary button
            on_click=_start, args=(teacher,),
        )  # fmt: skip


@polling.with_room(1.0)
def _live(teacher: Teacher) -> None:
    with frame.errors_as_sentences():
        rooms.room_of(teacher)  # raises once the desk has a new link
        current = rounds.latest(lab.store(), teacher.room_id)
        if current is None:
            st.caption("No round yet.")
            return
        drawn = wall.progress(lab.store(), current)
        sitting = seats.presence(lab.store(), teacher.room_id).seats
        theirs = " all of theirs" if current.count > 1 else ""
        st.markdown(
            f"Round {current.number}, {'open' if current.is_open else 'closed'}: {_in_words(current)}. "
            f"**{drawn.seats} of {sitting}** pupils have drawn{theirs}, {wording.counted(drawn.drawings, 'drawing')}."
        )


def _in_words(current: Round) -> str:
    what = wording.a(current.digit) if current.digit is not None else KINDS[current.kind].title.lower()
    return f"{what}, {current.count} drawings each" if current.count > 1 else what


@state.in_callback
def _start(teacher: Teacher) -> None:
    kind = state.get("round_kind")
    digit = state.get("round_digit") if kind == "digit" else None
    polls.end(teacher)
    rounds.start(teacher, kind, digit=digit, count=int(state.get("round_count")))
    # The wall until the teacher chooses another screen; and the time of what was before is over.
    rooms.change_settings(teacher, projector="gallery", **pacing.beginning(0))
