"""The rooms that a browser has opened: who finds the way back to a desk, and what the table tells about it."""

import pytest
import sqlalchemy as sa

from digitcore.errors import BadInput
from digitcore.lab.rooms import room_keys, rooms
from digitcore.lab.rooms.entering import own_rooms
from digitcore.lab.store import schema

ADA, BOB = "a" * 32, "b" * 32


def test_the_browser_that_opened_a_room_gets_its_key_back_and_no_other_does(store):
    teacher, key = rooms.open_room(store, "7b", visitor=ADA)
    assert [(room.id, room.title) for room in own_rooms.listed(store, ADA)] == [(teacher.room_id, "7b")]
    assert own_rooms.key_of(store, teacher.room_id, ADA) == key
    for other in (BOB, "", key):
        assert own_rooms.listed(store, other) == []
        with pytest.raises(BadInput, match="has not opened that room"):
            own_rooms.key_of(store, teacher.room_id, other)


def test_a_room_that_no_visitor_opened_belongs_to_nobody(store):
    for nobody in (None, ""):
        rooms.open_room(store, visitor=nobody)
    assert own_rooms.listed(store, "") == []


def test_neither_the_key_nor_the_visitor_is_in_the_table(store):
    _, key = rooms.open_room(store, visitor=ADA)
    with store.reading() as connection:
        row = str(connection.execute(sa.select(schema.room_openers)).one())
    assert key not in row and ADA not in row and room_keys.wall_key(key) not in row


def test_two_rooms_of_one_visitor_are_sealed_apart(store):
    keys = {rooms.open_room(store, visitor=ADA)[1] for _ in range(2)}
    found = {own_rooms.key_of(store, room.id, ADA) for room in own_rooms.listed(store, ADA)}
    assert found == keys


def test_a_new_key_is_found_by_who_made_it_alone(store):
    teacher, _ = rooms.open_room(store, visitor=ADA)
    key = own_rooms.renew(teacher, BOB)
    assert own_rooms.listed(store, ADA) == []
    assert rooms.as_teacher(store, own_rooms.key_of(store, teacher.room_id, BOB)) == rooms.as_teacher(
        store, key
    )


def test_a_deleted_room_is_nobodys_any_more(store):
    teacher, _ = rooms.open_room(store, visitor=ADA)
    rooms.delete(teacher)
    assert own_rooms.listed(store, ADA) == []
    with store.reading() as connection:
        assert connection.execute(sa.select(schema.room_openers)).first() is None
