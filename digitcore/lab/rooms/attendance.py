"""Who of a class is how far: drawings of the open round, whether somebody is away, or on another page of the app."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from digitcore.lab.rooms import rounds, seats
from digitcore.lab.rooms.seats import Seat
from digitcore.lab.store import schema
from digitcore.lab.store.store import Store

DONE, BEGUN, NOTHING, AWAY, ELSEWHERE = ("done", "begun", "nothing", "away", "elsewhere")
_drawings = schema.room_drawings


@dataclass(frozen=True)
class Attendance:
    """One pupil as the desk sees them."""

    seat: Seat
    drawn: int
    """Drawings in the open round; in a vote 1 once they have answered."""
    wanted: int
    """Drawings that the open round asks for, or 1 in a vote; 0 while nothing is open."""

    @property
    def state(self) -> str:
        """`DONE` or one of the others: what the teacher would look for first."""
        if not self.seat.is_here:
            return AWAY
        if self.seat.page:
            return ELSEWHERE
        if self.wanted and self.drawn >= self.wanted:
            return DONE
        return BEGUN if self.drawn else NOTHING

    @property
    def is_missing(self) -> bool:
        """Whether the open round, or the vote, still waits for them."""
        return bool(self.wanted) and self.drawn < self.wanted

    @property
    def words(self) -> str:
        """The state in a word or two."""
        if self.state == ELSEWHERE:
            return self.seat.page.capitalize()
        if self.state == AWAY or not self.wanted:
            return "away" if self.state == AWAY else ""
        return "done" if self.state == DONE else f"{self.drawn} of {self.wanted}"


def of_class(store: Store, room_id: str) -> list[Attendance]:
    """All pupils who were not removed, by their seats; worksheets on paper are left out, as nobody waits for them."""
    latest = rounds.latest(store, room_id)
    is_open = latest is not None and latest.is_open
    counts = _counts(store, room_id, latest.number) if latest is not None and is_open else {}
    wanted = latest.count if latest is not None and is_open else 0
    return [
        Attendance(seat, counts.get(seat.number, 0), wanted)
        for seat in seats.listed(store, room_id)
        if not seat.is_removed and not seat.is_on_paper
    ]


def _counts(store: Store, room_id: str, number: int) -> dict[int, int]:
    """Seat → its drawings in this round."""
    query = sa.select(_drawings.c.seat, sa.func.count()).where(
        _drawings.c.room_id == room_id, _drawings.c.round == number
    )
    with store.reading() as connection:
        return {int(seat): int(count) for seat, count in connection.execute(query.group_by(_drawings.c.seat))}
