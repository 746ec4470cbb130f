"""Slips of the pen: who may name them, what counts then, and when a vote names none."""

import pytest

from digitcore.data.ink import Drawing
from digitcore.errors import BadInput
from digitcore.lab.lessons import conducting
from digitcore.lab.polls import ballots, polls, questions
from digitcore.lab.rooms import class_data, rounds, wall
from digitcore.lab.rooms.live_wall import LiveWall
from tests.core.classes import class_of, put
from tests.core.memories import store_in


@pytest.fixture
def room(tmp_path):
    """Eight pupils who were to draw a 3; the first one drew a 1, and the model says so."""
    found = class_of(store_in(tmp_path), 8)
    rounds.start(found.teacher, "digit", digit=3)
    for number, pupil in enumerate(found.pupils):
        put(pupil, found.store, 1, said=3 if number else 1)
    return found


def slip_in(room):
    return next(drawing for drawing in wall.shown(room.store, room.room_id) if drawing.seat == 1)


def vote(room, *answers):
    """Ask what the surest mistakes really are; each answer is one pupil's."""
    looked_at = questions.worth_a_second_look(wall.shown(room.store, room.room_id), 3)
    poll = polls.ask(room.teacher, questions.on_labels(looked_at))
    for pupil, answer in zip(room.pupils, answers, strict=False):
        ballots.put(room.store, pupil, poll, 0, answer)


def test_a_majority_of_five_names_a_slip_and_everything_follows(room):
    vote(room, 1, 1, 1, 1, 1, 3, 3)
    conducting.proceed(room.teacher)
    drawing = slip_in(room)
    assert (drawing.prompt, drawing.true_label, drawing.is_slip, drawing.is_read) == (3, 1, True, True)
    view = LiveWall(room.store, room.room_id).caught_up()
    assert (view.as_asked.correct, view.judgement.correct, view.slips) == (7, 8, 1)
    assert view.judgement.confusion_matrix[1, 1] == 1
    assert class_data.as_arrays([drawing]).framed.labels.tolist() == [1]


@pytest.mark.parametrize(
    "answers", [(1, 1, 1, 1), (1, 1, 1, 1, 3, 3, 3, 3), (3,) * 8, (questions.NO_DIGIT,) * 8, ()]
)
def test_fewer_than_five_no_majority_or_no_digit_name_none(room, answers):
    vote(room, *answers)
    conducting.proceed(room.teacher)
    assert not slip_in(room).is_slip


def test_a_vote_names_nothing_in_a_drawing_that_was_drawn_anew(room):
    vote(room, *[1] * 8)
    lying = Drawing.from_strokes([[(40, 100), (200, 103)]], canvas=320, stroke_width=21)
    put(room.pupils[0], room.store, 1, said=1, drawing=lying)
    conducting.proceed(room.teacher)
    assert not slip_in(room).is_slip


def test_the_teacher_names_and_takes_back_and_a_new_drawing_begins_anew(room):
    before = slip_in(room)
    assert wall.name_slip(room.teacher, before, 1)
    assert slip_in(room).true_label == 1
    assert wall.name_slip(room.teacher, before, 3)
    assert not slip_in(room).is_slip
    wall.name_slip(room.teacher, before, 1)
    put(room.pupils[0], room.store, 1, said=3)
    assert not slip_in(room).is_slip
    assert not wall.name_slip(room.teacher, before, 1), "it is not the drawing that was seen"
    with pytest.raises(BadInput, match="is no digit"):
        wall.name_slip(room.teacher, before, 10)


def test_where_all_was_read_there_is_nothing_to_ask(room):
    put(room.pupils[0], room.store, 1, said=3)
    with pytest.raises(BadInput, match="It read every drawing"):
        vote(room)
