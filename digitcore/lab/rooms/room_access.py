"""A room as it is, and the transactions that change it: one for everybody, and one that only its teacher can begin.

Each begins by raising the room's version. In PostgreSQL that locks the room's row as SQLite locks the file: changes of one
room come one after another, and versions in the order of commits, so they serve as cursors. What is changed is said in
`rooms`, `seats`, `rounds` and `wall`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from digitcore import settings
from digitcore.errors import BadInput
from digitcore.lab.rooms.room_settings import RoomSettings
from digitcore.lab.store import schema
from digitcore.lab.store.store import Store

TOUCH_EVERY = dt.timedelta(hours=1)
"""Looking at a room counts as using it; so seldom is it written down."""

_rooms = schema.rooms


@dataclass(frozen=True)
class Room:
    """A classroom as it stood when it was read."""

    id: str
    code: str
    title: str
    settings: RoomSettings
    created_at: dt.datetime
    active_at: dt.datetime
    """When it was last used, to the hour."""
    closed_at: dt.datetime | None
    version: int
    """Raised by every change."""
    call_version: int
    """Raised by what pupils must see: rounds, settings, seats taken or given back, closing."""

    @property
    def is_open(self) -> bool:
        """Whether one can join and draw."""
        return self.closed_at is None

    @property
    def gone_at(self) -> dt.datetime:
        """When it deletes itself if nobody uses it any more."""
        return self.active_at + dt.timedelta(days=settings.current().room_days)


@dataclass(frozen=True)
class Teacher:
    """The right to change a room: from `open_room` or `as_teacher`, and worth nothing when made up."""

    store: Store = field(repr=False)
    room_id: str
    key_hash: str = field(repr=False)


@contextmanager
def changing(store: Store, room_id: str) -> Iterator[tuple[Connection, Room]]:
    """A transaction that changes this room, as it is now."""
    with store.writing() as connection:
        _raise_version(connection, _rooms.c.id == room_id)
        yield connection, one(connection, room_id)


@contextmanager
def teaching(teacher: Teacher, *, for_pupils: bool = True) -> Iterator[Connection]:
    """A transaction of the teacher of this room, and of nobody else; `for_pupils` where all pupils must see what it does."""
    is_theirs = (_rooms.c.id == teacher.room_id) & (_rooms.c.key_hash == teacher.key_hash)
    with teacher.store.writing() as connection:
        _raise_version(connection, is_theirs, for_pupils=for_pupils)
        yield connection


def one(connection: Connection, room_id: str) -> Room:
    """The room with this id within a transaction, or a sentence that there is none."""
    query = sa.select(_rooms).where(_rooms.c.id == room_id, _rooms.c.active_at >= oldest())
    row = connection.execute(query).one_or_none()
    if row is None:
        raise gone()
    return record(row)


def touch(connection: Connection, room_id: str) -> None:
    """Somebody looks at the room: keep it for longer."""
    moment = schema.now()
    is_stale = (_rooms.c.id == room_id) & (_rooms.c.active_at < moment - TOUCH_EVERY)
    connection.execute(sa.update(_rooms).where(is_stale).values(active_at=moment))


def oldest() -> dt.datetime:
    """Rooms last used before are gone at their hour, not at the next cleaning."""
    return schema.now() - dt.timedelta(days=settings.current().room_days)


def record(row: sa.Row[Any]) -> Room:
    """A row of the table as a room."""
    return Room(
        id=row.id,
        code=row.code,
        title=row.title,
        settings=RoomSettings.from_json(row.settings_json),
        created_at=row.created_at,
        active_at=row.active_at,
        closed_at=row.closed_at,
        version=row.version,
        call_version=row.call_version,
    )


def _raise_version(connection: Connection, this: sa.ColumnElement[bool], *, for_pupils: bool = False) -> None:
    values: dict[str, Any] = {"version": _rooms.c.version + 1, "active_at": schema.now()}
    if for_pupils:
        values["call_version"] = _rooms.c.call_version + 1
    is_there = this & (_rooms.c.active_at >= oldest())
    if not connection.execute(sa.update(_rooms).where(is_there).values(**values)).rowcount:
        raise gone()


def gone() -> BadInput:
    """What is said where a room is not there."""
    return BadInput(
        "This room is not there (any more).", "Ask your teacher for the code, or open a new room."
    )
