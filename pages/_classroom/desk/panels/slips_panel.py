"""Was it really a 3? The teacher names slips of the pen among the mistakes that the model is surest of."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from digitcore import wording
from digitcore.data.dataset import DIGITS
from digitcore.lab.polls import questions
from digitcore.lab.rooms import wall
from digitcore.lab.rooms.room_access import Teacher
from digitcore.lab.rooms.wall import WallDrawing
from pages._classroom import live_room
from pages._shared.components import gallery
from pages._shared.controls import session, state

_MOST = 12


@dataclass
class _Chosen:
    drawing: str = ""


def show(teacher: Teacher) -> None:
    """The mistakes and the named slips; below the pressed one what it can be instead."""
    live, snapshot = live_room.wall_of(teacher.room_id), live_room.caught_up(teacher.room_id)
    listed = [
        *(drawing for drawing in snapshot.shown if drawing.is_slip),
        *questions.worth_a_second_look(snapshot.shown, _MOST),
    ]
    if not listed:
        return
    st.subheader("Was it really a 3?", anchor=False)
    st.markdown("Mistakes that it is surest of. Press a slip of the pen, and say what it is.")
    ids, chosen = [drawing.id for drawing in listed], session.remembered(_Chosen)
    gallery.show(
        live.images(listed),
        key="slips",
        maximum=255,
        label="Mistakes that may be slips of the pen",
        names=[f"asked for {drawing.prompt}, read as {drawing.said}" for drawing in listed],
        captions=[_caption(drawing) for drawing in listed],
        picked=ids.index(chosen.drawing) if chosen.drawing in ids else None,
        on_pick=lambda place: setattr(chosen, "drawing", ids[place]),
        scrolls=False,
    )
    if chosen.drawing in ids:
        _offer(teacher, listed[ids.index(chosen.drawing)])


def _caption(drawing: WallDrawing) -> str:
    return (
        f"{drawing.prompt}, really {drawing.true_label}"
        if drawing.is_slip
        else f"{drawing.prompt} → {drawing.said}"
    )


def _offer(teacher: Teacher, drawing: WallDrawing) -> None:
    st.markdown(f"{wording.a(drawing.prompt).capitalize()} was asked for. It is really a")
    with st.container(horizontal=True, gap="xsmall", key="slip_digits"):
        for digit, name in enumerate(DIGITS):
            st.button(
                name, key=f"slip_{digit}", type="primary" if digit == drawing.true_label else "secondary",
                on_click=_name, args=(teacher, drawing, digit),
            )  # fmt: skip


@state.in_callback
def _name(teacher: Teacher, drawing: WallDrawing, digit: int) -> None:
    if not wall.name_slip(teacher, drawing, digit):
        st.toast("Its pupil has just changed it: look again.", icon=":material/refresh:")
