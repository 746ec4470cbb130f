"""A plan in a room: one button leads through it, and the room remembers where it is."""

import pytest

from digitcore.errors import BadInput
from digitcore.lab.lessons import conducting
from digitcore.lab.polls import polls
from digitcore.lab.rooms import rooms, rounds
from digitcore.lab.store.store import open_store
from tests.core.classes import class_of, put
from tests.core.memories import store_in


@pytest.fixture
def teacher(tmp_path):
    return class_of(store_in(tmp_path), 2).teacher


def state_of(teacher):
    """The card, the wall, whether pupils guess first, where phones lead, and the open round's kind."""
    now, current = rooms.room_of(teacher).settings, rounds.latest(teacher.store, teacher.room_id)
    is_open = current is not None and current.is_open
    return now.card, now.projector, now.guess_first, now.lesson, current.kind if is_open else None


def test_one_button_leads_from_the_first_card_to_the_last(teacher):
    conducting.begin(teacher, "can-it-read-us")
    seen = [state_of(teacher)]
    while conducting.next_step(teacher):
        conducting.proceed(teacher)
        if state_of(teacher) != seen[-1]:
            seen.append(state_of(teacher))
    assert seen == [
        (0, "join", False, "", None),
        (1, "gallery", False, "", "digit"),
        (2, "poll", False, "", None),  # nobody has seen what was read in what they vote on
        (3, "gallery", False, "", "balanced"),
        (3, "accuracy", False, "", None),
        (4, "confusion", False, "", None),
        (5, "shift", False, "", None),
        (6, "poll", False, "", None),
        (7, "gallery", False, "", "balanced"),
        (7, "accuracy", False, "", None),
        (8, "poll", False, "", None),
    ]


def test_another_server_goes_on_at_the_same_card(teacher):
    conducting.begin(teacher, "can-it-read-us")
    conducting.proceed(teacher)
    elsewhere = open_store(teacher.store.url, patience_seconds=4)
    assert elsewhere is not teacher.store
    card = conducting.card_of(elsewhere, rooms.get(elsewhere, teacher.room_id))
    assert card.title == "All draw a 7"


def test_what_was_set_by_hand_holds_until_the_next_card(teacher):
    conducting.begin(teacher, "can-it-read-us")
    rooms.change_settings(teacher, projector="strangest", approval=True)
    assert state_of(teacher)[1] == "strangest"
    conducting.proceed(teacher)
    assert state_of(teacher)[1] == "gallery"
    assert rooms.room_of(teacher).settings.approval


def test_a_jump_closes_the_round_and_back_begins_another(teacher):
    conducting.begin(teacher, "can-it-read-us")
    conducting.go_to(teacher, 3)
    conducting.go_to(teacher, 4)
    assert state_of(teacher) == (4, "confusion", False, "", None)
    conducting.go_to(teacher, 3)
    assert state_of(teacher) == (3, "gallery", False, "", "balanced")
    assert rounds.latest(teacher.store, teacher.room_id).number == 2
    for nowhere in (-1, 9):
        conducting.go_to(teacher, nowhere)
        assert state_of(teacher)[0] == 3


def test_a_plan_is_left_and_an_unknown_one_is_refused(teacher):
    conducting.begin(teacher, "can-it-read-us")
    conducting.leave(teacher)
    room = rooms.room_of(teacher)
    assert conducting.plan_of(teacher.store, room) is None
    conducting.proceed(teacher)
    assert rooms.room_of(teacher).settings == room.settings
    with pytest.raises(BadInput, match="There is no such plan"):
        conducting.begin(teacher, "../../etc/passwd")


def test_the_class_predicts_before_it_trains(tmp_path):
    room = class_of(store_in(tmp_path), 2)
    conducting.begin(room.teacher, "can-it-read-us")
    conducting.go_to(room.teacher, 3)
    for pupil in room.pupils:
        for step in range(3):
            put(pupil, room.store, 1, step=step, said=step)
    conducting.go_to(room.teacher, 6)
    poll = polls.current(room.store, room.room_id)
    assert poll.question.kind == "number"
    assert conducting.next_step(room.teacher) == "reveal", "6 drawings are too few to train on"
    rounds.start(room.teacher, "balanced", count=5)
    for pupil in room.pupils:
        for step in range(5):
            put(pupil, room.store, 2, step=step, said=step)
    rounds.close(room.teacher)
    assert conducting.next_step(room.teacher) == "train"
    assert conducting.proceed(room.teacher) == "dense-128"
    assert rooms.room_of(room.teacher).settings.projector == "trained"
    assert polls.current(room.store, room.room_id).stage == "revealed"
    assert conducting.next_step(room.teacher) == "next"
    conducting.go_to(room.teacher, 7)
    assert rooms.room_of(room.teacher).settings.model == "default", "nothing was trained yet"


def test_the_vote_of_a_card_goes_with_the_card(tmp_path):
    room = class_of(store_in(tmp_path), 1)
    conducting.begin(room.teacher, "can-it-read-us")
    conducting.go_to(room.teacher, 1)
    put(room.pupils[0], room.store, 1)
    conducting.go_to(room.teacher, 2)
    assert polls.current(room.store, room.room_id).question.items == 1
    assert conducting.next_step(room.teacher) == "vote again"
    conducting.proceed(room.teacher)
    assert conducting.next_step(room.teacher) == "reveal"
    conducting.go_to(room.teacher, 3)
    assert polls.current(room.store, room.room_id) is None


def test_a_lesson_of_45_minutes_takes_at_most_fourteen_presses(tmp_path):
    room = class_of(store_in(tmp_path), 6)
    conducting.begin(room.teacher, "can-it-read-us")
    steps = []
    while step := conducting.next_step(room.teacher):
        steps.append(step)
        current = rounds.latest(room.store, room.room_id)
        if conducting.is_drawing(current):
            for pupil in room.pupils:
                for place in range(current.count):
                    put(
                        pupil,
                        room.store,
                        current.number,
                        step=place,
                        said=current.prompts(pupil.number)[place],
                    )
        conducting.proceed(room.teacher)
    assert steps.count("vote again") == steps.count("train") == 1
    assert len(steps) <= 14
