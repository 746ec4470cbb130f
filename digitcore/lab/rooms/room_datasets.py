"""Datasets made of a room's drawings: stored like those that users add, listed for nobody, deleted with the room.

Their owner is the room, so `own_datasets` needs to know nothing of rooms. `class_data` and `class_training` make their
contents.
"""

from __future__ import annotations

import sqlalchemy as sa

from digitcore.data.dataset import Source
from digitcore.data.sources import own_datasets
from digitcore.data.sources.draft import Draft
from digitcore.lab.store import schema
from digitcore.lab.store.store import Store

_OWNER = "room "
"""Prefix of the owner's name; a visitor's id has no space."""


def save(draft: Draft, room_id: str, *, title: str) -> Source:
    """Save a dataset for this room; workers load it by its name, like any dataset."""
    return own_datasets.save(draft, title=title, owner=_OWNER + room_id)


def delete(room_id: str) -> None:
    """Delete the room's datasets from the disk."""
    for source in own_datasets.sources():
        if _OWNER + room_id in source.titles:
            own_datasets.delete(source.name, owner=_OWNER + room_id)


def delete_orphaned(store: Store) -> None:
    """Delete the datasets of rooms that no longer exist."""
    owners = {
        owner for source in own_datasets.sources() for owner in source.titles if owner.startswith(_OWNER)
    }
    if owners:
        with store.reading() as connection:
            existing = set(connection.execute(sa.select(schema.rooms.c.id)).scalars())
        for room_id in {owner.removeprefix(_OWNER) for owner in owners} - existing:
            delete(room_id)
