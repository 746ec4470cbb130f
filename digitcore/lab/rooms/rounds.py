"""Rounds in a room: everybody is prompted to draw digits; the teacher starts and closes them.

Prompts follow from room, round and seat number alone, so nothing is stored for each pupil and a reload prompts the
same. One round is open at a time; a new kind is one entry of `KINDS`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.random import RandomState
from sqlalchemy.engine import Connection

from digitcore.data.dataset import DIGITS
from digitcore.data.worksheets.layout import PROMPTS
from digitcore.errors import BadInput
from digitcore.lab.rooms.room_access import Teacher, changing_as_teacher, read_room
from digitcore.lab.store import schema
from digitcore.lab.store.store import Store
from digitcore.languages import gettext as _

MOST_PROMPTS = 20
"""Drawings of one pupil in a round."""
GRACE = dt.timedelta(seconds=2)
"""Drawings still count for so long after a round was closed: a stroke takes time to end and to arrive."""

WORKSHEET = "worksheet"
"""The kind of round that prompts what stands on the printed sheet."""

_rounds = schema.room_rounds


@dataclass(frozen=True)
class Round:
    """One round, open or closed."""

    room_id: str
    number: int
    kind: str
    digit: int | None
    """The digit that all draw, if the kind has one."""
    count: int
    """Drawings of each seat."""
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
        """The digits that this seat is prompted to draw, in order."""
        return tuple(int(digit) for digit in KINDS[self.kind].prompts(self, seat_number))

    def random(self, seat_number: int = 0) -> RandomState:
        """The random numbers of this seat, or of the whole round: the same in every process."""
        name = f"{self.room_id}/{self.number}/{seat_number}"
        return RandomState(int.from_bytes(hashlib.sha256(name.encode()).digest()[:4]))


@dataclass(frozen=True)
class Kind:
    """One way to choose prompts."""

    name: str
    title: str
    sentence: str
    prompts: Callable[[Round, int], Any]
    """Round and seat number → `count` digits."""


def _same(round_: Round, seat_number: int) -> list[int]:
    return [round_.digit or 0] * round_.count


def _by_chance(round_: Round, seat_number: int) -> Any:
    return round_.random(seat_number).randint(0, len(DIGITS), round_.count)


def _as_printed(round_: Round, seat_number: int) -> tuple[int, ...]:
    return PROMPTS


def _balanced(round_: Round, seat_number: int) -> Any:
    """The ten digits in one random order, repeated; each seat takes the next `count` of them, and shuffles its own."""
    row = round_.random().permutation(len(DIGITS))
    places = (seat_number - 1) * round_.count + np.arange(round_.count)
    return round_.random(seat_number).permutation(row[places % len(DIGITS)])


KINDS = {
    kind.name: kind
    for kind in (
        Kind("digit", "One digit", "Everybody draws the same digit.", _same),
        Kind("random", "Random digits", "Each pupil draws digits of their own, by chance.", _by_chance),
        Kind("balanced", "Each digit equally often", "Each pupil draws a few digits, the class all ten alike.", _balanced),
        Kind(WORKSHEET, "As on the worksheet", "The twenty digits of the printed sheet: on paper or on a screen.", _as_printed),
    )
}  # fmt: skip
"""The kinds of rounds, by name."""


def start(teacher: Teacher, kind: str, *, digit: int | None = None, count: int = 1) -> Round:
    """Start a round, which closes the one before; what a worksheet asks for is always all of it."""
    count = len(PROMPTS) if kind == WORKSHEET else count
    _check(kind, digit, count)
    with changing_as_teacher(teacher) as connection:
        if not read_room(connection, teacher.room_id).is_open:
            raise BadInput("This room is closed.", "Open it again first.")
        _close(connection, teacher.room_id)
        latest = _latest(connection, teacher.room_id)
        number = latest.number + 1 if latest else 1
        prompts = {"kind": kind, "digit": digit if kind == "digit" else None, "count": count}
        row = {"room_id": teacher.room_id, "number": number, "started_at": schema.now()}
        connection.execute(sa.insert(_rounds).values(**row, **prompts))
        return read_round(connection, teacher.room_id, number)


def for_worksheets(connection: Connection, room_id: str) -> Round:
    """The round that worksheets belong to, within a transaction: the open one, the last one if it was theirs, or a new one.

    A new one is closed from the beginning: nobody waits for it.
    """
    latest = _latest(connection, room_id)
    if latest and (latest.is_open or latest.kind == WORKSHEET):
        return latest
    number, moment = latest.number + 1 if latest else 1, schema.now()
    row = {"room_id": room_id, "number": number, "started_at": moment, "closed_at": moment}
    connection.execute(sa.insert(_rounds).values(**row, kind=WORKSHEET, digit=None, count=len(PROMPTS)))
    return read_round(connection, room_id, number)


def close(teacher: Teacher) -> None:
    """Close the open round, if any: its drawings stay, and the answers show."""
    with changing_as_teacher(teacher) as connection:
        _close(connection, teacher.room_id)


def latest(store: Store, room_id: str) -> Round | None:
    """The latest round of a room, open or closed; None before the first."""
    with store.reading() as connection:
        return _latest(connection, room_id)


def at_moment(store: Store, room_id: str, moment: dt.datetime) -> Round | None:
    """The latest round as it was then: closed only if it was by that time."""
    query = _query(room_id).where(_rounds.c.started_at <= moment).order_by(_rounds.c.number.desc()).limit(1)
    with store.reading() as connection:
        row = connection.execute(query).one_or_none()
    if row is None:
        return None
    then = _record(row)
    is_closed_later = then.closed_at is not None and then.closed_at > moment
    return replace(then, closed_at=None) if is_closed_later else then


def get(store: Store, room_id: str, number: int) -> Round:
    """The round with this number; raises BadInput where there is none."""
    with store.reading() as connection:
        return read_round(connection, room_id, number)


def listed(store: Store, room_id: str) -> list[Round]:
    """All rounds of a room, the first one first."""
    with store.reading() as connection:
        return [_record(row) for row in connection.execute(_query(room_id).order_by(_rounds.c.number))]


def read_round(connection: Connection, room_id: str, number: int) -> Round:
    """The round with this number, within a transaction; raises BadInput where there is none."""
    row = connection.execute(_query(room_id).where(_rounds.c.number == number)).one_or_none()
    if row is None:
        raise BadInput(
            _("There is no round {number} in this room.", number=number),
            _("Wait for your teacher to start one."),
        )
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
