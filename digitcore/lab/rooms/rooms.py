"""Classrooms: opened, set up, closed and deleted by their teacher; deleted when nobody comes any more.

A room has a short code for the class and a key for its teacher (`room_keys`). Whoever has the key gets a `Teacher`, which
every change by a teacher requires (`room_access`).
"""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from digitcore.data.plain_text import plain_text
from digitcore.errors import BadInput
from digitcore.lab.rooms import limits, room_datasets, room_keys
from digitcore.lab.rooms.entering import own_rooms
from digitcore.lab.rooms.entering.client_pace import OPENING, pace_of
from digitcore.lab.rooms.room_access import (
    TOUCH_EVERY,
    UNTITLED,
    Room,
    Teacher,
    changing_as_teacher,
    no_such_room,
    oldest,
    read_room,
    touch,
)
from digitcore.lab.rooms.room_settings import RoomSettings
from digitcore.lab.store import schema
from digitcore.lab.store.store import Store

ALPHABET = "ACDEFHJKMNPRTUWXY2346789"
"""Of signs that look alike at most one: no 0, O, Q, 1, I, L, 5, S; no B beside 8, G beside 6, V beside U, Z beside 2.
"""
CODE_LENGTH = 6
TITLE_LENGTH = 60
MOST_OPENED = 10
"""Rooms of one visitor in an hour: somebody who tries things out needs a few."""

_ID_BYTES = 8
_OPENING = "open"
_rooms = schema.rooms


@dataclass(frozen=True)
class RoomVersions:
    """What a page polls, to compare it with what it last showed."""

    version: int
    call_version: int
    is_open: bool


def open_room(
    store: Store,
    title: str = "",
    room_settings: RoomSettings | None = None,
    *,
    visitor: str | None = None,
    client: str = "",
) -> tuple[Teacher, str]:
    """Open a room: gives its teacher, and the key for `as_teacher`, which cannot be read again.

    A visitor of the app, also one without an id (""), may open only so many in an hour; from the address `client` they come
    one by one after some. The browser with that id finds the room again (`own_rooms`).
    """
    key = room_keys.new_key()
    if visitor is not None:
        pace = pace_of(OPENING, store.url)
        pace.wait_for_turn(client)
        pace.count(client)
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
        "key_hash": room_keys.hash_of(key),
        "title": _title(title),
        "settings_json": room_settings.to_json(),
    }
    with store.writing() as connection:
        if visitor is not None:
            _count_opening(connection, visitor)
        _delete_before(connection, oldest())
        connection.execute(sa.insert(_rooms).values(**row, created_at=moment, active_at=moment))
        room_keys.keep_wall_key(connection, row["id"], key)
        if visitor:
            own_rooms.remember(connection, row["id"], key, visitor)
    return Teacher(store, row["id"], row["key_hash"])


def _count_opening(connection: Connection, visitor: str) -> None:
    if limits.count_lately(connection, _OPENING, visitor) >= MOST_OPENED:
        raise BadInput(
            "Many rooms were opened here within the last hour.",
            "Use one of them again, or wait a while: one room is enough for a lesson.",
        )
    limits.count_visitor_act(connection, _OPENING, visitor)


def as_teacher(store: Store, key: str) -> Teacher:
    """The teacher of the room with this key, or BadInput; counts as using the room."""
    if room_keys.is_key(key):
        this = (_rooms.c.key_hash == room_keys.hash_of(key)) & (_rooms.c.active_at >= oldest())
        with store.reading() as connection:
            row = connection.execute(sa.select(_rooms.c.id, _rooms.c.active_at).where(this)).one_or_none()
        if row is not None:
            if schema.now() - row.active_at > TOUCH_EVERY:
                with store.writing() as connection:
                    touch(connection, row.id)
            return Teacher(store, row.id, room_keys.hash_of(key))
    raise BadInput(
        "This teacher's link opens no room (any more).", "Use the link you got, or open a new room."
    )


def get(store: Store, room_id: str) -> Room:
    """The room with this id; raises BadInput where there is none."""
    with store.reading() as connection:
        return read_room(connection, room_id)


def room_of(teacher: Teacher) -> Room:
    """The teacher's room; raises BadInput for a forged teacher."""
    is_own = (_rooms.c.id == teacher.room_id) & (_rooms.c.key_hash == teacher.key_hash)
    with teacher.store.reading() as connection:
        if connection.execute(sa.select(_rooms.c.id).where(is_own)).first() is None:
            raise no_such_room()
        return read_room(connection, teacher.room_id)


def versions(store: Store, room_id: str) -> RoomVersions | None:
    """One tiny query, for pages that poll; None where the room was deleted."""
    query = sa.select(_rooms.c.version, _rooms.c.call_version, _rooms.c.closed_at)
    with store.reading() as connection:
        row = connection.execute(query.where(_rooms.c.id == room_id)).one_or_none()
    return None if row is None else RoomVersions(row.version, row.call_version, row.closed_at is None)


def rename(teacher: Teacher, title: str) -> None:
    """Give the room another title."""
    with changing_as_teacher(teacher) as connection:
        _change(connection, teacher.room_id, title=_title(title))


def change_settings(teacher: Teacher, **changes: Any) -> None:
    """Change some of the room's settings; what another window of the teacher's changes meanwhile stays changed."""
    with changing_as_teacher(teacher) as connection:
        room = read_room(connection, teacher.room_id)
        stored = room.settings
        if changes.get("approval") and not stored.approval:
            changes["approval_since"] = schema.now().timestamp()  # what is on the wall stays there
        if changes.get("is_frozen") and not stored.is_frozen:
            changes |= {"frozen_at": schema.now().timestamp(), "frozen_version": room.version}
            changes["frozen_screen"] = stored.projector
        if changes.get("mission", stored.mission) != stored.mission:
            for done in (schema.room_deeds, schema.room_proofs):
                connection.execute(sa.delete(done).where(done.c.room_id == teacher.room_id))
        _change(connection, teacher.room_id, settings_json=stored.replace(**changes).to_json())


def close(teacher: Teacher) -> None:
    """Close the room and its round: nobody joins or draws, everything stays. `reopen` is the undo."""
    moment, open_round = schema.now(), schema.room_rounds.c.closed_at.is_(None)
    with changing_as_teacher(teacher) as connection:
        _change(connection, teacher.room_id, closed_at=moment)
        these = (schema.room_rounds.c.room_id == teacher.room_id) & open_round
        connection.execute(sa.update(schema.room_rounds).where(these).values(closed_at=moment))


def reopen(teacher: Teacher) -> None:
    """Let the class in again; its last round stays closed."""
    with changing_as_teacher(teacher) as connection:
        _change(connection, teacher.room_id, closed_at=None)


def delete(teacher: Teacher) -> None:
    """Delete the room and all that belongs to it, from the disk too; runs stay with their owners."""
    with changing_as_teacher(teacher) as connection:
        connection.execute(sa.delete(_rooms).where(_rooms.c.id == teacher.room_id))
    room_datasets.delete(teacher.room_id)
    teacher.store.truncate_log()


def delete_expired(store: Store) -> int:
    """Delete the rooms that nobody used for as long as the settings say; gives how many."""
    with store.writing() as connection:
        count = _delete_before(connection, oldest())
    if count:
        store.truncate_log()
    room_datasets.delete_orphaned(store)
    return count


def _change(connection: Connection, room_id: str, **values: Any) -> None:
    connection.execute(sa.update(_rooms).where(_rooms.c.id == room_id).values(**values))


def _delete_before(connection: Connection, moment: dt.datetime) -> int:
    return int(connection.execute(sa.delete(_rooms).where(_rooms.c.active_at < moment)).rowcount)


def _title(title: str) -> str:
    return plain_text(title, longest=TITLE_LENGTH) or UNTITLED
