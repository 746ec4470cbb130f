"""Drawings of a class: hung up while the round is open, bounded, one's own only, hidden and approved by the teacher."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
import sqlalchemy as sa

from digitcore.data.ink import Drawing
from digitcore.errors import BadInput
from digitcore.lab.drawings import drawing_files
from digitcore.lab.rooms import human_votes, limits, room_runs, rooms, rounds, seats, wall
from digitcore.lab.rooms.room_access import Teacher
from digitcore.lab.store import schema
from digitcore.lab.store.store import open_store
from tests.core.classes import bar, class_of, let_the_grace_pass, put, shares
from tests.core.memories import program


@pytest.fixture
def room(store):
    """Two pupils who are asked for a four."""
    found = class_of(store, 2)
    rounds.start(found.teacher, "digit", digit=4)
    return found


def test_a_drawing_comes_back_with_what_was_asked_for_and_said(room):
    name = put(room.pupils[1], room.store, 1, said=9)
    (found,) = wall.listed(room.store, room.room_id)
    assert (found.id, found.seat, found.name, found.round, found.step) == (name, 2, "Pupil 2", 1, 0)
    assert (found.prompt, found.true_label, found.said, found.is_digit, found.vote) == (4, 4, "9", True, None)
    np.testing.assert_allclose(found.drawing.strokes[0], bar().strokes[0], atol=0.1)
    np.testing.assert_array_equal(found.probabilities, shares(9))
    assert drawing_files.framed([found]).shape == (1, 28, 28)


def test_a_drawing_is_replaced_until_the_round_closes(room, monkeypatch):
    ada = room.pupils[0]
    first = put(ada, room.store, 1, said=1)
    assert put(ada, room.store, 1, said=4, drawing=bar(50)) == first
    rounds.close(room.teacher)
    let_the_grace_pass(monkeypatch)
    with pytest.raises(BadInput, match=r"This round is over\. Your drawing stays"):
        put(ada, room.store, 1, said=7)
    (found,) = wall.of_seat(room.store, ada)
    assert (found.said, found.drawing.strokes[0][0, 0]) == ("4", 50)


@pytest.mark.parametrize("end", [rounds.close, rooms.close, lambda teacher: rounds.start(teacher, "random")])
def test_the_stroke_that_was_on_its_way_counts_however_the_round_ends(room, end, monkeypatch):
    now = schema.now()  # the clock stands: the stroke comes at once, on any machine
    monkeypatch.setattr(schema, "now", lambda: now)
    end(room.teacher)
    put(room.pupils[0], room.store, 1, said=4)
    assert [one.said for one in wall.of_seat(room.store, room.pupils[0])] == ["4"]
    let_the_grace_pass(monkeypatch)
    with pytest.raises(BadInput, match="This round is over"):
        put(room.pupils[1], room.store, 1)


def test_who_has_seen_the_answer_draws_no_more(room):
    ada = room.pupils[0]
    put(ada, room.store, 1, said=1)
    rounds.close(room.teacher)
    wall.vote(room.store, ada, 1, 0, 7)
    with pytest.raises(BadInput, match="This round is over"):
        put(ada, room.store, 1, said=1)
    assert wall.of_seat(room.store, ada)[0].vote == 7


def test_a_round_that_is_not_the_last_one_is_over(room, monkeypatch):
    rounds.start(room.teacher, "digit", digit=5)
    let_the_grace_pass(monkeypatch)
    with pytest.raises(BadInput, match="This round is over"):
        put(room.pupils[0], room.store, 1)
    with pytest.raises(BadInput, match="There is no round 9"):
        put(room.pupils[0], room.store, 9)
    put(room.pupils[0], room.store, 2)


def test_each_prompt_of_a_round_has_its_drawing(room):
    asked = rounds.start(room.teacher, "balanced", count=3)
    for step in (2, 0, 1):
        put(room.pupils[0], room.store, 2, step=step)
    found = wall.of_seat(room.store, room.pupils[0], 2)
    assert tuple(one.prompt for one in found) == asked.prompts(1)
    assert wall.of_seat(room.store, room.pupils[0], 1) == []
    for step in (-1, 3):
        with pytest.raises(BadInput, match="was not asked for"):
            put(room.pupils[0], room.store, 2, step=step)


def test_a_cursor_gives_what_changed_since(room):
    ada, ben = room.pupils
    put(ada, room.store, 1)
    first = wall.listed(room.store, room.room_id)
    put(ben, room.store, 1)
    since = max(one.version for one in first)
    assert [one.seat for one in wall.listed(room.store, room.room_id, since=since)] == [2]
    since = rooms.versions(room.store, room.room_id).version
    assert wall.listed(room.store, room.room_id, since=since) == []
    wall.hide(room.teacher, [first[0].id])
    assert [one.seat for one in wall.listed(room.store, room.room_id, since=since)] == [1]


def test_hidden_and_removed_drawings_are_not_shown_and_come_back(room):
    def on_wall() -> list[int]:
        return [one.seat for one in wall.shown(room.store, room.room_id)]

    names = [put(pupil, room.store, 1) for pupil in room.pupils]
    assert on_wall() == [1, 2]
    wall.hide(room.teacher, names[:1])
    put(room.pupils[0], room.store, 1, said=3)
    assert on_wall() == [2]  # drawing again does not bring it back
    assert wall.show(room.teacher, wall.of_seat(room.store, room.pupils[0])) == 1
    since = rooms.versions(room.store, room.room_id).version
    seats.remove(room.teacher, 2)
    assert on_wall() == [1]
    assert [one.is_removed for one in wall.listed(room.store, room.room_id, since=since)] == [True]
    assert wall.progress(room.store, rounds.latest(room.store, room.room_id)) == wall.RoundProgress(1, 1)
    seats.let_back(room.teacher, 2)
    assert on_wall() == [1, 2]


def test_with_approval_each_drawing_waits_for_the_teacher_again(store):
    room = class_of(store, 1, approval=True)
    rounds.start(room.teacher, "digit", digit=4)
    name = put(room.pupils[0], store, 1)
    assert wall.shown(store, room.room_id) == []
    seen = wall.listed(store, room.room_id)
    assert wall.show(room.teacher, seen) == 1
    assert [one.id for one in wall.shown(store, room.room_id)] == [name]
    put(room.pupils[0], store, 1, drawing=bar(60))
    assert wall.shown(store, room.room_id) == []
    assert wall.show(room.teacher, seen) == 0  # what lies there now is not what was seen
    assert wall.shown(store, room.room_id) == []


def test_only_the_teacher_of_this_room_hides(room):
    name = put(room.pupils[0], room.store, 1)
    other, _ = rooms.open_room(room.store)
    wall.hide(other, [name])  # there is none of that name in the other room
    with pytest.raises(BadInput, match="not there"):
        wall.hide(Teacher(room.store, room.room_id, other.key_hash), [name])
    for wrong in ("", "1-1", "'; DROP TABLE rooms; --"):
        with pytest.raises(BadInput, match="is no drawing of this room"):
            wall.hide(room.teacher, [wrong])
    assert len(wall.shown(room.store, room.room_id)) == 1


def test_nobody_draws_or_votes_for_somebody_else(room):
    ada, ben = room.pupils
    put(ada, room.store, 1)
    forged = replace(ada, visitor=ben.visitor)
    for act in (
        lambda: put(forged, room.store, 1),
        lambda: wall.vote(room.store, forged, 1, 0, 3),
        lambda: human_votes.put(room.store, forged, 1, 3),
        lambda: room_runs.add(room.store, forged, "0" * 16),
    ):
        with pytest.raises(BadInput, match="Somebody else sits there"):
            act()
    seats.remove(room.teacher, ben.number)
    with pytest.raises(BadInput, match="Your teacher took you out"):
        put(ben, room.store, 1)


@pytest.mark.parametrize(
    ("drawing", "words"),
    [
        (Drawing.from_strokes([]), "There is nothing drawn"),
        (Drawing(canvas=20.0, bitmap=np.zeros((20, 20), np.float32)), "There is nothing drawn"),
        (Drawing(canvas=601.0, bitmap=np.ones((20, 601), np.float32)), "picture is too large"),
        (Drawing.from_strokes([np.full((4001, 2), 7.0)]), "more than a digit needs"),
        (Drawing.from_strokes([[(1, 1)]] * 101), "more than a digit needs"),
        (Drawing.from_strokes([np.full((3999, 2), -99999.9)]), "more than a digit needs"),
    ],
)
def test_what_is_no_drawing_of_a_digit_is_refused(room, drawing, words):
    before = rooms.versions(room.store, room.room_id)
    with pytest.raises(BadInput, match=words):
        put(room.pupils[0], room.store, 1, drawing=drawing)
    assert rooms.versions(room.store, room.room_id) == before


def test_a_picture_of_a_digit_hangs_like_strokes(room):
    ink = np.zeros((30, 20), np.float32)
    ink[5:25, 9:12] = 1
    put(room.pupils[0], room.store, 1, drawing=Drawing(canvas=30.0, bitmap=ink))
    (found,) = wall.shown(room.store, room.room_id)
    np.testing.assert_array_equal(found.drawing.bitmap, ink)
    put(room.pupils[0], room.store, 1)
    (found,) = wall.shown(room.store, room.room_id)
    assert found.drawing.bitmap is None and len(found.drawing.strokes) == 1


def test_a_long_drawing_of_half_a_minute_is_taken(room):
    put(room.pupils[0], room.store, 1, drawing=Drawing.from_strokes([np.full((4000, 2), 123.4)]))


def test_who_draws_too_fast_waits_and_nobody_else(room, monkeypatch):
    ada, ben = room.pupils
    start = schema.now()
    monkeypatch.setattr(schema, "now", lambda: start)
    for _ in range(limits.MOST_ACTS):
        put(ada, room.store, 1)
    for _ in range(3):
        with pytest.raises(BadInput, match=r"a lot at once\. Wait a few seconds"):
            put(ada, room.store, 1)
    for act in (lambda: wall.vote(room.store, ada, 1, 0, 4), lambda: human_votes.put(room.store, ada, 1, 4)):
        with pytest.raises(BadInput, match="a lot at once"):
            act()
    put(ben, room.store, 1)
    monkeypatch.setattr(schema, "now", lambda: start + dt.timedelta(seconds=limits.SECONDS + 1))
    put(ada, room.store, 1)


def test_the_answer_shows_when_the_round_is_over_and_a_vote_was_given(store):
    room = class_of(store, 1, guess_first=True)
    asked, ada = rounds.start(room.teacher, "digit", digit=4), room.pupils[0]
    guess_first = rooms.get(store, room.room_id).settings

    def shows() -> tuple[bool, bool]:
        (found,) = wall.of_seat(store, ada)
        now = rounds.get(store, room.room_id, asked.number)
        return found.shows_answer(now, guess_first), found.shows_answer(
            now, guess_first.replace(guess_first=False)
        )

    with pytest.raises(BadInput, match="no drawing to vote on"):
        wall.vote(store, ada, 1, 0, 4)
    put(ada, store, 1)
    wall.vote(store, ada, 1, 0, 4)
    assert shows() == (False, False)
    put(ada, store, 1, said=9)  # another drawing: another vote
    rounds.close(room.teacher)
    assert shows() == (False, True)
    wall.vote(store, ada, 1, 0, 9)
    assert shows() == (True, True)
    with pytest.raises(BadInput, match="One vote counts"):
        wall.vote(store, ada, 1, 0, 4)  # the answer was seen
    assert wall.of_seat(store, ada)[0].vote == 9
    with pytest.raises(BadInput, match="10 is no digit"):
        wall.vote(store, ada, 1, 0, 10)


PUT = """
import datetime as dt
import sys
from digitcore.errors import BadInput
from digitcore.lab.rooms import rounds, seats
from digitcore.lab.store.store import open_store
from tests.core.classes import put
rounds.GRACE = dt.timedelta(0)
store = open_store(sys.argv[1], patience_seconds=60)
seat = seats.seat_of(store, sys.argv[2], "visitor 1")
print("ready", flush=True)
sys.stdin.readline()
for said in range(25):
    try:
        put(seat, store, 1, said=said % 10)
        print("put", flush=True)
    except BadInput as error:
        print(error, flush=True)
        break
"""


def test_what_is_put_while_another_server_closes_is_there_or_refused(database):
    """The last one that was taken is the one that stays, and nothing is taken after the first refusal."""
    store = open_store(database, patience_seconds=60)
    room = class_of(store, 1)
    rounds.start(room.teacher, "digit", digit=4)
    with program(PUT, store.url, room.room_id) as pupil:
        assert pupil.stdout.readline() == "ready\n"
        pupil.stdin.write("go\n")
        pupil.stdin.flush()
        assert pupil.stdout.readline() == "put\n"
        rounds.close(room.teacher)
        closed = wall.listed(store, room.room_id)
        lines = pupil.stdout.read().splitlines()
    assert lines[-1] == "This round is over. Your drawing stays as it was." or len(lines) == 24
    (left,) = wall.listed(store, room.room_id)
    assert left.version == closed[0].version
    assert left.said == str(lines.count("put"))[-1]


def test_thirty_put_at_once_and_every_drawing_has_its_own_version(store):
    room = class_of(store, 30)
    rounds.start(room.teacher, "balanced", count=2)
    put(room.pupils[0], store, 1)
    opened = rounds.latest(store, room.room_id)
    assert wall.progress(store, opened) == wall.RoundProgress(0, 1), "one of two is not all"
    with ThreadPoolExecutor(30) as pool:
        list(pool.map(lambda pupil: [put(pupil, store, 1, step=step) for step in (0, 1)], room.pupils))
    found = wall.listed(store, room.room_id)
    assert [one.version for one in found] == sorted({one.version for one in found})
    assert wall.progress(store, opened) == wall.RoundProgress(30, 60)
    assert np.bincount([one.true_label for one in found]).tolist() == [6] * 10


def test_drawings_go_with_their_room(room, tmp_path):
    put(room.pupils[0], room.store, 1, drawing=Drawing.from_strokes([[(123.4, 43.2), (231.5, 17.6)]]))
    put(room.pupils[0], room.store, 1, drawing=bar())  # what it was before is gone too
    rooms.delete(room.teacher)
    with room.store.reading() as connection:
        for table in schema.metadata.sorted_tables:
            if table.name.startswith("room"):
                assert connection.execute(sa.select(sa.func.count()).select_from(table)).scalar() == 0, (
                    table.name
                )
    for path in tmp_path.glob("digitlab.sqlite*"):
        content = path.read_bytes()
        assert b"[123.4, 43.2]" not in content, path.name
        assert b"[100.0, 40.0]" not in content, path.name
    with pytest.raises(BadInput, match="This room is not there"):
        put(room.pupils[0], room.store, 1)


def test_what_had_no_answer_gets_one_later_unless_it_was_drawn_anew(room):
    nothing = np.zeros((0, 10), np.float32)
    names = [put(pupil, room.store, 1, probabilities=nothing) for pupil in room.pupils]
    read = wall.listed(room.store, room.room_id)
    put(room.pupils[1], room.store, 1, said=4)
    rounds.close(room.teacher)
    wall.vote(room.store, room.pupils[0], 1, 0, 9)
    read = [one if one.seat == 2 else wall.of_seat(room.store, room.pupils[0])[0] for one in read]
    late = [replace(one, said="9", is_digit=True, probabilities=shares(9)) for one in read]
    wall.put_answers(room.store, room.room_id, late, model="default")
    shown = wall.shown(room.store, room.room_id)
    assert [(one.id, one.said, one.vote) for one in shown] == [(names[0], "9", 9), (names[1], "4", None)]
    np.testing.assert_array_equal(shown[0].probabilities, shares(9))
