"""Classrooms: opened, found by their code, set by their teacher, closed, deleted, forgotten when nobody comes.

A room has a short code for the class and a key for its teacher. Of the key only a hash is kept; whoever has it gets a
`Teacher`, which every change that is the teacher's to make asks for (`room_access`). Who sits in a room is in `seats`, what
is asked in `rounds`, what is drawn in `wall`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import secrets
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from digitcore.data.plain_text import plain_text
from digitcore.errors import BadInput
from digitcore.lab.rooms import room_datasets, room_rates
from digitcore.lab.rooms.room_access import TOUCH_EVERY, Room, Teacher, gone, oldest, one, teaching, touch
from digitcore.lab.rooms.room_settings import RoomSettings
from digitcore.lab.store import schema
from digitcore.lab.store.store import Store

ALPHABET = "ACDEFHJKMNPRTUWXY2346789"
"""Of signs that look alike at most one: no 0, O, Q, 1, I, L, 5, S; no B beside 8, G beside 6, V beside U, Z beside 2."""
CODE_LENGTH = 6
TITLE_LENGTH = 60
MOST_OPENED, MOST_OPENED_IN_ALL = 10, 120
"""Rooms of one visitor, and of everybody, in an hour: who tries things out needs a few, a large school one for each class."""

_ID_BYTES, _KEY_BYTES = 8, 16
_OPENING = "open"
_KEY = re.compile(r"[0-9a-f]{32}")
_rooms = schema.rooms


@dataclass(frozen=True)
class Pulse:
    """What a page that polls compares with what it saw last."""

    version: int
    call_version: int
    is_open: bool


def open_room(
    store: Store, title: str = "", room_settings: RoomSettings | None = None, *, visitor: str | None = None
) -> tuple[Teacher, str]:
    """A new room: its teacher, and the key that `as_teacher` takes, which cannot be had a second time.

    A visitor of the app, also one whose browser does not say who it is (""), may open only so many in an hour.
    """
    key = secrets.token_hex(_KEY_BYTES)
    while True:
        try:
            return _open(store, title, room_settings or RoomSettings(), key, visitor), key
        except IntegrityError:  # that code is taken: one in hundreds of millions
            continue


def _open(store: Store, title: str, room_settings: RoomSettings, key: str, visitor: str | None) -> Teacher:
    moment = schema.now()
    row = {
        "id": secrets.token_hex(_ID_BYTES),
        "code": "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH)),
        "key_hash": _hash(key),
        "title": _title(title),
        "settings_json": room_settings.to_json(),
    }
    with store.writing() as connection:
        if visitor is not None:
            _count_opening(connection, visitor)
        _forget_before(connection, oldest())
        connection.execute(sa.insert(_rooms).values(**row, created_at=moment, active_at=moment))
    return Teacher(store, row["id"], row["key_hash"])


def _count_opening(connection: Connection, visitor: str) -> None:
    if room_rates.is_too_fast(
        connection,
        _OPENING,
        visitor,
        most=MOST_OPENED,
        most_in_all=MOST_OPENED_IN_ALL,
        within=room_rates.HOUR,
    ):
        raise BadInput(
            "Many rooms were opened here within the last hour.",
            "Use one of them again, or wait a while: one room is enough for a lesson.",
        )
    room_rates.count(connection, _OPENING, visitor)


def as_teacher(store: Store, key: str) -> Teacher:
    """The teacher of the room with this key, or a sentence; counts as using the room."""
    if _KEY.fullmatch(key):
        this = (_rooms.c.key_hash == _hash(key)) & (_rooms.c.active_at >= oldest())
        with store.reading() as connection:
            row = connection.execute(sa.select(_rooms.c.id, _rooms.c.active_at).where(this)).one_or_none()
        if row is not None:
            if schema.now() - row.active_at > TOUCH_EVERY:
                with store.writing() as connection:
                    touch(connection, row.id)
            return Teacher(store, row.id, _hash(key))
    raise BadInput(
        "This teacher's link opens no room (any more).", "Use the link you got, or open a new room."
    )


def get(store: Store, room_id: str) -> Room:
    """The room with this id, or a sentence that there is none."""
    with store.reading() as connection:
        return one(connection, room_id)


def own(teacher: Teacher) -> Room:
    """The teacher's room; a sentence for a teacher made up."""
    is_theirs = (_rooms.c.id == teacher.room_id) & (_rooms.c.key_hash == teacher.key_hash)
    with teacher.store.reading() as connection:
        if connection.execute(sa.select(_rooms.c.id).where(is_theirs)).first() is None:
            raise gone()
        return one(connection, teacher.room_id)


def pulse(store: Store, room_id: str) -> Pulse | None:
    """One tiny query, for pages that poll; None when the room is gone."""
    query = sa.select(_rooms.c.version, _rooms.c.call_version, _rooms.c.closed_at)
    with store.reading() as connection:
        row = connection.execute(query.where(_rooms.c.id == room_id)).one_or_none()
    return None if row is None else Pulse(row.version, row.call_version, row.closed_at is None)


def rename(teacher: Teacher, title: str) -> None:
    """Give the room another title."""
    with teaching(teacher) as connection:
        _change(connection, teacher.room_id, title=_title(title))


def put_settings(teacher: Teacher, room_settings: RoomSettings) -> None:
    """What holds in the room from now on."""
    with teaching(teacher) as connection:
        _change(connection, teacher.room_id, settings_json=room_settings.to_json())


def close(teacher: Teacher) -> None:
    """Nobody joins or draws any more, and the round is over; everything stays. `reopen` is the undo."""
    moment, open_round = schema.now(), schema.room_rounds.c.closed_at.is_(None)
    with teaching(teacher) as connection:
        _change(connection, teacher.room_id, closed_at=moment)
        these = (schema.room_rounds.c.room_id == teacher.room_id) & open_round
        connection.execute(sa.update(schema.room_rounds).where(these).values(closed_at=moment))


def reopen(teacher: Teacher) -> None:
    """Let the class in again; the round that was going on stays closed."""
    with teaching(teacher) as connection:
        _change(connection, teacher.room_id, closed_at=None)


def delete(teacher: Teacher) -> None:
    """Delete the room and all that belongs to it, for good and from the disk; runs stay with those who began them."""
    with teaching(teacher) as connection:
        connection.execute(sa.delete(_rooms).where(_rooms.c.id == teacher.room_id))
    room_datasets.forget(teacher.room_id)
    teacher.store.settle()


def forget_old(store: Store) -> int:
    """Delete for good the rooms that nobody used for as long as the settings say; gives how many those were."""
    with store.writing() as connection:
        count = _forget_before(connection, oldest())
    if count:
        store.settle()
    room_datasets.forget_gone(store)
    return count


def _change(connection: Connection, room_id: str, **values: Any) -> None:
    connection.execute(sa.update(_rooms).where(_rooms.c.id == room_id).values(**values))


def _forget_before(connection: Connection, moment: dt.datetime) -> int:
    return int(connection.execute(sa.delete(_rooms).where(_rooms.c.active_at < moment)).rowcount)


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _title(title: str) -> str:
    return plain_text(title, longest=TITLE_LENGTH) or "Classroom"
