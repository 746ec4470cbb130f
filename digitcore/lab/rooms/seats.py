"""Seats in a room: taken with a nickname or as an animal, renamed, removed, given back; and who is present.

A visitor has one seat a room, as there are no accounts: one browser is one seat. Its number is given again only where
nothing in the room was ever done from it.
"""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from digitcore.errors import BadInput
from digitcore.lab.rooms import nicknames
from digitcore.lab.rooms.room_access import Room, Teacher, changing, changing_as_teacher, read_room, touch
from digitcore.lab.store import schema
from digitcore.lab.store.store import Store
from digitcore.languages import gettext as _

MOST_SEATS = 100
"""Seats in use at once. A removed one is free for another visitor, though not its number."""
LAST_NUMBER = 1_000
SEEN_EVERY = dt.timedelta(seconds=10)
"""How often a present visitor is written down."""
HERE_FOR = dt.timedelta(seconds=30)
"""A visitor seen within this time counts as present. The clock may have been put back, so the future counts alike."""

_PAPER = "paper "
"""Begins the visitor of a worksheet's seat; no browser's id has a blank."""

_seats, _places = schema.room_seats, schema.room_places


@dataclass(frozen=True)
class Seat:
    """A pupil's place in a room."""

    room_id: str
    number: int
    visitor: str = field(repr=False)
    name: str
    joined_at: dt.datetime
    seen_at: dt.datetime
    page: str
    """The page of the app that its visitor was on when seen last; empty for the seat itself."""
    removed_at: dt.datetime | None

    @property
    def is_removed(self) -> bool:
        """Whether the teacher removed it."""
        return self.removed_at is not None

    @property
    def sheet(self) -> str:
        """What names the worksheet that was handed in; empty for the seat of somebody's browser."""
        return self.visitor.removeprefix(_PAPER) if self.is_on_paper else ""

    @property
    def is_on_paper(self) -> bool:
        """Whether it is a worksheet that was handed in: neither present nor missing, since nobody sits there."""
        return self.visitor.startswith(_PAPER)

    @property
    def is_here(self) -> bool:
        """Whether its visitor was present within the last seconds."""
        return not self.is_removed and not self.is_on_paper and abs(schema.now() - self.seen_at) < HERE_FOR


@dataclass(frozen=True)
class Presence:
    """How many seats are taken, how many of their visitors are present, and how many worksheets were handed in besides."""

    seats: int
    here: int
    sheets: int = 0


def join(store: Store, room_id: str, visitor: str, nickname: str = "") -> Seat:
    """Take a seat, or return to the visitor's own; without a nickname the pupil becomes an animal."""
    check_visitor(visitor)
    own = seat_of(store, room_id, visitor)
    if own is not None:
        return _checked(own)
    with changing(store, room_id) as (connection, room):
        row = connection.execute(_query(room_id).where(_seats.c.visitor == visitor)).one_or_none()
        if row is not None:  # another tab was faster
            return _checked(_record(row))
        check_door(room)
        if room.settings.waiting_room:
            raise BadInput(_("Your teacher lets people in one by one."), _("Press again, and wait."))
        return sit_down(connection, room_id, visitor, nickname)


def check_door(room: Room) -> None:
    """Refuse whoever is new where nobody new may come."""
    if not room.is_open:
        raise BadInput(_("This room is closed."), _("Ask your teacher to open it again."))
    if room.settings.door_shut:
        raise BadInput(_("Nobody new may join this room."), _("Ask your teacher to let you in."))


def check_visitor(visitor: str) -> None:
    """Refuse who is nobody."""
    if not visitor or len(visitor) > 64:
        raise BadInput(
            _("Your browser does not say who you are."), _("Allow cookies for this page, and reload it.")
        )


def seat_of(store: Store, room_id: str, visitor: str) -> Seat | None:
    """This visitor's seat, also a removed one; None where there is none."""
    with store.reading() as connection:
        row = connection.execute(_query(room_id).where(_seats.c.visitor == visitor)).one_or_none()
    return None if row is None else _record(row)


def last_name(store: Store, visitor: str) -> str:
    """The name that this visitor sat down with last, in whatever room; empty where they never did."""
    query = sa.select(_seats.c.name).where(_seats.c.visitor == visitor).order_by(_seats.c.joined_at.desc())
    with store.reading() as connection:
        return str(connection.execute(query.limit(1)).scalar() or "")


def seat_by_code(store: Store, code: str, visitor: str) -> Seat | None:
    """This visitor's seat in the room with this code, which they have joined already; None where there is none."""
    rooms = schema.rooms
    query = _query_all().join(rooms, rooms.c.id == _seats.c.room_id).where(rooms.c.code == code)
    with store.reading() as connection:
        row = connection.execute(query.where(_seats.c.visitor == visitor)).one_or_none()
    return None if row is None else _record(row)


def mark_present(store: Store, seat: Seat, *, page: str = "") -> Seat:
    """Note that the seat's visitor is present, on which page; reads and writes only when that changes or is some seconds old.

    Call it at each poll, with the seat that it gave before. Raises BadInput where the room or the seat was
    removed.
    """
    moment = schema.now()
    if abs(moment - seat.seen_at) < SEEN_EVERY and seat.page == page:
        return seat
    with store.writing() as connection:
        touch(connection, seat.room_id)  # the room before its seats, as in all transactions: no deadlock
        connection.execute(sa.update(_seats).where(_this(seat.room_id, seat.number)).values(seen_at=moment))
        if page != seat.page:
            _put_page(connection, seat, page)
        return current(connection, seat)


def _put_page(connection: Connection, seat: Seat, page: str) -> None:
    this = (_places.c.room_id == seat.room_id) & (_places.c.seat == seat.number)
    if not connection.execute(sa.update(_places).where(this).values(place=page)).rowcount:
        connection.execute(sa.insert(_places).values(room_id=seat.room_id, seat=seat.number, place=page))


def listed(store: Store, room_id: str) -> list[Seat]:
    """All seats of a room by number, also removed ones."""
    with store.reading() as connection:
        return [_record(row) for row in connection.execute(_query(room_id).order_by(_seats.c.number))]


def presence(store: Store, room_id: str) -> Presence:
    """Count the seats of a room, without reading them."""
    moment = schema.now()
    is_here = ~is_on_paper() & _seats.c.seen_at.between(moment - HERE_FOR, moment + HERE_FOR)
    counts = (sa.func.count(sa.case((these, 1))) for these in (~is_on_paper(), is_here, is_on_paper()))
    with store.reading() as connection:
        sitting = (_seats.c.room_id == room_id) & _seats.c.removed_at.is_(None)
        return Presence(*map(int, connection.execute(sa.select(*counts).where(sitting)).one()))


def is_on_paper() -> sa.ColumnElement[bool]:
    """`Seat.is_on_paper` in a query."""
    return _seats.c.visitor.startswith(_PAPER)


def remove(teacher: Teacher, number: int) -> None:
    """Remove a seat and take its drawings off the wall; only `let_back` lets its visitor return."""
    _change(teacher, number, removed_at=schema.now())


def let_back(teacher: Teacher, number: int) -> None:
    """Undo `remove`."""
    _change(teacher, number, removed_at=None)


def delete_unused(teacher: Teacher) -> int:
    """Delete the seats from which nothing was drawn, voted or trained; gives how many. Their numbers are free again."""
    used = sa.union(
        *(
            sa.select(table.c.seat).where(table.c.room_id == teacher.room_id)
            for table in (schema.room_drawings, schema.room_votes, schema.room_ballots, schema.room_runs)
        )
    )
    with changing_as_teacher(teacher) as connection:
        these = (_seats.c.room_id == teacher.room_id) & _seats.c.number.not_in(used)
        return int(connection.execute(sa.delete(_seats).where(these)).rowcount)


def rename(teacher: Teacher, number: int, name: str) -> None:
    """Give a pupil another name; an empty one makes them an animal."""
    with changing_as_teacher(teacher) as connection:
        read_seat(connection, teacher.room_id, number)
        named = _named(connection, teacher.room_id, name, besides=number)
        _put(connection, teacher.room_id, number, **named)


def read_seat(connection: Connection, room_id: str, number: int) -> Seat:
    """The seat with this number, within a transaction; raises BadInput where there is none."""
    row = connection.execute(_query(room_id).where(_seats.c.number == number)).one_or_none()
    if row is None:
        raise BadInput(_("This seat is not there (any more)."), _("Join the room again."))
    return _record(row)


def current(connection: Connection, seat: Seat) -> Seat:
    """The seat as it is now; raises BadInput where this visitor no longer has it."""
    now = read_seat(connection, seat.room_id, seat.number)
    if now.visitor != seat.visitor:
        raise BadInput(_("Somebody else sits there."), _("Join the room again."))
    return _checked(now)


def _checked(seat: Seat) -> Seat:
    if seat.is_removed:
        raise BadInput(
            _("Your teacher took you out of this room."), _("Ask your teacher to let you in again.")
        )
    return seat


def has_room(connection: Connection, room_id: str) -> bool:
    """Whether a seat is free, within a transaction."""
    sitting = (_seats.c.room_id == room_id) & _seats.c.removed_at.is_(None)
    taken = connection.execute(sa.select(sa.func.count()).where(sitting)).scalar_one()
    return bool(taken < MOST_SEATS and _free_number(connection, room_id) <= LAST_NUMBER)


def sit_down(connection: Connection, room_id: str, visitor: str, nickname: str) -> Seat:
    """Give a visitor without a seat the first free number, within a transaction."""
    if not has_room(connection, room_id):
        raise BadInput(
            _("All {count} seats of this room are taken.", count=MOST_SEATS),
            _("Ask your teacher to open another room."),
        )
    moment, number = schema.now(), _free_number(connection, room_id)
    moments = dict.fromkeys(("joined_at", "seen_at", "counted_since"), moment)
    row: dict[str, Any] = {"room_id": room_id, "number": number, "visitor": visitor}
    if read_room(connection, room_id).settings.animals_only:
        nickname = ""
    named = _named(connection, room_id, nickname)
    connection.execute(sa.insert(_seats).values(**row, **named, **moments))
    return read_seat(connection, room_id, number)


def of_paper(connection: Connection, room_id: str, sheet: str) -> Seat:
    """The seat of a worksheet that `sheet` names, within a transaction; taken if it is the first time."""
    visitor = f"{_PAPER}{sheet}"[:64]
    row = connection.execute(_query(room_id).where(_seats.c.visitor == visitor)).one_or_none()
    if row is None:
        return sit_down(connection, room_id, visitor, "")
    seat = _record(row)
    if seat.is_removed:
        raise BadInput(f"You took out this sheet, {seat.name}.", "Let it back among the pupils first.")
    return seat


def _free_number(connection: Connection, room_id: str) -> int:
    used = connection.execute(sa.select(_seats.c.number).where(_seats.c.room_id == room_id))
    numbers = set(used.scalars())
    return next(free for free in itertools.count(1) if free not in numbers)


def _named(connection: Connection, room_id: str, nickname: str, *, besides: int = 0) -> dict[str, str]:
    """The name to show and its key, unlike all others in the room."""
    others = sa.select(_seats.c.name_key).where(_seats.c.room_id == room_id, _seats.c.number != besides)
    taken = set(connection.execute(others).scalars())
    name = nicknames.unique(nickname, taken)
    return {"name": name, "name_key": nicknames.key(name)}


def _change(teacher: Teacher, number: int, **values: Any) -> None:
    with changing_as_teacher(teacher) as connection:
        read_seat(connection, teacher.room_id, number)
        _put(connection, teacher.room_id, number, **values)


def _put(connection: Connection, room_id: str, number: int, **values: Any) -> None:
    """Change a seat; its drawings get the room's new version, since their name and whether they are shown may change with it."""
    drawings = schema.room_drawings
    connection.execute(sa.update(_seats).where(_this(room_id, number)).values(**values))
    version = sa.select(schema.rooms.c.version).where(schema.rooms.c.id == room_id).scalar_subquery()
    these = (drawings.c.room_id == room_id) & (drawings.c.seat == number)
    connection.execute(sa.update(drawings).where(these).values(version=version))


def _this(room_id: str, number: int) -> sa.ColumnElement[bool]:
    return (_seats.c.room_id == room_id) & (_seats.c.number == number)


def _query_all() -> sa.Select[Any]:
    columns = ("room_id", "number", "visitor", "name", "joined_at", "seen_at", "removed_at")
    is_its = (_places.c.room_id == _seats.c.room_id) & (_places.c.seat == _seats.c.number)
    page = sa.func.coalesce(_places.c.place, "").label("page")
    return sa.select(*(_seats.c[name] for name in columns), page).select_from(
        _seats.outerjoin(_places, is_its)
    )


def _query(room_id: str) -> sa.Select[Any]:
    return _query_all().where(_seats.c.room_id == room_id)


def _record(row: sa.Row[Any]) -> Seat:
    return Seat(**row._mapping)
