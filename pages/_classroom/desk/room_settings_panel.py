"""What holds in the room: what the projector shows, guessing first, approval, the door, the mission, the model that answers.

The store has the values; each run puts them into the widgets, and a change goes back at once.
"""

from __future__ import annotations

import streamlit as st

from digitcore.lab.rooms import rooms
from digitcore.lab.rooms.room_access import Room, Teacher
from digitcore.learning.judging.missions import MISSIONS
from pages._classroom import live_room, needed_images
from pages._classroom.projector.screens import SCREENS
from pages._shared import models
from pages._shared.controls import state, widgets


def projector(teacher: Teacher, room: Room) -> None:
    """Which screen is on the projector, and the link that opens it."""
    with st.container(border=True, key="projector_choice"):
        st.subheader("The projector", anchor=False)
        _as_kept("room_projector", room.settings.projector)
        titles = {name: screen.title for name, screen in SCREENS.items()}
        widgets.segments(
            "room_projector", "It shows", titles, show_label=False,
            on_change=lambda: _keep(teacher, "projector"),
        )  # fmt: skip
        needed_images.offer(SCREENS[state.get("room_projector")].needs(room.settings.model))
        st.link_button(
            "Open the projector's window", live_room.projector(state.get("teach")),
            icon=":material/open_in_new:",
        )  # fmt: skip


def show(teacher: Teacher, room: Room) -> None:
    """The other settings."""
    kept = room.settings
    _as_kept("room_guess_first", kept.guess_first)
    widgets.toggle(
        "room_guess_first", "Guess first: the answer shows after a vote",
        on_change=lambda: _keep(teacher, "guess_first"),
    )  # fmt: skip
    _as_kept("room_approval", kept.approval)
    widgets.toggle(
        "room_approval", "Drawings are shown only after I approve them",
        on_change=lambda: _keep(teacher, "approval"),
    )  # fmt: skip
    _as_kept("room_door_shut", kept.door_shut)
    widgets.toggle(
        "room_door_shut", "Nobody new may join",
        on_change=lambda: _keep(teacher, "door_shut"),
    )  # fmt: skip
    _as_kept("room_mission", kept.mission)
    widgets.select(
        "room_mission", "Mission", ["", *MISSIONS], lambda name: MISSIONS[name].title if name else "None",
        on_change=lambda: _keep(teacher, "mission"),
    )  # fmt: skip
    _as_kept("room_model", kept.model)
    titles = models.choices()
    if kept.model not in titles:
        titles[kept.model] = "A run of another visitor"
    widgets.select(
        "room_model", "Model that answers", list(titles), titles.__getitem__,
        on_change=lambda: _keep(teacher, "model"),
    )  # fmt: skip


def _as_kept(key: str, value: object) -> None:
    if state.get(key) != value:
        state.put(key, value)


@state.in_callback
def _keep(teacher: Teacher, name: str) -> None:
    kept = rooms.own(teacher).settings
    rooms.put_settings(teacher, kept.replace(**{name: state.get(f"room_{name}")}))
