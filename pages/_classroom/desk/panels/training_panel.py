"""Train with the class: the same network twice, without and with the class's drawings; `paired_training` shows both."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from digitcore.data import datasets
from digitcore.lab.rooms import class_data, class_training, rooms
from digitcore.lab.rooms.class_training import NETWORKS, Pair, PreparedPair
from digitcore.lab.rooms.room_access import Room, Teacher
from digitcore.lab.rooms.wall import WallDrawing
from digitcore.learning.recipes.recipes import RECIPES
from pages._classroom import live_room, paired_training
from pages._shared import background_tasks, frame, lab
from pages._shared.components import polling
from pages._shared.controls import state, tab, visitor, widgets

_REQUEST = "class training"


def show(teacher: Teacher) -> None:
    """The network to train, the button, and the last pair of trainings."""
    st.header("Train with the class", anchor=False)
    st.markdown(
        "The same network twice: on images of MNIST alone, and with the drawings on the wall among them. "
        "A quarter of the pupils is held out: their drawings judge both."
    )
    widgets.segments("class_network", "Network", {name: RECIPES[name].title for name in NETWORKS})
    _live(teacher)


@polling.every(1.0)
def _live(teacher: Teacher) -> None:
    with frame.errors_as_sentences():
        rooms.room_of(teacher)  # raises once the desk has a new link
        snapshot = live_room.caught_up(teacher.room_id)
        missing = class_data.shortage(snapshot.shown)
        st.button(
            "Train with the class", key="train_with_class", icon=":material/school:",
            disabled=missing is not None, on_click=_want_chosen, args=(snapshot.room.version,),
        )  # fmt: skip
        if missing:
            st.caption(str(missing))
        if wanted := tab.requested(_REQUEST):
            _start(teacher, snapshot.shown, wanted)
        if pair := class_training.latest(lab.store(), snapshot.room):
            paired_training.show(pair, snapshot)
            _offer_use(teacher, pair, snapshot.room)


def _offer_use(teacher: Teacher, pair: Pair, room: Room) -> None:
    """Let the class's own model answer from now on, once it is trained; the room's settings lead back."""
    if room.settings.model == pair.after.id:
        st.caption("The model with the class answers now. *The room* leads back to another one.")
    elif pair.is_judged:
        st.button("Use it now", icon=":material/check:", on_click=_use, args=(teacher, pair.after.id))


@state.in_callback
def _use(teacher: Teacher, model: str) -> None:
    rooms.change_settings(teacher, model=model)


def _want_chosen(version: int) -> None:
    want(state.get("class_network"), version)


def want(network: str, version: int) -> None:
    """The room's version is part of the key: each press is a task of its own, on the drawings of that moment."""
    tab.request(_REQUEST, f"{network}/{version}")


def is_beginning() -> bool:
    """Whether a training was wanted, here or of the plan, whose images are still being made: `show` requests the runs then."""
    return bool(tab.requested(_REQUEST))


def _start(teacher: Teacher, drawings: Sequence[WallDrawing], wanted: str) -> None:
    """Make both datasets in a task; once they are there, request both runs."""
    network = wanted.partition("/")[0]

    def prepare(report: object) -> PreparedPair:
        data = datasets.load("mnist")
        return class_training.prepare(teacher.room_id, drawings, data, network)

    prepared = background_tasks.result_or_none(("train with the class", teacher.room_id, wanted), prepare)
    if prepared is not None:
        tab.clear_request()
        class_training.request(teacher, prepared, visitor=visitor.current())
        lab.jobs()
        state.run_again()
