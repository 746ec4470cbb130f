"""Rounds in a room: what everybody is asked to draw, started and closed by the teacher.

What a seat is asked follows from room, round and seat number alone, so nothing is written down for each pupil and a
reload asks the same again. One round is open at a time; a new kind is one entry of `KINDS`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.random import RandomState
from sqlalchemy.engine import Connection

from digitcore.data.dataset import DIGITS
from digitcore.errors import BadInput
from digitcore.lab.rooms import room_access
from digitcore.lab.rooms.room_access import Teacher, teaching
from digitcore.lab.store import schema
from digitcore.lab.store.store import Store

MOST_PROMPTS = 20
"""Drawings of one pupil in a round."""
GRACE = dt.timedelta(seconds=2)
"""A stroke takes time to end and to arrive: drawings still count for so long after a round was closed."""

_rounds = schema.room_rounds


@dataclass(frozen=True)
class Round:
    """One round, open or over."""

    room_id: str
    number: int
    kind: str
    digit: int | None
    """The digit that all are asked for, if the kind has one."""
    count: int
    """Drawings asked of each seat."""
    started_at: dt.datetime
    closed_at: dt.datetime | None

    @property
    def is_open(self) -> bool:
        """Whether nobody has closed it."""
        return self.closed_at is None

    @property
    def takes_drawings(self) -> bool:
        """Whether a drawing that arrives now counts, by this server's clock."""
        return self.closed_at is None or schema.now() < self.closed_at + GRACE

    def prompts(self, seat_number: int) -> tuple[int, ...]:
        """The digits that this seat is asked to draw, in order."""
        return tuple(int(digit) for digit in KINDS[self.kind].prompts(self, seat_number))

    def random(self, seat_number: int = 0) -> RandomState:
        """The draws of this seat, or of the whole round: the same in every process."""
        name = f"{self.room_id}/{self.number}/{seat_number}"
        return RandomState(int.from_bytes(hashlib.sha256(name.encode()).digest()[:4]))


@dataclass(frozen=True)
class Kind:
    """One way to ask."""

    name: str
    title: str
    sentence: str
    prompts: Callable[[Round, int], Any]
    """Round and seat number → `count` digits."""


def _same(asked: Round, seat_number: int) -> list[int]:
    return [asked.digit or 0] * asked.count


def _by_chance(asked: Round, seat_number: int) -> Any:
    return asked.random(seat_number).randint(0, len(DIGITS), asked.count)


def _balanced(asked: Round, seat_number: int) -> Any:
    """Seats take their digits off an endless row of one order of the ten, each where the last one stopped."""
    row = asked.random().permutation(len(DIGITS))
    places = (seat_number - 1) * asked.count + np.arange(asked.count)
    return asked.random(seat_number).permutation(row[places % len(DIGITS)])


KINDS = {
    kind.name: kind
    for kind in (
        Kind("digit", "One digit", "Everybody draws the same digit.", _same),
        Kind("random", "Random digits", "Each pupil draws digits of their own, by chance.", _by_chance),
        Kind("balanced", "All ten alike", "Each pupil draws a few digits; over the class all ten come equally often.", _balanced),
    )
}  # fmt: skip
"""How one can ask, by name."""


def start(teacher: Teacher, kind: str, *, digit: int | None = None, count: int = 1) -> Round:
    """Begin a round, which ends the one before."""
    _check(kind, digit, count)
    with teaching(teacher) as connection:
        if not room_access.one(connection, teacher.room_id).is_open:
            raise BadInput("This room is closed.", "Open it again first.")
        _close(connection, teacher.room_id)
        latest = _latest(connection, teacher.room_id)
        number = latest.number + 1 if latest else 1
        asked = {"kind": kind, "digit": digit if kind == "digit" else None, "count": count}
        row = {"room_id": teacher.room_id, "number": number, "started_at": schema.now()}
        connection.execute(sa.insert(_rounds).values(**row, **asked))
        return one(connection, teacher.room_id, number)


def close(teacher: Teacher) -> None:
    """End the round that is going on, if any: what was drawn stays as it is, and the answers show."""
    with teaching(teacher) as connection:
        _close(connection, teacher.room_id)


def current(store: Store, room_id: str) -> Round | None:
    """The latest round of a room, open or over; None before the first."""
    with store.reading() as connection:
        return _latest(connection, room_id)


def get(store: Store, room_id: str, number: int) -> Round:
    """The round with this number, or a sentence."""
    with store.reading() as connection:
        return one(connection, room_id, number)


def listed(store: Store, room_id: str) -> list[Round]:
    """All rounds of a room, the first one first."""
    with store.reading() as connection:
        return [_record(row) for row in connection.execute(_query(room_id).order_by(_rounds.c.number))]


def one(connection: Connection, room_id: str, number: int) -> Round:
    """The round with this number within a transaction, or a sentence."""
    row = connection.execute(_query(room_id).where(_rounds.c.number == number)).one_or_none()
    if row is None:
        raise BadInput(f"There is no round {number} in this room.", "Wait for your teacher to start one.")
    return _record(row)


def _check(kind: str, digit: int | None, count: int) -> None:
    if kind not in KINDS:
        raise BadInput(f"There is no kind of round {kind[:40]!r}.", f"Choose one of: {', '.join(KINDS)}.")
    if kind == "digit" and digit not in range(len(DIGITS)):
        raise BadInput(f"{digit} is no digit.", "Ask for a digit from 0 to 9.")
    if not 1 <= count <= MOST_PROMPTS:
        raise BadInput(f"{count} drawings cannot be asked for.", f"Ask for 1 to {MOST_PROMPTS}.")


def _close(connection: Connection, room_id: str) -> None:
    is_open = (_rounds.c.room_id == room_id) & _rounds.c.closed_at.is_(None)
    connection.execute(sa.update(_rounds).where(is_open).values(closed_at=schema.now()))


def _latest(connection: Connection, room_id: str) -> Round | None:
    row = connection.execute(_query(room_id).order_by(_rounds.c.number.desc()).limit(1)).one_or_none()
    return None if row is None else _record(row)


def _query(room_id: str) -> sa.Select[Any]:
    return sa.select(_rounds).where(_rounds.c.room_id == room_id)


def _record(row: sa.Row[Any]) -> Round:
    return Round(**row._mapping)
