"""Who is let in one by one waits without a seat, until the teacher says so."""

import pytest

from digitcore.errors import BadInput
from digitcore.lab.rooms import rooms, seats
from digitcore.lab.rooms.entering import door, waiting_room
from digitcore.lab.rooms.room_settings import RoomSettings
from tests.core.memories import ADA, BEN, CLEO


@pytest.fixture
def teacher(store):
    return rooms.open_room(store, "7b", RoomSettings(waiting_room=True))[0]


def names(teacher):
    return [seat.name for seat in seats.listed(teacher.store, teacher.room_id)]


def waiting(teacher):
    return waiting_room.listed(teacher.store, teacher.room_id)


def test_a_room_has_no_waiting_room_unless_the_teacher_wants_one(store):
    teacher, _ = rooms.open_room(store)
    door.enter(store, teacher.room_id, ADA, "Ada")
    assert names(teacher) == ["Ada"]


def test_who_joins_waits_and_has_a_seat_once_let_in(store, teacher):
    for visitor, name in ((ADA, "Ada"), (BEN, " Ben "), (BEN, "Benny"), (CLEO, "")):
        door.enter(store, teacher.room_id, visitor, name)
    assert [knock.nickname for knock in waiting(teacher)] == ["Ada", "Benny", ""]
    assert names(teacher) == []
    assert waiting_room.waits(store, teacher.room_id, BEN)
    assert waiting_room.admit(teacher, [waiting(teacher)[1].id]) == 1
    assert names(teacher) == ["Benny"]
    assert not waiting_room.waits(store, teacher.room_id, BEN)
    door.enter(store, teacher.room_id, BEN)
    assert seats.seat_of(store, teacher.room_id, BEN).number == 1
    waiting_room.send_away(teacher, [knock.id for knock in waiting(teacher)])
    assert waiting(teacher) == []
    assert names(teacher) == ["Benny"]


def test_nobody_gets_past_it_nor_in_front_of_a_shut_door(store, teacher):
    with pytest.raises(BadInput, match="one by one"):
        seats.join(store, teacher.room_id, ADA)
    rooms.change_settings(teacher, door_shut=True)
    with pytest.raises(BadInput, match="Nobody new may join"):
        door.enter(store, teacher.room_id, ADA)
    assert waiting(teacher) == []


def test_what_the_desk_knows_of_who_waits_does_not_say_who_they_are(store, teacher):
    door.enter(store, teacher.room_id, ADA, "Ada")
    assert ADA not in repr(waiting(teacher))


def test_a_crowd_before_the_door_takes_no_seats_and_has_an_end(store, teacher, monkeypatch):
    monkeypatch.setattr(waiting_room, "MOST_WAITING", 3)
    monkeypatch.setattr(seats, "MOST_SEATS", 2)
    for number in range(3):
        waiting_room.knock(store, teacher.room_id, f"visitor {number}")
    with pytest.raises(BadInput, match="Many wait for this room already"):
        waiting_room.knock(store, teacher.room_id, ADA)
    assert waiting_room.admit(teacher, [knock.id for knock in waiting(teacher)]) == 2
    assert len(waiting(teacher)) == 1


def test_only_the_teacher_of_the_room_lets_in_or_sends_away(store, teacher):
    other, _ = rooms.open_room(store, "8a")
    door.enter(store, teacher.room_id, ADA)
    knocks = [knock.id for knock in waiting(teacher)]
    assert waiting_room.admit(other, knocks) == 0
    waiting_room.send_away(other, knocks)
    assert [knock.id for knock in waiting(teacher)] == knocks
    rooms.delete(teacher)
    assert not waiting_room.waits(store, teacher.room_id, ADA)
