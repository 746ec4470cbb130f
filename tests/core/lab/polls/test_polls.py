"""Votes of a class: what is asked stays as it was, nobody learns anything before the reveal, and everything is counted then."""

import numpy as np
import pytest

from digitcore.errors import BadInput
from digitcore.lab.polls import ballots, poll_results, polls, questions
from digitcore.lab.polls.questions import NO_DIGIT
from digitcore.lab.rooms import rounds, seats, wall
from tests.core.classes import bar, class_of, put, shares
from tests.core.memories import store_in


@pytest.fixture
def room(tmp_path):
    """Three pupils who drew a 1, of which one was taken for a 7, and one for no digit."""
    found = class_of(store_in(tmp_path), 3)
    rounds.start(found.teacher, "digit", digit=1)
    put(found.pupils[0], found.store, 1, said=1)
    put(found.pupils[1], found.store, 1, said=7)
    put(found.pupils[2], found.store, 1, said=1, is_digit=False)
    wall.show(found.teacher, wall.listed(found.store, found.room_id))
    return found


def on_the_wall(room):
    return wall.shown(room.store, room.room_id)


def test_what_is_voted_on_stays_as_it_was(room):
    asked = questions.on_drawings(on_the_wall(room))
    poll = polls.ask(room.teacher, asked)
    put(room.pupils[0], room.store, 1, said=3, drawing=bar(300))
    now = polls.current(room.store, room.room_id)
    assert np.array_equal(now.question.images, asked.images)
    polls.proceed(room.teacher)
    polls.proceed(room.teacher)
    assert polls.solution(room.store, poll).read == (1, 7, NO_DIGIT)


def test_nothing_is_told_before_the_reveal(room):
    poll = polls.ask(room.teacher, questions.on_drawings(on_the_wall(room)))
    ballots.put(room.store, room.pupils[0], poll, 0, 5)
    for stage in ("first", "again"):
        now = polls.current(room.store, room.room_id)
        assert now.stage == stage
        public = now.question
        assert (public.meant, public.read, public.drawings, public.right) == ((), (), (), None)
        assert polls.solution(room.store, now) is None
        assert ballots.tally(room.store, now) is None
        assert len(polls.kept_secret(room.store, room.room_id)) == 3
        polls.proceed(room.teacher)
    now = polls.current(room.store, room.room_id)
    assert now.stage == "revealed" and not polls.kept_secret(room.store, room.room_id)
    assert ballots.tally(room.store, now).first.tolist() == [[5, ballots.Tally.NONE, ballots.Tally.NONE]]
    polls.proceed(room.teacher)
    assert polls.current(room.store, room.room_id).stage == "revealed"
    polls.end(room.teacher)
    assert polls.current(room.store, room.room_id) is None


def test_both_votes_are_counted_and_who_does_not_change_keeps_the_answer(room):
    ada, ben, cleo = room.pupils
    poll = polls.ask(room.teacher, questions.on_drawings(on_the_wall(room)[1:2]))
    for pupil, answer in ((ada, 1), (ben, 1), (cleo, 7), (ada, NO_DIGIT)):
        ballots.put(room.store, pupil, poll, 0, answer)
    assert ballots.answered(room.store, poll) == {1, 2, 3}
    polls.proceed(room.teacher)
    again = polls.current(room.store, room.room_id)
    assert not ballots.answered(room.store, again)
    ballots.put(room.store, ben, again, 0, 7)
    assert ballots.answered(room.store, again) == {2}
    assert (
        ballots.in_vote(room.store, ben, again, is_second=False),
        ballots.of_seat(room.store, ben, again),
    ) == (
        {0: 1},
        {0: 7},
    )
    polls.proceed(room.teacher)
    result = poll_results.of_item(
        polls.solution(room.store, poll), ballots.tally(room.store, poll), 0
    )  # fmt: skip
    assert result.labels == ("1", "7", "no digit")
    assert (result.first.tolist(), result.last.tolist(), result.right) == ([1, 1, 1], [0, 2, 1], 1)
    seats.remove(room.teacher, 3)
    assert len(ballots.tally(room.store, poll).last) == 2


def test_what_is_no_answer_or_comes_too_late_is_refused(room):
    poll = polls.ask(room.teacher, questions.read_choice("Is it? | *Yes | No"))
    for answer in (-1, 2):
        with pytest.raises(BadInput, match="is no answer"):
            ballots.put(room.store, room.pupils[0], poll, 0, answer)
    ballots.put(room.store, room.pupils[0], poll, 0, 1)
    polls.proceed(room.teacher)
    with pytest.raises(BadInput, match="This vote is over"):
        ballots.put(room.store, room.pupils[0], poll, 0, 0)
    result = poll_results.of_item(polls.solution(room.store, poll), ballots.tally(room.store, poll), 0)
    assert (result.last.tolist(), result.right, result.sentence) == ([0, 1], 0, "0 of 1 are right.")


def test_numbers_are_counted_in_steps(room):
    poll = polls.ask(room.teacher, questions.read_number("How many? | -20 | 100"))
    for pupil, answer in zip(room.pupils, (-20, 62, 100), strict=True):
        ballots.put(room.store, pupil, poll, 0, answer)
    polls.proceed(room.teacher)
    result = poll_results.of_item(polls.solution(room.store, poll), ballots.tally(room.store, poll), 0)
    assert result.labels[0] == "-20 to -5" and result.labels[-1] == "92 to 100"
    assert result.last.tolist() == [1, 0, 0, 0, 0, 1, 0, 1]
    assert result.sentence == "In the middle: 62."


def test_a_vote_is_on_what_nobody_is_sure_of_each_of_another_digit(room):
    rounds.start(room.teacher, "balanced", count=2)
    for pupil in room.pupils:
        for step, sureness in ((0, 1.0), (1, 0.55)):
            put(pupil, room.store, 2, step=step, said=3, probabilities=shares(3, sureness))
    chosen = questions.worth_a_vote(on_the_wall(room), 4)
    assert len({drawing.prompt for drawing in chosen}) == 4
    assert len(questions.worth_a_vote(on_the_wall(room), 99)) == 9
    with pytest.raises(BadInput, match="A class votes on 1 to 6"):
        questions.on_drawings([])


@pytest.mark.parametrize("text", ["Why?", "Why? | one", "Why? | one | ", "Why? | 1|2|3|4|5|6|7"])
def test_what_is_no_question_says_so(text):
    with pytest.raises(BadInput, match="A question has 2 to 6 answers"):
        questions.read_choice(text)
    with pytest.raises(BadInput, match="between which two"):
        questions.read_number(f"{text} | x")
