"""A pupil's runs where they are asked for, on the wall or by the mission: one press puts a run beside those of the class."""

from __future__ import annotations

import streamlit as st

from digitcore.lab.rooms import room_runs
from digitcore.lab.rooms.room_access import Room
from digitcore.lab.rooms.seats import Seat
from digitcore.lab.runs import runs
from pages._shared import lab
from pages._shared.controls import state, visitor, words

PROJECTOR = "runs"
"""What the projector shows while runs are gathered."""
_MOST = 12


def show(room: Room, seat: Seat) -> None:
    """All of the page: one's own runs, and the way to train one."""
    st.title("Show the class what you trained", anchor=False)
    show_buttons(seat)
    show_way(room)


def show_way(room: Room) -> None:
    """To Train, from where one comes back."""
    st.page_link(
        "pages/train.py", label="Train a network", icon=":material/model_training:",
        query_params={"room": room.code},
    )  # fmt: skip


def show_buttons(seat: Seat) -> None:
    """One's own runs, the newest first, each with its button."""
    mine = runs.list_runs(lab.store(), visitor.current())[:_MOST]
    shown = {one.run.id for one in room_runs.listed(lab.store(), seat.room_id) if seat.number in one.seats}
    for run in mine:
        title = f"{run.title}, seed {run.config.seed}"
        accuracy = "" if run.test_accuracy is None else f" ({run.test_accuracy:.1%})"
        st.button(
            f"{words.plain(title)}{accuracy}" + (" is on the wall" if run.id in shown else ""),
            key=f"show_run_{run.id}", width="stretch", disabled=run.id in shown,
            on_click=_add, args=(seat, run.id),
        )  # fmt: skip
    if not mine:
        st.markdown("You have not trained anything yet.")


@state.in_callback
def _add(seat: Seat, run_id: str) -> None:
    room_runs.add(lab.store(), seat, run_id)
