"""Seats in a room: joined with a nickname or as an animal, renamed, taken away, given back; who is here now.

A visitor has one seat a room, with a number that is never given twice. What is typed as a nickname is text from outside:
it is cleaned here, and pages still show it as plain text.
"""

from __future__ import annotations

import datetime as dt
import secrets
import unicodedata
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from digitcore.data.plain_text import plain_text
from digitcore.errors import BadInput
from digitcore.lab.rooms.animals import ANIMALS
from digitcore.lab.rooms.room_access import Teacher, changing, teaching, touch
from digitcore.lab.store import schema
from digitcore.lab.store.store import Store

NAME_LENGTH = 20
MOST_SEATS = 100
"""Taken at once. One that the teacher took away is free for somebody else, though not its number."""
LAST_NUMBER = 1_000
SEEN_EVERY = dt.timedelta(seconds=10)
"""So seldom is it written down that somebody is here."""
HERE_FOR = dt.timedelta(seconds=30)
"""Who was seen in this time is here. A clock may be put back: to be seen an hour from now says no more than an hour ago."""

_MOST_MARKS = 2
"""Accents on one letter; more of them would climb over what stands above."""
_BLANKS = dict.fromkeys(map(ord, "\u115f\u1160\u3164\uffa0\u2800"), " ")
"""Letters by name that show nothing."""
_seats = schema.room_seats


@dataclass(frozen=True)
class Seat:
    """Somebody's place in a room."""

    room_id: str
    number: int
    visitor: str = field(repr=False)
    name: str
    joined_at: dt.datetime
    seen_at: dt.datetime
    removed_at: dt.datetime | None

    @property
    def is_removed(self) -> bool:
        """Whether the teacher took it away."""
        return self.removed_at is not None

    @property
    def is_here(self) -> bool:
        """Whether somebody sat there within the last seconds."""
        return not self.is_removed and abs(schema.now() - self.seen_at) < HERE_FOR


@dataclass(frozen=True)
class Presence:
    """How many have a seat, and how many of them are here now."""

    seats: int
    here: int


def join(store: Store, room_id: str, visitor: str, nickname: str = "") -> Seat:
    """Take a seat, or the one this visitor has already; without a nickname one is an animal."""
    if not visitor or len(visitor) > 64:
        raise BadInput(
            "Your browser does not say who you are.", "Allow cookies for this page, and reload it."
        )
    known = seat_of(store, room_id, visitor)
    if known is not None:
        return _checked(known)
    with changing(store, room_id) as (connection, room):
        again = connection.execute(_query(room_id).where(_seats.c.visitor == visitor)).one_or_none()
        if again is not None:  # in two tabs at once
            return _checked(_record(again))
        if not room.is_open:
            raise BadInput("This room is closed.", "Ask your teacher to open it again.")
        if room.settings.door_shut:
            raise BadInput("Nobody new may join this room.", "Ask your teacher to let you in.")
        return _sit_down(connection, room_id, visitor, nickname)


def seat_of(store: Store, room_id: str, visitor: str) -> Seat | None:
    """This visitor's seat, also one that was taken away; None where there is none."""
    with store.reading() as connection:
        row = connection.execute(_query(room_id).where(_seats.c.visitor == visitor)).one_or_none()
    return None if row is None else _record(row)


def seen(store: Store, seat: Seat) -> Seat:
    """Somebody still sits there: the seat, read and written again only when `seen_at` is some seconds old.

    Call it as often as the page polls, with what it gave before. A room that is gone, or a seat taken away, is a sentence.
    """
    moment = schema.now()
    if abs(moment - seat.seen_at) < SEEN_EVERY:
        return seat
    with store.writing() as connection:
        touch(connection, seat.room_id)  # the room before its seats, as all do: nobody waits crosswise
        connection.execute(sa.update(_seats).where(_this(seat.room_id, seat.number)).values(seen_at=moment))
        now = one(connection, seat.room_id, seat.number)
    return _checked(now)


def listed(store: Store, room_id: str) -> list[Seat]:
    """All seats of a room by number, also those that were taken away."""
    with store.reading() as connection:
        return [_record(row) for row in connection.execute(_query(room_id).order_by(_seats.c.number))]


def presence(store: Store, room_id: str) -> Presence:
    """How many sit in a room, without who."""
    moment = schema.now()
    is_here = sa.case((_seats.c.seen_at.between(moment - HERE_FOR, moment + HERE_FOR), 1), else_=0)
    counts = sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(is_here), 0))
    with store.reading() as connection:
        these = (_seats.c.room_id == room_id) & _seats.c.removed_at.is_(None)
        count, here = connection.execute(counts.where(these)).one()
    return Presence(int(count), int(here))


def remove(teacher: Teacher, number: int) -> None:
    """Take a seat away, with its drawings off the wall; its visitor comes back only by `let_back`."""
    _change(teacher, number, removed_at=schema.now())


def let_back(teacher: Teacher, number: int) -> None:
    """Undo `remove`."""
    _change(teacher, number, removed_at=None)


def rename(teacher: Teacher, number: int, name: str) -> None:
    """Give somebody another name; an empty one makes them an animal."""
    with teaching(teacher) as connection:
        one(connection, teacher.room_id, number)
        named = _named(connection, teacher.room_id, name, besides=number)
        connection.execute(sa.update(_seats).where(_this(teacher.room_id, number)).values(**named))


def one(connection: Connection, room_id: str, number: int) -> Seat:
    """The seat with this number within a transaction, or a sentence."""
    row = connection.execute(_query(room_id).where(_seats.c.number == number)).one_or_none()
    if row is None:
        raise BadInput("This seat is not there (any more).", "Join the room again.")
    return _record(row)


def sitting(connection: Connection, seat: Seat) -> Seat:
    """The seat as it is now, if this visitor still sits there; otherwise a sentence."""
    now = one(connection, seat.room_id, seat.number)
    if now.visitor != seat.visitor:
        raise BadInput("Somebody else sits there.", "Join the room again.")
    return _checked(now)


def cleaned(nickname: str) -> str:
    """A nickname made fit to show in one short line; empty where nothing is left of it."""
    text = plain_text(nickname[: 20 * NAME_LENGTH].translate(_BLANKS), longest=20 * NAME_LENGTH)
    kept, marks = "", 0
    for sign in text:
        marks = marks + 1 if unicodedata.category(sign).startswith("M") else 0
        kept += sign if marks <= _MOST_MARKS else ""
    return kept[:NAME_LENGTH].strip()


def _checked(seat: Seat) -> Seat:
    if seat.is_removed:
        raise BadInput("Your teacher took you out of this room.", "Ask your teacher to let you in again.")
    return seat


def _sit_down(connection: Connection, room_id: str, visitor: str, nickname: str) -> Seat:
    here = _seats.c.room_id == room_id
    is_taken = sa.case((_seats.c.removed_at.is_(None), 1), else_=0)
    counts = sa.select(sa.func.max(_seats.c.number), sa.func.coalesce(sa.func.sum(is_taken), 0)).where(here)
    last, taken = connection.execute(counts).one()
    if taken >= MOST_SEATS or (last or 0) >= LAST_NUMBER:
        raise BadInput(
            f"All {MOST_SEATS} seats of this room are taken.", "Ask your teacher to open another room."
        )
    moment = schema.now()
    moments = dict.fromkeys(("joined_at", "seen_at", "counted_since"), moment)
    row: dict[str, Any] = {"room_id": room_id, "number": (last or 0) + 1, "visitor": visitor}
    named = _named(connection, room_id, nickname)
    connection.execute(sa.insert(_seats).values(**row, **named, **moments))
    return one(connection, room_id, row["number"])


def _named(connection: Connection, room_id: str, nickname: str, *, besides: int = 0) -> dict[str, str]:
    """The name as it is shown and as it is compared, different from all others in the room."""
    others = sa.select(_seats.c.name_key).where(_seats.c.room_id == room_id, _seats.c.number != besides)
    taken = set(connection.execute(others).scalars())
    name = cleaned(nickname)
    if not name:
        free = [animal for animal in ANIMALS if _key(animal) not in taken]
        name = secrets.choice(free or ANIMALS)
    candidates = [name, *(f"{name} {number}" for number in range(2, LAST_NUMBER + 2))]
    unique = next(candidate for candidate in candidates if _key(candidate) not in taken)
    return {"name": unique, "name_key": _key(unique)}


def _key(name: str) -> str:
    """The same for names that differ only in capitals, width or blanks."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def _change(teacher: Teacher, number: int, **values: Any) -> None:
    """Change a seat; its drawings get the room's new version, since whether they are shown may change with it."""
    drawings = schema.room_drawings
    with teaching(teacher) as connection:
        one(connection, teacher.room_id, number)
        connection.execute(sa.update(_seats).where(_this(teacher.room_id, number)).values(**values))
        version = (
            sa.select(schema.rooms.c.version).where(schema.rooms.c.id == teacher.room_id).scalar_subquery()
        )
        these = (drawings.c.room_id == teacher.room_id) & (drawings.c.seat == number)
        connection.execute(sa.update(drawings).where(these).values(version=version))


def _this(room_id: str, number: int) -> sa.ColumnElement[bool]:
    return (_seats.c.room_id == room_id) & (_seats.c.number == number)


def _query(room_id: str) -> sa.Select[Any]:
    columns = ("room_id", "number", "visitor", "name", "joined_at", "seen_at", "removed_at")
    return sa.select(*(_seats.c[name] for name in columns)).where(_seats.c.room_id == room_id)


def _record(row: sa.Row[Any]) -> Seat:
    return Seat(**row._mapping)
