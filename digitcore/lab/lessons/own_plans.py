"""A plan that a teacher changed or brought for a room: stored with it, as the text that it is."""

from __future__ import annotations

from contextlib import suppress

import sqlalchemy as sa

from digitcore.errors import BadInput
from digitcore.lab.lessons import arranging, plans
from digitcore.lab.lessons.plan_text import write
from digitcore.lab.lessons.plans import Plan
from digitcore.lab.rooms import rooms
from digitcore.lab.rooms.room_access import Teacher, changing_as_teacher, read_room
from digitcore.lab.store import schema
from digitcore.lab.store.store import Store

OWN = "own"
"""The name of a room's own plan in its settings."""
_plans, _rooms = schema.room_plans, schema.rooms


def find(store: Store, room_id: str, name: str) -> Plan | None:
    """The plan of this name, if there is one: the room's own, or one that ships."""
    return own(store, room_id) if name == OWN else plans.find(name)


def own(store: Store, room_id: str) -> Plan | None:
    """The room's own plan, if it has one that this version can read: a newer one may have written it."""
    query = sa.select(_plans.c.text).where(_plans.c.room_id == room_id)
    with store.reading() as connection:
        text = connection.execute(query).scalar_one_or_none()
    with suppress(BadInput):
        return None if text is None else plans.read(text, name=OWN)
    return None


def save(teacher: Teacher, plan: Plan) -> None:
    """Let this be the room's own plan; a room that follows another plan follows this one now, and stays at its card."""
    text = write(plan)
    plans.read(text, name=OWN)  # what could not be read again is refused here
    before = find(teacher.store, teacher.room_id, rooms.room_of(teacher).settings.plan)
    with changing_as_teacher(teacher) as connection:
        connection.execute(sa.delete(_plans).where(_plans.c.room_id == teacher.room_id))
        connection.execute(sa.insert(_plans).values(room_id=teacher.room_id, text=text))
        settings = read_room(connection, teacher.room_id).settings
        if before is not None and settings.plan == before.name:
            settings = settings.replace(plan=OWN, card=arranging.place_after(before, plan, settings.card))
            this = _rooms.c.id == teacher.room_id
            connection.execute(sa.update(_rooms).where(this).values(settings_json=settings.to_json()))
