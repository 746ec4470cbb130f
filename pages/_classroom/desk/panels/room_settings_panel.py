"""The room's settings: guessing first, approval, the mission, the model.

The store has the values: each run puts them into the widgets, and each change is stored at once.
"""

from __future__ import annotations

from functools import partial

from digitcore.lab.rooms import rooms
from digitcore.lab.rooms.room_access import Room, Teacher
from digitcore.learning.judging.missions import MISSIONS
from pages._shared import models
from pages._shared.controls import state, widgets


def show(teacher: Teacher, room: Room) -> None:
    """What holds for everybody."""
    for name, label in (
        ("guess_first", "Guess first: the answer shows after a vote"),
        ("live_answers", "Answers show while pupils draw"),
        ("approval", "Drawings are shown only after I approve them"),
        ("holds_scribbles", "What it reads as no digit waits for me"),
        ("animals_only", "Names are animals only"),
    ):
        _from_store(f"room_{name}", getattr(room.settings, name))
        widgets.toggle(f"room_{name}", label, on_change=partial(_put, teacher, name))
    _from_store("room_mission", room.settings.mission)
    widgets.select(
        "room_mission", "Mission", ["", *MISSIONS], lambda name: MISSIONS[name].title if name else "None",
        on_change=lambda: _put(teacher, "mission"),
    )  # fmt: skip
    _from_store("room_model", room.settings.model)
    titles = models.choices()
    if room.settings.model not in titles:
        titles[room.settings.model] = "A run of another visitor"
    widgets.select(
        "room_model", "Model that answers", list(titles), titles.__getitem__,
        on_change=lambda: _put(teacher, "model"),
    )  # fmt: skip


def _from_store(key: str, value: object) -> None:
    if state.get(key) != value:
        state.put(key, value)


@state.in_callback
def _put(teacher: Teacher, name: str) -> None:
    rooms.change_settings(teacher, **{name: state.get(f"room_{name}")})
