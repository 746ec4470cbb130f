"""The way into a room whose code was found (`room_codes`): at a pace for each address, by the waiting room where there is one."""

from __future__ import annotations

from digitcore.lab.rooms import rooms, seats
from digitcore.lab.rooms.entering import waiting_room
from digitcore.lab.rooms.entering.client_pace import JOINING, pace_of
from digitcore.lab.store.store import Store


def enter(store: Store, room_id: str, visitor: str, nickname: str = "", *, client: str = "") -> None:
    """Take a seat, or wait until the teacher gives one; whoever has a seat keeps it.

    `client` is the address the visitor comes from: many joins from one come one by one.
    """
    if seats.seat_of(store, room_id, visitor) is None:
        if not waiting_room.waits(store, room_id, visitor):
            pace = pace_of(JOINING, store.url)
            pace.wait_for_turn(client)
            pace.count(client)
        if rooms.get(store, room_id).settings.waiting_room:
            waiting_room.knock(store, room_id, visitor, nickname)
            return
    seats.join(store, room_id, visitor, nickname)
