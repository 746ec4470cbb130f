"""A wall followed while it fills: as the store has it, each drawing framed once, and what the teacher decides at once."""

import numpy as np
import pytest

from digitcore.errors import BadInput
from digitcore.lab.drawings import drawing_files
from digitcore.lab.rooms import live_wall, rooms, rounds, seats, wall
from digitcore.lab.rooms.live_wall import LiveWall
from tests.core.classes import bar, class_of, put


@pytest.fixture
def room(store):
    found = class_of(store, 2)
    rounds.start(found.teacher, "digit", digit=1)
    return found


def test_it_follows_what_is_drawn_replaced_hidden_and_taken_away(room):
    live = LiveWall(room.store, room.room_id)
    assert live.caught_up().images.images.shape == (0, 28, 28)
    first = put(room.pupils[0], room.store, 1, said=1)
    second = put(room.pupils[1], room.store, 1, said=7)
    seen = live.caught_up()
    assert [one.id for one in seen.shown] == [first, second]
    assert (seen.judgement.correct, seen.judgement.n) == (1, 2)
    assert seen.judgement.confusion_matrix[1, 7] == 1
    np.testing.assert_array_equal(seen.images.images, drawing_files.framed(seen.shown))

    put(room.pupils[1], room.store, 1, said=1, drawing=bar(50))
    assert live.caught_up().judgement.correct == 2
    wall.hide(room.teacher, [first])
    seen = live.caught_up()
    assert [one.id for one in seen.shown] == [second]
    assert [one.id for one in seen.hidden] == [first]
    seats.remove(room.teacher, 2)
    assert live.caught_up().shown == ()
    seats.let_back(room.teacher, 2)
    assert [one.id for one in live.caught_up().shown] == [second]


def test_what_waits_for_approval_is_not_shown(room):
    live = LiveWall(room.store, room.room_id)
    before = put(room.pupils[0], room.store, 1)
    assert live.caught_up().waiting == ()
    rooms.change_settings(room.teacher, approval=True)
    name = put(room.pupils[1], room.store, 1)
    seen = live.caught_up()
    assert ([one.id for one in seen.shown], [one.id for one in seen.waiting]) == ([before], [name])
    wall.show(room.teacher, seen.waiting)
    seen = live.caught_up()
    assert (seen.waiting, [one.id for one in seen.shown]) == ((), [before, name])


def test_what_is_no_digit_waits_where_the_room_says_so(room):
    live = LiveWall(room.store, room.room_id)
    name = put(room.pupils[0], room.store, 1, is_digit=False)
    assert [one.id for one in live.caught_up().waiting] == [name]
    rooms.change_settings(room.teacher, holds_scribbles=False)
    assert [one.id for one in live.caught_up().shown] == [name]


def test_what_was_drawn_before_the_model_was_there_waits_for_its_answer(room):
    live, nothing = LiveWall(room.store, room.room_id), np.zeros((0, 10), np.float32)
    pupil, drawing = room.pupils[0], bar(50)
    name = wall.put(
        room.store, pupil, 1, 0, drawing, model="default", said="", is_digit=False, probabilities=nothing
    )
    put(room.pupils[1], room.store, 1, said=1)
    seen = live.caught_up()
    assert name not in [one.id for one in seen.shown]
    assert (len(seen.images), seen.judgement.n) == (1, 1)
    put(pupil, room.store, 1, said=1, drawing=drawing)
    assert len(live.caught_up().shown) == 2


def test_a_drawing_is_framed_once_until_it_changes(room, monkeypatch):
    framed = []
    real = drawing_files.framed
    monkeypatch.setattr(
        live_wall.drawing_files, "framed", lambda records: framed.extend(records) or real(records)
    )
    live = LiveWall(room.store, room.room_id)
    put(room.pupils[0], room.store, 1)
    for _ in range(3):
        live.caught_up()
    put(room.pupils[1], room.store, 1)
    seen = live.caught_up()
    assert len(live.images(seen.shown)) == 2
    assert [one.seat for one in framed] == [1, 2]


def test_a_frozen_wall_is_as_it_was_on_any_server(room):
    """What was redrawn or let on since is left out; a round that was open then still is."""
    kept = put(room.pupils[0], room.store, 1)
    redrawn = put(room.pupils[1], room.store, 1, said=7)
    rooms.change_settings(room.teacher, projector="gallery")
    assert [one.id for one in LiveWall(room.store, room.room_id).caught_up().shown] == [kept, redrawn]
    rooms.change_settings(room.teacher, is_frozen=True)
    put(room.pupils[1], room.store, 1, said=1, drawing=bar(50))
    rooms.change_settings(room.teacher, is_frozen=True, projector="accuracy")
    rounds.close(room.teacher)
    rounds.start(room.teacher, "digit", digit=2)
    put(room.pupils[0], room.store, 2, said=2)
    seen = LiveWall(room.store, room.room_id).as_frozen()
    assert [one.id for one in seen.shown] == [kept]
    assert len(seen.images.images) == len(seen.probabilities) == 1
    assert seen.room.settings.projector == "gallery"
    assert (seen.latest.number, seen.latest.is_open) == (1, True)


def test_a_room_that_is_gone_is_a_sentence(room):
    live = LiveWall(room.store, room.room_id)
    live.caught_up()
    rooms.delete(room.teacher)
    with pytest.raises(BadInput, match="not there"):
        live.caught_up()


def test_a_wall_that_did_not_change_is_one_small_question(room, monkeypatch):
    live = LiveWall(room.store, room.room_id)
    put(room.pupils[0], room.store, 1)
    seen = live.caught_up()
    monkeypatch.setattr(rooms, "get", lambda *_: pytest.fail("the room was read again"))
    assert live.caught_up() is seen
