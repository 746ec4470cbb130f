"""Who has done the room's mission with a drawing: the seats, since the teacher set it; another mission begins anew."""

from __future__ import annotations

import sqlalchemy as sa

from digitcore.lab.rooms import limits, seats
from digitcore.lab.rooms.room_access import changing
from digitcore.lab.rooms.seats import Seat
from digitcore.lab.store import schema
from digitcore.lab.store.store import Store

_deeds, _seats = schema.room_deeds, schema.room_seats


def put(store: Store, seat: Seat, mission: str) -> None:
    """Note that this seat has done this mission; nothing where the room has another one by now."""
    with changing(store, seat.room_id) as (connection, room):
        limits.count_act(connection, seats.current(connection, seat))
        this = (_deeds.c.room_id == seat.room_id) & (_deeds.c.seat == seat.number)
        is_known = connection.execute(sa.select(_deeds.c.seat).where(this)).first() is not None
        if room.settings.mission == mission and not is_known:
            row = {"room_id": seat.room_id, "seat": seat.number, "done_at": schema.now()}
            connection.execute(sa.insert(_deeds).values(**row))


def is_done(store: Store, seat: Seat) -> bool:
    """Whether this seat has done it."""
    this = (_deeds.c.room_id == seat.room_id) & (_deeds.c.seat == seat.number)
    with store.reading() as connection:
        return connection.execute(sa.select(_deeds.c.seat).where(this)).first() is not None


def count(store: Store, room_id: str) -> int:
    """How many pupils have done it, without those who were taken out."""
    is_its_seat = (_seats.c.room_id == _deeds.c.room_id) & (_seats.c.number == _deeds.c.seat)
    query = sa.select(sa.func.count()).select_from(_deeds).join(_seats, is_its_seat)
    with store.reading() as connection:
        these = (_deeds.c.room_id == room_id) & _seats.c.removed_at.is_(None)
        return int(connection.execute(query.where(these)).scalar_one())
