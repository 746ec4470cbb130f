"""Who has done the room's mission with a drawing: the seats, since the teacher set it; another mission begins anew.

The last drawing that did it is kept, until the class has said what it reads in it (`lab.polls.legibility`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.engine import Connection

from digitcore.data.ink import Drawing, frame
from digitcore.data.results import ReadOnlyArrays
from digitcore.lab.rooms import limits, seats
from digitcore.lab.rooms.room_access import Teacher, changing, changing_as_teacher
from digitcore.lab.rooms.seats import Seat
from digitcore.lab.store import schema
from digitcore.lab.store.store import Store

_deeds, _proofs, _seats = schema.room_deeds, schema.room_proofs, schema.room_seats
_SIDE = 28
FEWEST_READERS = 3
"""Fewer are no judgement of a class."""


@dataclass(frozen=True, eq=False)
class Proof(ReadOnlyArrays):
    """A drawing that did the mission."""

    seat: int
    image: NDArray[np.uint8]
    """(28, 28)."""
    readers: int | None
    """How many of the class read what it was to be; None before they were asked."""
    votes: int | None

    @property
    def is_legible(self) -> bool:
        """Whether more than half of the class, and enough of them, read what it was to be."""
        return (self.readers or 0) >= FEWEST_READERS and 2 * (self.readers or 0) > (self.votes or 0)


def put(store: Store, seat: Seat, mission: str, drawing: Drawing) -> None:
    """Note that this seat has done this mission with this drawing; nothing where the room has another one by now."""
    with changing(store, seat.room_id) as (connection, room):
        limits.count_act(connection, seats.current(connection, seat))
        if room.settings.mission != mission:
            return
        this = (_deeds.c.room_id == seat.room_id) & (_deeds.c.seat == seat.number)
        place = {"room_id": seat.room_id, "seat": seat.number}
        if connection.execute(sa.select(_deeds.c.seat).where(this)).first() is None:
            connection.execute(sa.insert(_deeds).values(**place, done_at=schema.now()))
        _put_proof(connection, place, drawing)


def _put_proof(connection: Connection, place: dict[str, Any], drawing: Drawing) -> None:
    """In place of the one before, unless the class has voted on that."""
    this = (_proofs.c.room_id == place["room_id"]) & (_proofs.c.seat == place["seat"])
    connection.execute(sa.delete(_proofs).where(this, _proofs.c.votes.is_(None)))
    if connection.execute(sa.select(_proofs.c.seat).where(this)).first() is None:
        image = np.rint(frame(drawing)).astype(np.uint8).tobytes()
        connection.execute(sa.insert(_proofs).values(**place, image=image))


def proofs(store: Store, room_id: str) -> list[Proof]:
    """The drawings of all seats, without those that were taken out."""
    is_its_seat = (_seats.c.room_id == _proofs.c.room_id) & (_seats.c.number == _proofs.c.seat)
    these = (_proofs.c.room_id == room_id) & _seats.c.removed_at.is_(None)
    query = sa.select(_proofs).join(_seats, is_its_seat).where(these).order_by(_proofs.c.seat)
    with store.reading() as connection:
        return [
            Proof(row.seat, np.frombuffer(row.image, np.uint8).reshape(_SIDE, _SIDE), row.readers, row.votes)
            for row in connection.execute(query)
        ]


def take_off(teacher: Teacher, seat: int) -> None:
    """Delete the drawing of this seat; its pupil may bring another one."""
    with changing_as_teacher(teacher, for_pupils=False) as connection:
        this = (_proofs.c.room_id == teacher.room_id) & (_proofs.c.seat == seat)
        connection.execute(sa.delete(_proofs).where(this))


def put_votes(teacher: Teacher, voted_on: Sequence[Proof]) -> None:
    """Note what the class read in these drawings, where they are still these."""
    with changing_as_teacher(teacher) as connection:
        for proof in voted_on:
            this = (_proofs.c.room_id == teacher.room_id) & (_proofs.c.seat == proof.seat)
            this &= _proofs.c.image == proof.image.tobytes()
            connection.execute(
                sa.update(_proofs).where(this).values(readers=proof.readers, votes=proof.votes)
            )


def is_done(store: Store, seat: Seat) -> bool:
    """Whether this seat has done it."""
    this = (_deeds.c.room_id == seat.room_id) & (_deeds.c.seat == seat.number)
    with store.reading() as connection:
        return connection.execute(sa.select(_deeds.c.seat).where(this)).first() is not None


def count(store: Store, room_id: str) -> int:
    """How many pupils have done it, without those who were taken out."""
    is_its_seat = (_seats.c.room_id == _deeds.c.room_id) & (_seats.c.number == _deeds.c.seat)
    query = sa.select(sa.func.count()).select_from(_deeds).join(_seats, is_its_seat)
    with store.reading() as connection:
        these = (_deeds.c.room_id == room_id) & _seats.c.removed_at.is_(None)
        return int(connection.execute(query.where(these)).scalar_one())
