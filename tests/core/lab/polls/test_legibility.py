"""Whether a class can read what did its mission: each votes, and the drawing keeps what came of it."""

import pytest

from digitcore.data.ink import Drawing
from digitcore.errors import BadInput
from digitcore.lab.lessons import conducting
from digitcore.lab.polls import ballots, legibility, poll_results, polls
from digitcore.lab.rooms import deeds, rooms
from tests.core.classes import bar, class_of


@pytest.fixture
def room(store):
    return class_of(store, 5, mission="seven-as-one")


def vote(room, answers):
    """Ask, let each pupil answer for both drawings, and reveal."""
    polls.ask(room.teacher, legibility.question(room.store, room.room_id, 7))
    poll = polls.current(room.store, room.room_id)
    for pupil, answer in zip(room.pupils, answers, strict=False):
        for item in range(poll.question.items):
            ballots.put(room.store, pupil, poll, item, answer)
    conducting.proceed(room.teacher)
    return polls.current(room.store, room.room_id)


def test_what_most_of_a_class_reads_is_legible(room):
    deeds.put(room.store, room.pupils[0], "seven-as-one", bar())
    deeds.put(room.store, room.pupils[1], "seven-as-one", bar(50))
    poll = vote(room, (7, 7, 7, 1, 10))
    solution, tally = polls.solution(room.store, poll), ballots.tally(room.store, poll)
    assert poll_results.of_item(solution, tally, 0).sentence == "A 7 was asked for. 3 of 5 read it."
    found = deeds.proofs(room.store, room.room_id)
    assert [(proof.readers, proof.votes, proof.is_legible) for proof in found] == [(3, 5, True)] * 2
    with pytest.raises(BadInput, match="no drawing to vote on"):
        legibility.question(room.store, room.room_id, 7)
    rooms.change_settings(room.teacher, mission="")
    assert deeds.proofs(room.store, room.room_id) == []


@pytest.mark.parametrize("answers", [(7, 7), (7, 7, 1, 1, 1), ()])
def test_what_few_or_fewer_than_half_read_is_not(room, answers):
    deeds.put(room.store, room.pupils[0], "seven-as-one", bar())
    vote(room, answers)
    (proof,) = deeds.proofs(room.store, room.room_id)
    assert not proof.is_legible and (proof.votes or 0) == len(answers)


def test_the_last_drawing_counts_until_it_was_voted_on_and_the_teacher_takes_one_off(room):
    deeds.put(room.store, room.pupils[0], "seven-as-one", bar())
    slanted = Drawing.from_strokes([[(40, 40), (200, 200)]], canvas=320, stroke_width=21)
    (first,) = deeds.proofs(room.store, room.room_id)
    polls.ask(room.teacher, legibility.question(room.store, room.room_id, 7))
    deeds.put(room.store, room.pupils[0], "seven-as-one", slanted)
    conducting.proceed(room.teacher)
    (newer,) = deeds.proofs(room.store, room.room_id)
    assert (newer.image != first.image).any() and newer.votes is None, "nobody voted on this one"
    vote(room, (7, 7, 7))
    deeds.put(room.store, room.pupils[0], "seven-as-one", bar())
    (kept,) = deeds.proofs(room.store, room.room_id)
    assert (kept.image == newer.image).all()
    deeds.take_off(room.teacher, room.pupils[0].number)
    assert deeds.proofs(room.store, room.room_id) == [] and deeds.count(room.store, room.room_id) == 1
