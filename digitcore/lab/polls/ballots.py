"""Ballots in a poll: one a seat and item in each vote, changed freely until it is closed; counted once it is revealed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.engine import Connection

from digitcore.data.results import ReadOnlyArrays
from digitcore.errors import BadInput
from digitcore.lab.polls import polls
from digitcore.lab.polls.polls import AGAIN, FIRST, Poll
from digitcore.lab.rooms import limits, seats
from digitcore.lab.rooms.room_access import changing
from digitcore.lab.rooms.seats import Seat
from digitcore.lab.store import schema
from digitcore.lab.store.store import Store
from digitcore.languages import gettext as _

_ballots, _seats = schema.room_ballots, schema.room_seats


@dataclass(frozen=True, eq=False)
class Tally(ReadOnlyArrays):
    """What came of a poll. Who did not change the answer keeps it in the second vote."""

    first: NDArray[np.int64]
    """(pupils, items) answers, `NONE` where there is none."""
    last: NDArray[np.int64]
    NONE: ClassVar[int] = -(10**9)

    def counts(self, item: int, answers: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """How often each of so many answers was given, in the first vote and in the last."""
        given = [votes[:, item][votes[:, item] != self.NONE] for votes in (self.first, self.last)]
        first, last = (np.bincount(votes, minlength=answers) for votes in given)
        return first, last


def put(store: Store, seat: Seat, poll: Poll, item: int, answer: int) -> None:
    """Store an answer, in place of an earlier one of the same vote."""
    if not poll.question.takes(item, answer):
        raise BadInput(
            _("{answer} is no answer to this.", answer=answer), _("Choose one of those on the screen.")
        )
    with changing(store, seat.room_id) as (connection, room):
        limits.count_act(connection, seats.current(connection, seat))
        stage = polls.read(connection, seat.room_id, poll.number).stage
        if not room.is_open or stage not in (FIRST, AGAIN):
            raise BadInput(_("This vote is over."), _("Wait for the next one."))
        place = {"poll": poll.number, "seat": seat.number, "item": item, "is_second": stage == AGAIN}
        _replace(connection, room.id, place, answer)


def of_seat(store: Store, seat: Seat, poll: Poll) -> dict[int, int]:
    """The answers of one seat as they count now: item → answer."""
    with store.reading() as connection:
        rows = connection.execute(_of(poll).where(_ballots.c.seat == seat.number)).all()
    return {row.item: row.answer for row in sorted(rows, key=lambda row: row.is_second)}


def in_vote(store: Store, seat: Seat, poll: Poll, *, is_second: bool) -> dict[int, int]:
    """The answers of one seat in the first vote or in the second: item → answer."""
    with store.reading() as connection:
        rows = connection.execute(_of(poll).where(_ballots.c.seat == seat.number)).all()
    return {row.item: row.answer for row in rows if row.is_second == is_second}


def answered(store: Store, poll: Poll) -> frozenset[int]:
    """The seats that answered everything in the vote that goes on; how they answered is not read.

    In the second vote an answer that is kept is given again.
    """
    these = (_ballots.c.room_id == poll.room_id) & (_ballots.c.poll == poll.number)
    these &= _ballots.c.is_second.is_(poll.stage != FIRST and poll.question.is_twice)
    complete = (
        sa.select(_ballots.c.seat)
        .join(*_its_seat())
        .where(these, _seats.c.removed_at.is_(None))
        .group_by(_ballots.c.seat)
        .having(sa.func.count() >= poll.question.items)
    )
    with store.reading() as connection:
        return frozenset(connection.execute(complete).scalars())


def tally(store: Store, poll: Poll) -> Tally | None:
    """The votes of all seats that were not taken away; None before the reveal."""
    with store.reading() as connection:
        if polls.read(connection, poll.room_id, poll.number).stage not in polls.TOLD:
            return None
        rows = connection.execute(_of(poll).join(*_its_seat()).where(_seats.c.removed_at.is_(None))).all()
    pupils = {seat: place for place, seat in enumerate(sorted({row.seat for row in rows}))}
    first = np.full((len(pupils), poll.question.items), Tally.NONE, np.int64)
    for row in rows:
        if not row.is_second:
            first[pupils[row.seat], row.item] = row.answer
    last = first.copy()
    for row in rows:
        if row.is_second:
            last[pupils[row.seat], row.item] = row.answer
    return Tally(first, last)


def _of(poll: Poll) -> sa.Select[Any]:
    columns = (_ballots.c.seat, _ballots.c.item, _ballots.c.is_second, _ballots.c.answer)
    return sa.select(*columns).where(_ballots.c.room_id == poll.room_id, _ballots.c.poll == poll.number)


def _its_seat() -> tuple[sa.Table, sa.ColumnElement[bool]]:
    return _seats, (_seats.c.room_id == _ballots.c.room_id) & (_seats.c.number == _ballots.c.seat)


def _replace(connection: Connection, room_id: str, place: dict[str, int], answer: int) -> None:
    this = _ballots.c.room_id == room_id
    for name, value in place.items():
        this &= _ballots.c[name] == value
    if not connection.execute(sa.update(_ballots).where(this).values(answer=answer)).rowcount:
        connection.execute(sa.insert(_ballots).values(room_id=room_id, **place, answer=answer))
