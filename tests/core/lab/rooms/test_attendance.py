"""Who of a class is how far: what the desk shows of each pupil."""

import datetime as dt

import pytest

from digitcore.lab.rooms import attendance, rooms, rounds, seats
from digitcore.lab.store import schema
from tests.core.classes import class_of, put
from tests.core.memories import store_in


@pytest.fixture
def room(tmp_path):
    return class_of(store_in(tmp_path), 3)


def states(room):
    return [
        (pupil.seat.number, pupil.state, pupil.words)
        for pupil in attendance.of_class(room.store, room.room_id)
    ]


def test_each_pupil_is_counted_in_the_open_round(room):
    assert states(room) == [(1, "nothing", ""), (2, "nothing", ""), (3, "nothing", "")]
    rounds.start(room.teacher, "random", count=2)
    for step in range(2):
        put(room.pupils[0], room.store, 1, step=step)
    put(room.pupils[1], room.store, 1)
    assert states(room) == [(1, "done", "done"), (2, "begun", "1 of 2"), (3, "nothing", "0 of 2")]
    missing = [p.seat.number for p in attendance.of_class(room.store, room.room_id) if p.is_missing]
    assert missing == [2, 3]
    seats.remove(room.teacher, 3)
    rounds.close(room.teacher)
    assert states(room) == [(1, "nothing", ""), (2, "nothing", "")]


def test_who_is_away_and_who_is_elsewhere(room, monkeypatch):
    ada = seats.mark_present(room.store, room.pupils[0], page="explore")
    assert states(room)[0] == (1, "elsewhere", "Explore")
    seats.mark_present(room.store, ada)
    assert states(room)[0] == (1, "nothing", "")
    later = schema.now() + dt.timedelta(minutes=2)
    monkeypatch.setattr(schema, "now", lambda: later)
    assert states(room)[0] == (1, "away", "away")


def test_a_seat_is_found_by_the_code_for_its_own_visitor_only(room):
    code = rooms.room_of(room.teacher).code
    assert seats.seat_by_code(room.store, code, "visitor 1").number == 1
    assert seats.seat_by_code(room.store, code, "somebody") is None
    assert seats.seat_by_code(room.store, "AAAAAA", "visitor 1") is None
