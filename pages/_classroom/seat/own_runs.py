"""A pupil's own runs, when projector or mission want runs: one press puts a run beside those of the class."""

from __future__ import annotations

import streamlit as st

from digitcore import languages
from digitcore.lab.rooms import room_runs
from digitcore.lab.rooms.room_access import Room
from digitcore.lab.rooms.seats import Seat
from digitcore.lab.runs import runs
from digitcore.languages import gettext as _
from pages._shared import lab
from pages._shared.controls import state, visitor, words

_MOST = 12


def show(room: Room, seat: Seat) -> None:
    """The whole view: the pupil's runs, and the way to train one."""
    st.title(_("Show the class what you trained"), anchor=False)
    show_buttons(seat)
    show_link_to_train(room)


def show_link_to_train(room: Room) -> None:
    """To Train, with the room in the address, so that there is a way back."""
    st.page_link(
        "pages/train.py", label=_("Train a network"), icon=":material/model_training:",
        query_params={"room": room.code},
    )  # fmt: skip


def show_buttons(seat: Seat) -> None:
    """A button for each of the pupil's runs, the newest first."""
    own = runs.list_runs(lab.store(), visitor.current())[:_MOST]
    shown = {
        entry.run.id for entry in room_runs.listed(lab.store(), seat.room_id) if seat.number in entry.seats
    }
    for run in own:
        title = words.plain(_("{run}, seed {seed}", run=run.title, seed=run.config.seed))
        if run.test_accuracy is not None:
            title += f" ({languages.percent(run.test_accuracy)})"
        st.button(
            _("{run} is on the wall", run=title) if run.id in shown else title,
            key=f"show_run_{run.id}", width="stretch", disabled=run.id in shown,
            on_click=_add, args=(seat, run.id),
        )  # fmt: skip
    if not own:
        st.markdown(_("You have not trained anything yet."))


@state.in_callback
def _add(seat: Seat, run_id: str) -> None:
    room_runs.add(lab.store(), seat, run_id)
