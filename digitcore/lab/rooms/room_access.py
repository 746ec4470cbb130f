"""A room as a record, and the transactions that change it: one for everybody, and one for its teacher only.

Each begins by raising the room's version. In PostgreSQL that locks the room's row, as SQLite locks the file: changes of
one room come one after another, so seats and names need no retries, and versions rise in the order of commits, so they
serve as cursors.
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
from digitcore.languages import gettext as _
from digitcore.languages import gettext_noop

TOUCH_EVERY = dt.timedelta(hours=1)
"""Visiting a room counts as using it; it is written down once in so long."""

UNTITLED = gettext_noop("Classroom")
"""The title of a room that got none."""

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
    def shown_title(self) -> str:
        """The title as its teacher wrote it; our own word for a room without one."""
        return _(UNTITLED) if self.title == UNTITLED else self.title

    @property
    def is_open(self) -> bool:
        """Whether pupils can join and draw."""
        return self.closed_at is None

    @property
    def expires_at(self) -> dt.datetime:
        """When the room is deleted if nobody uses it any more."""
        return self.active_at + dt.timedelta(days=settings.current().room_days)


@dataclass(frozen=True)
class Teacher:
    """The right to change a room, from `open_room` or `as_teacher`. A forged one is refused: each transaction
    checks the hash.
    """

    store: Store = field(repr=False)
    room_id: str
    key_hash: str = field(repr=False)


@contextmanager
def changing(store: Store, room_id: str) -> Iterator[tuple[Connection, Room]]:
    """A transaction that changes this room; gives the room as it is now."""
    with store.writing() as connection:
        _raise_version(connection, _rooms.c.id == room_id)
        yield connection, read_room(connection, room_id)


@contextmanager
def changing_as_teacher(teacher: Teacher, *, for_pupils: bool = True) -> Iterator[Connection]:
    """A transaction of this room's teacher and of nobody else; `for_pupils` where all pupils must see the change."""
    is_own = (_rooms.c.id == teacher.room_id) & (_rooms.c.key_hash == teacher.key_hash)
    with teacher.store.writing() as connection:
        _raise_version(connection, is_own, for_pupils=for_pupils)
        yield connection


def read_room(connection: Connection, room_id: str) -> Room:
    """The room with this id, within a transaction; raises BadInput where there is none."""
    query = sa.select(_rooms).where(_rooms.c.id == room_id, _rooms.c.active_at >= oldest())
    row = connection.execute(query).one_or_none()
    if row is None:
        raise no_such_room()
    return _record(row)


def touch(connection: Connection, room_id: str) -> None:
    """Note that the room is in use, so that it expires later."""
    moment = schema.now()
    is_stale = (_rooms.c.id == room_id) & (_rooms.c.active_at < moment - TOUCH_EVERY)
    connection.execute(sa.update(_rooms).where(is_stale).values(active_at=moment))


def oldest() -> dt.datetime:
    """Rooms last used before this moment have expired, at their hour and not only at the next cleaning."""
    return schema.now() - dt.timedelta(days=settings.current().room_days)


def _record(row: sa.Row[Any]) -> Room:
    """A row as a record."""
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
        raise no_such_room()


def no_such_room() -> BadInput:
    """The error about a room that does not exist."""
    return BadInput(
        _("This room is not there (any more)."), _("Ask your teacher for the code, or open a new room.")
    )
