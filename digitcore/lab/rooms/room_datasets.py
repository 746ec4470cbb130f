"""Datasets made of a room's drawings: kept like those that users add, listed for nobody, and gone with the room.

Their owner is the room, so `data.own` needs to know nothing of rooms. After `store` and `schema` in the reading order.
Left out: what is in them (`class_data`, `class_training`).
"""

from __future__ import annotations

import sqlalchemy as sa

from digitcore.data.dataset import Source
from digitcore.data.sources import own_datasets
from digitcore.data.sources.draft import Draft
from digitcore.lab.store import schema
from digitcore.lab.store.store import Store

_OWNER = "room "
"""Begins the owner's name; a visitor's id has no space."""


def keep(draft: Draft, room_id: str, *, title: str) -> Source:
    """Keep images for this room; workers load them by their name, like any dataset."""
    return own_datasets.save(draft, title=title, owner=_OWNER + room_id)


def forget(room_id: str) -> None:
    """Delete from the disk what was made of this room's drawings."""
    for source in own_datasets.sources():
        if _OWNER + room_id in source.titles:
            own_datasets.delete(source.name, owner=_OWNER + room_id)


def forget_gone(store: Store) -> None:
    """Delete what was made of the drawings of rooms that are not there any more."""
    owners = {
        owner for source in own_datasets.sources() for owner in source.titles if owner.startswith(_OWNER)
    }
    if owners:
        with store.reading() as connection:
            there = set(connection.execute(sa.select(schema.rooms.c.id)).scalars())
        for room_id in {owner.removeprefix(_OWNER) for owner in owners} - there:
            forget(room_id)
