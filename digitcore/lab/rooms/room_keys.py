"""The two keys of a room: the teacher's, which may change it, and the projector's, which may only read what is on the wall.

The projector's key is computed from the teacher's and says nothing about it, so that the desk can always show it, and a new
key of the teacher ends both. Only hashes are stored, each in a place of its own.
"""

from __future__ import annotations

import hashlib
import re
import secrets

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from digitcore.errors import BadInput
from digitcore.lab.rooms.room_access import Teacher, changing_as_teacher, oldest
from digitcore.lab.store import schema
from digitcore.lab.store.store import Store
from digitcore.languages import gettext as _

_BYTES = 16
_KEY = re.compile(r"[0-9a-f]{32}")
_rooms, _walls = schema.rooms, schema.room_walls


def new_key() -> str:
    """A teacher's key: 128 bits that nobody guesses."""
    return secrets.token_hex(_BYTES)


def is_key(text: str) -> bool:
    """Whether this looks like a key."""
    return _KEY.fullmatch(text) is not None


def hash_of(key: str) -> str:
    """What is stored of a key."""
    return hashlib.sha256(key.encode()).hexdigest()


def wall_key(key: str) -> str:
    """The projector's key of the room that has this teacher's key."""
    return hash_of(f"wall of {key}")[: 2 * _BYTES]


def keep_wall_key(connection: Connection, room_id: str, key: str) -> None:
    """Let the projector's key open the room's wall, and no other."""
    connection.execute(sa.delete(_walls).where(_walls.c.room_id == room_id))
    connection.execute(sa.insert(_walls).values(room_id=room_id, key_hash=hash_of(wall_key(key))))


def give_wall_key(teacher: Teacher, key: str) -> None:
    """The same for a room from before projectors had keys; does nothing for any other."""
    known = sa.select(_walls.c.room_id).where(_walls.c.room_id == teacher.room_id)
    with teacher.store.reading() as connection:
        if connection.execute(known).first() is not None:
            return
    with changing_as_teacher(teacher, for_pupils=False) as connection:
        keep_wall_key(connection, teacher.room_id, key)


def renew(teacher: Teacher) -> tuple[Teacher, str]:
    """A new key of the room; from now on the old one opens neither desk nor projector, and no browser finds its way back."""
    key = new_key()
    with changing_as_teacher(teacher, for_pupils=False) as connection:
        this = _rooms.c.id == teacher.room_id
        connection.execute(sa.update(_rooms).where(this).values(key_hash=hash_of(key)))
        keep_wall_key(connection, teacher.room_id, key)
        openers = schema.room_openers
        connection.execute(sa.delete(openers).where(openers.c.room_id == teacher.room_id))
    return Teacher(teacher.store, teacher.room_id, hash_of(key)), key


def room_on_wall(store: Store, key: str) -> str:
    """The id of the room whose projector has this key; raises BadInput where there is none."""
    if is_key(key):
        query = (
            sa.select(_rooms.c.id)
            .join(_walls, _walls.c.room_id == _rooms.c.id)
            .where(_walls.c.key_hash == hash_of(key), _rooms.c.active_at >= oldest())
        )
        with store.reading() as connection:
            if (room_id := connection.execute(query).scalar_one_or_none()) is not None:
                return str(room_id)
    raise BadInput(
        _("This projector's link opens no room (any more)."), _("Open the projector's window from the desk.")
    )
