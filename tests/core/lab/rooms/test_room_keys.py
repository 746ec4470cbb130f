"""The teacher's key and the projector's: what each opens, and what a new one ends."""

import pytest
import sqlalchemy as sa

from digitcore.errors import BadInput
from digitcore.lab.rooms import room_keys, rooms
from digitcore.lab.store import schema


def test_the_projectors_key_opens_the_wall_and_never_the_desk(store):
    teacher, key = rooms.open_room(store)
    shown = room_keys.wall_key(key)
    assert room_keys.room_on_wall(store, shown) == teacher.room_id
    for wrong in (key, "", shown.upper() + "x", "0" * 32):
        with pytest.raises(BadInput, match="opens no room"):
            room_keys.room_on_wall(store, wrong)
    with pytest.raises(BadInput, match="opens no room"):
        rooms.as_teacher(store, shown)


def test_neither_key_is_stored_and_both_hashes_differ(store):
    _, key = rooms.open_room(store)
    with store.reading() as connection:
        stored = [
            str(connection.execute(sa.select(table)).one()) for table in (schema.rooms, schema.room_walls)
        ]
    assert not any(secret in row for row in stored for secret in (key, room_keys.wall_key(key)))
    assert room_keys.hash_of(key) in stored[0]
    assert room_keys.hash_of(key) not in stored[1]


def test_a_new_key_ends_both_old_ones_and_teachers_who_are_already_in(store):
    teacher, key = rooms.open_room(store)
    renewed, new = room_keys.renew(teacher)
    assert rooms.as_teacher(store, new) == renewed
    assert room_keys.room_on_wall(store, room_keys.wall_key(new)) == teacher.room_id
    for act in (
        lambda: rooms.as_teacher(store, key),
        lambda: room_keys.room_on_wall(store, room_keys.wall_key(key)),
        lambda: rooms.close(teacher),
        lambda: rooms.room_of(teacher),
        lambda: room_keys.renew(teacher),
    ):
        with pytest.raises(BadInput):
            act()


def test_a_room_from_before_projectors_had_keys_gets_one_from_its_desk(store):
    teacher, key = rooms.open_room(store)
    with store.writing() as connection:
        connection.execute(sa.delete(schema.room_walls))
    room_keys.give_wall_key(teacher, key)
    assert room_keys.room_on_wall(store, room_keys.wall_key(key)) == teacher.room_id
    room_keys.give_wall_key(teacher, "another")
    assert room_keys.room_on_wall(store, room_keys.wall_key(key)) == teacher.room_id


def test_the_key_of_an_expired_or_deleted_room_opens_nothing(store):
    teacher, key = rooms.open_room(store)
    rooms.delete(teacher)
    with pytest.raises(BadInput, match="opens no room"):
        room_keys.room_on_wall(store, room_keys.wall_key(key))
    with store.reading() as connection:
        assert connection.execute(sa.select(schema.room_walls)).all() == []
