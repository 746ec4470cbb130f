"""Missions done with a drawing: counted once a seat, and anew for another mission."""

from digitcore.lab.rooms import deeds, rooms, seats
from tests.core.classes import bar, class_of


def test_a_seat_counts_once_and_only_for_the_present_mission(store):
    room = class_of(store, 3, mission="seven-as-one")
    for _ in range(2):
        deeds.put(store, room.pupils[0], "seven-as-one", bar())
    deeds.put(store, room.pupils[1], "overfit", bar())
    assert deeds.count(store, room.room_id) == 1
    assert [deeds.is_done(store, pupil) for pupil in room.pupils] == [True, False, False]


def test_another_mission_begins_anew_and_another_setting_does_not(store):
    room = class_of(store, 1, mission="seven-as-one")
    deeds.put(store, room.pupils[0], "seven-as-one", bar())
    rooms.change_settings(room.teacher, live_answers=True, mission="seven-as-one")
    assert deeds.count(store, room.room_id) == 1
    rooms.change_settings(room.teacher, mission="")
    assert deeds.count(store, room.room_id) == 0


def test_who_was_taken_out_does_not_count(store):
    room = class_of(store, 2, mission="seven-as-one")
    for pupil in room.pupils:
        deeds.put(store, pupil, "seven-as-one", bar())
    seats.remove(room.teacher, room.pupils[0].number)
    assert deeds.count(store, room.room_id) == 1
