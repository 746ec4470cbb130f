"""A plan in a room: one button leads through it, and the room remembers where it is."""

import pytest

from digitcore.errors import BadInput
from digitcore.lab.lessons import conducting
from digitcore.lab.rooms import rooms, rounds
from digitcore.lab.store.store import open_store
from tests.core.classes import class_of
from tests.core.memories import store_in


@pytest.fixture
def teacher(tmp_path):
    return class_of(store_in(tmp_path), 2).teacher


def state_of(teacher):
    """The card, the wall, whether pupils guess first, where phones lead, and the open round's kind."""
    now, current = rooms.room_of(teacher).settings, rounds.current(teacher.store, teacher.room_id)
    is_open = current is not None and current.is_open
    return now.card, now.projector, now.guess_first, now.lesson, current.kind if is_open else None


def test_one_button_leads_from_the_first_card_to_the_last(teacher):
    conducting.begin(teacher, "can-it-read-us")
    seen = [state_of(teacher)]
    for _ in range(20):
        conducting.proceed(teacher)
        if state_of(teacher) == seen[-1]:
            break
        seen.append(state_of(teacher))
    page = "explore?dataset=mnist&view=typical"
    assert seen == [
        (0, "join", False, "", None),
        (1, "gallery", False, "", "digit"),
        (1, "gallery", False, "", None),
        (2, "poll", False, "", None),
        (3, "gallery", False, "", "balanced"),
        (3, "accuracy", False, "", None),
        (4, "confusion", False, "", None),
        (5, "strangest", False, "", None),
        (6, "shift", False, "", None),
        (7, "shift", False, page, None),
        (8, "accuracy", False, "", None),
    ]


def test_another_server_goes_on_at_the_same_card(teacher):
    conducting.begin(teacher, "can-it-read-us")
    conducting.proceed(teacher)
    elsewhere = open_store(teacher.store.url, patience_seconds=4)
    assert elsewhere is not teacher.store
    card = conducting.card_of(rooms.get(elsewhere, teacher.room_id))
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
    assert rounds.current(teacher.store, teacher.room_id).number == 2
    for nowhere in (-1, 9):
        conducting.go_to(teacher, nowhere)
        assert state_of(teacher)[0] == 3


def test_a_plan_is_left_and_an_unknown_one_is_refused(teacher):
    conducting.begin(teacher, "can-it-read-us")
    conducting.leave(teacher)
    room = rooms.room_of(teacher)
    assert conducting.plan_of(room) is None
    conducting.proceed(teacher)
    assert rooms.room_of(teacher).settings == room.settings
    with pytest.raises(BadInput, match="There is no such plan"):
        conducting.begin(teacher, "../../etc/passwd")
