"""The rooms that a browser has opened: a closed tab finds its way back to the desk, and nobody else learns anything.

The visitor's id, a cookie that no script reads, seals the teacher's key: of both only hashes are stored in the clear, so
that neither another visitor nor a table of rooms leads to a desk.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from digitcore.errors import BadInput
from digitcore.lab.rooms import room_keys
from digitcore.lab.rooms.room_access import Room, Teacher, changing_as_teacher, oldest, read_room
from digitcore.lab.store import schema
from digitcore.lab.store.store import Store

MOST_LISTED = 8
_rooms, _openers = schema.rooms, schema.room_openers


def remember(connection: Connection, room_id: str, key: str, visitor: str) -> None:
    """Let this visitor find the room again; a new key ends that (`room_keys.renew`)."""
    row = {"room_id": room_id, "visitor_hash": _hash_of(visitor), "sealed_key": _sealed(key, visitor)}
    connection.execute(sa.insert(_openers).values(**row))


def listed(store: Store, visitor: str) -> list[Room]:
    """The rooms that this visitor has opened and that are still there, the one used last first."""
    query = (
        sa.select(_rooms.c.id)
        .join(_openers, _openers.c.room_id == _rooms.c.id)
        .where(_openers.c.visitor_hash == _hash_of(visitor), _rooms.c.active_at >= oldest())
        .order_by(_rooms.c.active_at.desc(), _rooms.c.created_at.desc())
        .limit(MOST_LISTED)
    )
    with store.reading() as connection:
        return [read_room(connection, room_id) for room_id in connection.execute(query).scalars().all()]


def key_of(store: Store, room_id: str, visitor: str) -> str:
    """The teacher's key of a room that this visitor has opened; raises BadInput where they have not."""
    query = sa.select(_openers.c.sealed_key).where(
        _openers.c.room_id == room_id, _openers.c.visitor_hash == _hash_of(visitor)
    )
    with store.reading() as connection:
        sealed = connection.execute(query).scalar_one_or_none()
    if sealed is None:
        raise BadInput("This browser has not opened that room.", "Use the link that you kept.")
    return _opened(sealed, visitor)


def renew(teacher: Teacher, visitor: str) -> str:
    """A new key of the room in place of the old one, which this visitor finds again; gives the key."""
    renewed, key = room_keys.renew(teacher)
    with changing_as_teacher(renewed, for_pupils=False) as connection:
        remember(connection, teacher.room_id, key, visitor)
    return key


def _hash_of(visitor: str) -> str:
    return hashlib.sha256(f"opener {visitor}".encode()).hexdigest()


def _sealed(key: str, visitor: str) -> str:
    """A salt that is used once, then the key under a pad that only this visitor's id makes from it."""
    salt = secrets.token_bytes(16)
    return (salt + _padded(bytes.fromhex(key), salt, visitor)).hex()


def _opened(sealed: str, visitor: str) -> str:
    both = bytes.fromhex(sealed)
    return _padded(both[16:], both[:16], visitor).hex()


def _padded(content: bytes, salt: bytes, visitor: str) -> bytes:
    pad = hmac.new(visitor.encode(), salt, hashlib.sha256).digest()
    return bytes(a ^ b for a, b in zip(content, pad, strict=False))  # a key is half as long as the pad
