"""The waiting room, where the teacher lets people in one by one: who waits has no seat, and takes none from the class."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from digitcore.errors import BadInput
from digitcore.lab.rooms import nicknames, seats
from digitcore.lab.rooms.room_access import Teacher, changing, changing_as_teacher
from digitcore.lab.store import schema
from digitcore.lab.store.store import Store
from digitcore.languages import gettext as _

MOST_WAITING = 100
"""As many as a room has seats."""
_ID_BYTES = 8
_knocks = schema.room_knocks


@dataclass(frozen=True)
class Knock:
    """Somebody who waits. Their visitor's id, which is all that tells who they are, is nowhere on the desk."""

    id: str
    nickname: str
    """Empty for who wants to be an animal."""
    asked_at: dt.datetime


def knock(store: Store, room_id: str, visitor: str, nickname: str = "") -> None:
    """Wait to be let in; once more, it only changes the nickname."""
    seats.check_visitor(visitor)
    name = nicknames.cleaned(nickname)
    with changing(store, room_id) as (connection, room):
        seats.check_door(room)
        this = (_knocks.c.room_id == room_id) & (_knocks.c.visitor == visitor)
        if connection.execute(sa.update(_knocks).where(this).values(nickname=name)).rowcount:
            return
        if _count(connection, room_id) >= MOST_WAITING:
            raise BadInput(_("Many wait for this room already."), _("Wait a moment, and press again."))
        row = {"room_id": room_id, "visitor": visitor, "id": secrets.token_hex(_ID_BYTES)}
        connection.execute(sa.insert(_knocks).values(**row, nickname=name, asked_at=schema.now()))


def waits(store: Store, room_id: str, visitor: str) -> bool:
    """Whether this visitor waits to be let in."""
    query = sa.select(_knocks.c.id).where(_knocks.c.room_id == room_id, _knocks.c.visitor == visitor)
    with store.reading() as connection:
        return connection.execute(query).first() is not None


def listed(store: Store, room_id: str) -> list[Knock]:
    """Who waits, the first one first."""
    columns = (_knocks.c.id, _knocks.c.nickname, _knocks.c.asked_at)
    query = sa.select(*columns).where(_knocks.c.room_id == room_id).order_by(_knocks.c.asked_at, _knocks.c.id)
    with store.reading() as connection:
        return [Knock(*row) for row in connection.execute(query)]


def admit(teacher: Teacher, knock_ids: list[str]) -> int:
    """Give those who wait a seat, as long as there are some; gives how many got one."""
    admitted = 0
    with changing_as_teacher(teacher) as connection:
        these = (_knocks.c.room_id == teacher.room_id) & _knocks.c.id.in_(knock_ids)
        rows = connection.execute(sa.select(_knocks).where(these).order_by(_knocks.c.asked_at)).all()
        for row in rows:
            if not seats.has_room(connection, teacher.room_id):
                break
            seats.sit_down(connection, teacher.room_id, row.visitor, row.nickname)
            connection.execute(sa.delete(_knocks).where(_knocks.c.id == row.id))
            admitted += 1
    return admitted


def send_away(teacher: Teacher, knock_ids: list[str]) -> None:
    """Let these wait no longer; they may knock again, unless the door is shut."""
    with changing_as_teacher(teacher) as connection:
        these = (_knocks.c.room_id == teacher.room_id) & _knocks.c.id.in_(knock_ids)
        connection.execute(sa.delete(_knocks).where(these))


def _count(connection: Connection, room_id: str) -> int:
    query = sa.select(sa.func.count()).select_from(_knocks).where(_knocks.c.room_id == room_id)
    return int(connection.execute(query).scalar_one())
