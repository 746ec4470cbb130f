"""What the tests of classrooms share: a room with some pupils, and drawings they put."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from digitcore.data.ink import Drawing
from digitcore.lab.rooms import rooms, rounds, seats, wall
from digitcore.lab.rooms.room_access import Teacher
from digitcore.lab.rooms.room_settings import RoomSettings
from digitcore.lab.rooms.seats import Seat
from digitcore.lab.store import schema
from digitcore.lab.store.store import Store


@dataclass(frozen=True)
class Class:
    """A room and who sits in it."""

    teacher: Teacher
    pupils: tuple[Seat, ...]

    @property
    def store(self) -> Store:
        return self.teacher.store

    @property
    def room_id(self) -> str:
        return self.teacher.room_id


def class_of(store: Store, count: int, **room_settings: object) -> Class:
    """A room with `count` pupils, called Pupil 1 and so on."""
    teacher, _ = rooms.open_room(store, "7b", RoomSettings(**room_settings))
    pupils = (seats.join(store, teacher.room_id, f"visitor {n}", f"Pupil {n}") for n in range(1, count + 1))
    return Class(teacher, tuple(pupils))


def bar(x: float = 100, *, width: float = 21) -> Drawing:
    return Drawing.from_strokes([[(x, 40), (x + 3, 200)]], canvas=320, stroke_width=width)


def let_the_grace_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """Turn the clock on, past the moment in which a round that was closed still takes drawings."""
    later = schema.now() + rounds.GRACE
    monkeypatch.setattr(schema, "now", lambda: later)


def shares(digit: int, certainty: float = 1.0) -> np.ndarray:
    """(1, 10): this digit with that probability, the rest among the others."""
    others = np.full((1, 10), (1 - certainty) / 9, np.float32)
    others[0, digit] = certainty
    return others


def put(seat: Seat, store: Store, round_number: int, *, step: int = 0, said: int = 1, **more: object) -> str:
    """A bar that the model took for `said`."""
    values = {"drawing": bar(), "model": "default", "is_digit": True, "probabilities": shares(said)} | more
    return wall.put(store, seat, round_number, step, values.pop("drawing"), said=str(said), **values)
