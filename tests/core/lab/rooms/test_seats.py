"""Seats are joined once each, named so that all can be told apart, taken away and given back: a real store, many at once."""

import dataclasses
import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest

from digitcore.errors import BadInput
from digitcore.lab.rooms import human_votes, limits, nicknames, rooms, rounds, seats
from digitcore.lab.rooms.nicknames import ANIMALS
from digitcore.lab.rooms.room_access import Teacher
from digitcore.lab.store import schema
from digitcore.lab.store.store import open_store
from tests.core.classes import put
from tests.core.memories import ADA, BEN, CLEO, program


@pytest.fixture
def teacher(store) -> Teacher:
    return rooms.open_room(store)[0]


def join(teacher: Teacher, visitor: str = ADA, nickname: str = "") -> seats.Seat:
    return seats.join(teacher.store, teacher.room_id, visitor, nickname)


def test_a_visitor_has_one_seat_whatever_they_call_themselves_later(teacher):
    first = join(teacher, ADA, "Ada")
    assert (first.number, first.name, first.is_here) == (1, "Ada", True)
    assert join(teacher, ADA, "Bob") == first
    assert seats.seat_of(teacher.store, teacher.room_id, ADA) == first
    assert seats.seat_of(teacher.store, teacher.room_id, BEN) is None
    assert join(teacher, BEN).number == 2


def test_another_room_is_another_seat(teacher):
    other, _ = rooms.open_room(teacher.store)
    join(teacher, BEN)
    assert (join(teacher, ADA).number, join(other, ADA).number) == (2, 1)


def test_animals_are_all_different_and_so_are_their_names():
    assert len({animal.casefold() for animal in ANIMALS}) == len(ANIMALS) > 60


def test_when_the_animals_run_out_they_get_numbers(teacher, monkeypatch):
    monkeypatch.setattr(nicknames, "ANIMALS", ("Otter", "Owl"))
    names = {join(teacher, f"visitor {number}").name for number in range(5)}
    assert len(names) == 5
    assert {"Otter", "Owl"} < names


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("  Ada \n\t Lovelace ", "Ada Lovelace"),
        ("<b>Ada</b>", "<b>Ada</b>"),  # pages show it as plain text
        ("\u202egnirts", "gnirts"),
        ("A\u200bd\u2066a\x00\x1b", "Ada"),
        ("Z\u0335\u0336\u0337\u0338\u0339a", "Z\u0335\u0336a"),
        ("x" * 5000, "x" * 20),
        ("Zoë", "Zoë"),
        ("李雷", "李雷"),
        ("😀", "😀"),
    ],
)
def test_nicknames_are_made_fit_to_show(teacher, typed, shown):
    assert join(teacher, ADA, typed).name == shown


@pytest.mark.parametrize("typed", ["", "   ", "\u200b\u200b", "\u3164\u2800", "\u202e"])
def test_a_nickname_that_shows_nothing_is_an_animal(teacher, typed):
    assert join(teacher, ADA, typed).name in ANIMALS


def test_names_that_look_alike_are_told_apart_by_a_number(teacher):
    names = [
        join(teacher, visitor, name).name
        for visitor, name in ((ADA, "Ada"), (BEN, "A D A"), (CLEO, "\uff21da"))
    ]
    assert names == ["Ada", "A D A 2", "\uff21da 3"]
    assert join(teacher, "d" * 32, "\ufdfa" * 20).name  # which is hundreds of letters when spelled out


def test_thirty_join_at_once_and_each_has_a_seat_and_an_animal_of_their_own(teacher):
    with ThreadPoolExecutor(30) as pool:
        found = list(pool.map(lambda number: join(teacher, f"visitor {number % 15}"), range(30)))
    assert {seat.number for seat in found} == set(range(1, 16))
    assert len({seat.name for seat in found}) == 15
    assert {(seat.number, seat.visitor) for seat in found} == {
        (seat.number, seat.visitor) for seat in seats.listed(teacher.store, teacher.room_id)
    }


JOIN = """
import sys
from digitcore.lab.rooms import seats
from digitcore.lab.store.store import open_store
store = open_store(sys.argv[1], patience_seconds=60)
sys.stdin.readline()
for number in range(15):
    print(seats.join(store, sys.argv[2], f"{sys.argv[3]} {number}").name, flush=True)
"""


@pytest.mark.fault("two servers, one HOME", "no seat and no name is given twice")
def test_two_servers_give_no_seat_and_no_animal_twice(database):
    store = open_store(database, patience_seconds=60)
    teacher, _ = rooms.open_room(store)
    with (
        program(JOIN, store.url, teacher.room_id, "one") as one,
        program(JOIN, store.url, teacher.room_id, "two") as two,
    ):
        for process in (one, two):
            process.stdin.write("go\n")
            process.stdin.flush()
        names = "".join(process.communicate()[0] for process in (one, two)).split("\n")
    assert len(set(names) - {""}) == 30
    assert [seat.number for seat in seats.listed(store, teacher.room_id)] == list(range(1, 31))


def test_a_closed_room_takes_nobody_new(teacher):
    known = join(teacher, ADA)
    rooms.close(teacher)
    assert join(teacher, ADA) == known
    with pytest.raises(BadInput, match=r"This room is closed\. Ask your teacher"):
        join(teacher, BEN)


def test_a_full_room_says_so(teacher, monkeypatch):
    monkeypatch.setattr(seats, "MOST_SEATS", 1)
    join(teacher, ADA)
    with pytest.raises(BadInput, match="All 1 seats of this room are taken"):
        join(teacher, BEN)


def test_a_seat_that_was_taken_away_makes_room_for_another(teacher, monkeypatch):
    monkeypatch.setattr(seats, "MOST_SEATS", 2)
    join(teacher, ADA), join(teacher, BEN)
    seats.remove(teacher, 1)
    assert join(teacher, CLEO).number == 3
    with pytest.raises(BadInput, match="All 2 seats of this room are taken"):
        join(teacher, "d" * 32)
    monkeypatch.setattr(seats, "LAST_NUMBER", 3)
    seats.remove(teacher, 2)
    with pytest.raises(BadInput, match="seats of this room are taken"):
        join(teacher, "d" * 32)


def test_who_counts_double_in_another_browser_is_kept_out_by_a_shut_door(teacher):
    """One browser is one seat; of a second browser only its owner knows, but the teacher sees one too many."""
    ada = join(teacher, ADA)
    again = join(teacher, BEN)
    assert seats.presence(teacher.store, teacher.room_id).seats == 2
    rooms.change_settings(teacher, door_shut=True)
    seats.remove(teacher, again.number)
    for visitor in (BEN, CLEO):
        with pytest.raises(BadInput, match=r"took you out|Nobody new may join"):
            join(teacher, visitor)
    assert join(teacher, ADA) == ada
    assert seats.presence(teacher.store, teacher.room_id).seats == 1


def test_a_browser_that_tells_nothing_gets_no_seat(teacher):
    for visitor in ("", "x" * 65):
        with pytest.raises(BadInput, match="Allow cookies"):
            join(teacher, visitor)


def test_who_was_removed_comes_back_only_when_the_teacher_says_so(teacher):
    seat = join(teacher, ADA, "Ada")
    seats.remove(teacher, seat.number)
    with pytest.raises(BadInput, match="Your teacher took you out"):
        join(teacher, ADA, "Eve")
    assert seats.seat_of(teacher.store, teacher.room_id, ADA).is_removed
    assert join(teacher, BEN, "Ada").number == 2  # numbers are never given twice, nor are names
    seats.let_back(teacher, seat.number)
    assert join(teacher, ADA) == seat


def test_a_name_is_changed_by_the_teacher(teacher):
    join(teacher, ADA, "Rude"), join(teacher, BEN, "Ben")
    seats.rename(teacher, 1, "ben")
    assert [seat.name for seat in seats.listed(teacher.store, teacher.room_id)] == ["ben 2", "Ben"]
    seats.rename(teacher, 1, "")
    assert seats.seat_of(teacher.store, teacher.room_id, ADA).name in ANIMALS
    with pytest.raises(BadInput, match="This seat is not there"):
        seats.rename(teacher, 9, "Nobody")


def test_who_is_here_is_counted_and_written_down_seldom(teacher, monkeypatch):
    ada, ben = join(teacher, ADA), join(teacher, BEN)
    join(teacher, CLEO)
    seats.remove(teacher, 3)
    assert seats.presence(teacher.store, teacher.room_id) == seats.Presence(2, 2)
    assert seats.mark_present(teacher.store, ada) is ada  # nothing is read nor written within some seconds
    start = schema.now()
    monkeypatch.setattr(schema, "now", lambda: start + dt.timedelta(seconds=40))
    assert seats.presence(teacher.store, teacher.room_id) == seats.Presence(2, 0)
    again = seats.mark_present(teacher.store, ada)
    assert again.seen_at > ada.seen_at
    assert seats.presence(teacher.store, teacher.room_id) == seats.Presence(2, 1)
    seats.remove(teacher, ben.number)
    with pytest.raises(BadInput, match="Your teacher took you out"):
        seats.mark_present(teacher.store, ben)
    rooms.delete(teacher)
    monkeypatch.setattr(schema, "now", lambda: start + dt.timedelta(seconds=80))
    with pytest.raises(BadInput, match="This seat is not there"):
        seats.mark_present(teacher.store, again)


def test_a_room_that_pupils_sit_in_is_in_use(teacher, monkeypatch):
    seat, start = join(teacher), schema.now()
    monkeypatch.setattr(schema, "now", lambda: start + dt.timedelta(hours=2))
    seats.mark_present(teacher.store, seat)
    assert rooms.get(teacher.store, teacher.room_id).active_at == schema.now()


@pytest.mark.fault(
    "the clock jumps an hour back", "a class draws, votes and types codes on; who left is not shown as here"
)
def test_a_clock_put_back_holds_nobody_up_and_keeps_nobody_here(teacher, monkeypatch):
    ada, _ = join(teacher, ADA), join(teacher, BEN)
    start = schema.now()

    def act():
        with teacher.store.writing() as connection:
            limits.count_act(connection, ada)

    for _ in range(limits.MOST_ACTS):
        act()
    with pytest.raises(BadInput, match="That was a lot at once"):
        act()
    monkeypatch.setattr(schema, "now", lambda: start - dt.timedelta(hours=1))
    act()
    assert seats.presence(teacher.store, teacher.room_id) == seats.Presence(2, 0)
    ada = seats.mark_present(teacher.store, ada)
    assert ada.is_here
    assert seats.presence(teacher.store, teacher.room_id) == seats.Presence(2, 1)
    assert rooms.get(teacher.store, teacher.room_id).is_open


def test_seats_from_which_nothing_was_done_are_deleted_and_their_numbers_given_again(teacher, monkeypatch):
    monkeypatch.setattr(seats, "MOST_SEATS", 4)
    ada, ben, cleo = join(teacher, ADA), join(teacher, BEN), join(teacher, CLEO)
    stranger = join(teacher, "d" * 32)
    rounds.start(teacher, "digit", digit=1)
    put(ben, teacher.store, 1)
    human_votes.put(teacher.store, cleo, 7, 3)
    assert seats.delete_unused(teacher) == 2
    assert [seat.number for seat in seats.listed(teacher.store, teacher.room_id)] == [2, 3]
    again = join(teacher, "e" * 32)
    assert again.number == 1
    for gone in (ada, stranger):  # a tab that still shows the old seat
        with pytest.raises(BadInput, match="Join the room again"):
            seats.mark_present(
                teacher.store, dataclasses.replace(gone, seen_at=gone.seen_at - seats.HERE_FOR)
            )
    assert seats.seat_of(teacher.store, teacher.room_id, "e" * 32) == again
    assert seats.delete_unused(teacher) == 1
