"""What pupils are asked: the same in every process, balanced over the class, one round open at a time."""

import numpy as np
import pytest

from digitcore.errors import BadInput
from digitcore.lab.rooms import rooms, rounds
from digitcore.lab.store.store import open_store
from tests.core.classes import class_of
from tests.core.memories import program


def test_a_round_is_started_closed_and_replaced_by_the_next(store):
    room = class_of(store, 1)
    assert rounds.latest(store, room.room_id) is None
    first = rounds.start(room.teacher, "digit", digit=4)
    assert (first.number, first.digit, first.count, first.is_open) == (1, 4, 1, True)
    assert rounds.latest(store, room.room_id) == first
    second = rounds.start(room.teacher, "random", count=3)
    assert [one.is_open for one in rounds.listed(store, room.room_id)] == [False, True]
    rounds.close(room.teacher)
    assert rounds.latest(store, room.room_id).number == second.number == 2
    assert not rounds.get(store, room.room_id, 2).is_open
    with pytest.raises(BadInput, match="There is no round 3 in this room"):
        rounds.get(store, room.room_id, 3)


def test_starting_and_closing_move_the_call_that_pupils_wait_for(store):
    room = class_of(store, 1)
    calls = [rooms.versions(store, room.room_id).call_version]
    for change in (lambda: rounds.start(room.teacher, "digit", digit=1), lambda: rounds.close(room.teacher)):
        change()
        calls.append(rooms.versions(store, room.room_id).call_version)
    assert calls == [calls[0], calls[0] + 1, calls[0] + 2]


def test_one_digit_is_asked_of_everybody(store):
    asked = rounds.start(class_of(store, 1).teacher, "digit", digit=0, count=2)
    assert {asked.prompts(seat) for seat in range(1, 31)} == {(0, 0)}


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 7, 10, 20])
@pytest.mark.parametrize("seats", [1, 9, 30])
def test_balanced_rounds_ask_for_all_ten_equally_often(store, count, seats):
    asked = rounds.start(class_of(store, 1).teacher, "balanced", count=count)
    prompts = [asked.prompts(seat) for seat in range(1, seats + 1)]
    times = np.bincount(np.concatenate(prompts), minlength=10)
    assert times.max() - times.min() <= 1
    for own in prompts:  # nobody draws one digit twice before the others
        assert np.bincount(own, minlength=10).max() <= -(-count // 10)


def test_random_digits_differ_between_seats_and_rounds(store):
    room = class_of(store, 1)
    first, second = (rounds.start(room.teacher, "random", count=20) for _ in range(2))
    assert len({one.prompts(seat) for one in (first, second) for seat in range(1, 31)}) == 60
    assert set(np.concatenate([first.prompts(seat) for seat in range(1, 31)])) == set(range(10))


PROMPTS = """
import sys
from digitcore.lab.rooms import rounds
from digitcore.lab.store.store import open_store
print([one.prompts(7) for one in rounds.listed(open_store(sys.argv[1]), sys.argv[2])])
"""


def test_another_process_asks_the_same(store):
    room = class_of(store, 1)
    for kind in ("digit", "random", "balanced"):
        rounds.start(room.teacher, kind, digit=3, count=5)
    mine = [one.prompts(7) for one in rounds.listed(open_store(store.url), room.room_id)]
    with program(PROMPTS, store.url, room.room_id) as other:
        assert other.communicate()[0] == f"{mine}\n"


@pytest.mark.parametrize(
    ("kind", "more", "words"),
    [
        ("dance", {}, r"no kind of round 'dance'\. Choose one of: digit, random, balanced"),
        ("digit", {}, "None is no digit"),
        ("digit", {"digit": 10}, "10 is no digit"),
        ("random", {"count": 0}, "0 drawings cannot be asked for"),
        ("balanced", {"count": 21}, "Ask for 1 to 20"),
    ],
)
def test_what_cannot_be_asked_gets_a_sentence(store, kind, more, words):
    room = class_of(store, 1)
    with pytest.raises(BadInput, match=words):
        rounds.start(room.teacher, kind, **more)
    assert rounds.latest(store, room.room_id) is None


def test_a_closed_room_has_no_open_round_and_starts_none(store):
    room = class_of(store, 1)
    rounds.start(room.teacher, "digit", digit=4)
    rooms.close(room.teacher)
    assert not rounds.latest(store, room.room_id).is_open
    with pytest.raises(BadInput, match=r"This room is closed\. Open it again first"):
        rounds.start(room.teacher, "digit", digit=5)
    rooms.reopen(room.teacher)
    assert not rounds.latest(store, room.room_id).is_open
    assert rounds.start(room.teacher, "digit", digit=5).number == 2
