"""Worksheets on paper: each sheet is a pupil on the wall, once, and whatever cannot be read gets its sentence."""

import numpy as np
import pytest

from digitcore.data.sources import pens
from digitcore.data.worksheets.layout import PROMPTS
from digitcore.errors import BadInput
from digitcore.lab.rooms import attendance, rounds, seats, wall
from digitcore.lab.rooms.on_paper import handed_in
from digitcore.lab.rooms.rounds import WORKSHEET
from digitcore.lab.rooms.seats import Presence
from digitcore.lab.rooms.wall import RoundProgress
from tests.core.classes import class_of, shares
from tests.core.filled_worksheets import Camera, as_jpeg, filled, for_prompts, photograph, printed


@pytest.fixture
def room(store):
    return class_of(store, 1)


@pytest.fixture(scope="module")
def sheets(pytestconfig):
    """Photographs of two filled sheets, one of which has only five digits; then the first one once more, held otherwise."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DIGITLAB_PEN", str(pytestconfig.rootpath / "tests" / "handwriting"))
        full, part = (for_prompts(pens.load("digits"), np.random.default_rng(seed)) for seed in (1, 2))
    full, part = filled(full), filled(part.take(np.arange(5)))
    again = Camera(turn=-9, slant=0.02, light=0.7, blur=1.4, bend=1)
    cameras = ((full, Camera(turn=3)), (part, Camera(turn=184)), (full, again))
    return [as_jpeg(photograph(sheet, camera)[0]) for sheet, camera in cameras]


def answer(drawing):
    assert drawing.bitmap is not None
    return {"said": "3", "is_digit": True, "probabilities": shares(3)}


def hand_in(room, *files):
    photographs = [(f"{number}.jpg", data) for number, data in enumerate(files)]
    return handed_in.hand_in(room.teacher, photographs, answer, model="default")


def on_wall(room):
    return [(drawing.seat, drawing.step, drawing.prompt) for drawing in wall.shown(room.store, room.room_id)]


def test_each_sheet_is_a_pupil_whose_drawings_ask_for_what_is_printed(room, sheets):
    first, second = hand_in(room, *sheets[:2])
    assert (first.drawings, second.drawings, first.problem + second.problem) == (20, 5, "")
    assert first.seat and first.seat != second.seat
    assert on_wall(room) == [(2, *one) for one in enumerate(PROMPTS)] + [
        (3, *one) for one in enumerate(PROMPTS[:5])
    ]
    (round_,) = rounds.listed(room.store, room.room_id)
    assert (round_.kind, round_.is_open, round_.count) == (WORKSHEET, False, 20)
    (ada, *_) = attendance.of_class(room.store, room.room_id)
    assert [pupil.seat for pupil in attendance.of_class(room.store, room.room_id)] == [ada.seat]
    assert seats.presence(room.store, room.room_id) == Presence(seats=1, here=1, sheets=2)


def test_a_photograph_that_is_handed_in_again_takes_its_own_place(room, sheets):
    hand_in(room, sheets[1])
    before = on_wall(room)
    hand_in(room, sheets[1])
    assert on_wall(room) == before
    assert len(rounds.listed(room.store, room.room_id)) == 1


def test_a_sheet_that_is_photographed_twice_counts_once(room, sheets):
    """At once or later, also where the second photograph is another file, taken from elsewhere."""
    first, _, again = hand_in(room, *sheets)
    assert (first.is_again, again.is_again) == (False, True)
    assert first.seat == again.seat
    before = on_wall(room)
    (later,) = hand_in(room, sheets[2])
    assert (later.seat, later.is_again) == (first.seat, True)
    assert on_wall(room) == before


def test_sheets_join_the_round_that_is_open(room, sheets):
    opened = rounds.start(room.teacher, WORKSHEET)
    assert opened.prompts(1) == PROMPTS
    hand_in(room, sheets[1])
    assert [drawing.round for drawing in wall.shown(room.store, room.room_id)] == 5 * [opened.number]
    assert wall.progress(room.store, opened) == RoundProgress(seats=0, drawings=5)
    rounds.close(room.teacher)
    rounds.start(room.teacher, "digit", digit=7)
    rounds.close(room.teacher)
    hand_in(room, sheets[1])
    assert [one.kind for one in rounds.listed(room.store, room.room_id)] == [WORKSHEET, "digit", WORKSHEET]


def test_what_cannot_be_read_gets_its_sentence_and_the_others_are_on_the_wall(room, sheets):
    empty = as_jpeg(photograph(printed())[0])
    bad, good, blank = hand_in(room, b"no picture", sheets[1], empty)
    assert (bad.seat, good.drawings) == ("", 5)
    assert "no picture that can be read" in bad.problem
    assert "2.jpg: Nothing is written on this sheet." in blank.problem
    with pytest.raises(BadInput, match="at most 40 at once"):
        hand_in(room, *[b""] * 41)


def test_a_pupil_brings_all_digits_of_a_worksheet_while_its_round_is_open(room, sheets):
    (ada,) = room.pupils
    asked = rounds.start(room.teacher, WORKSHEET)

    def bring(number):
        return handed_in.bring(room.store, ada, number, ("a.jpg", sheets[1]), answer, model="default")

    assert bring(asked.number) == tuple(range(5))
    assert on_wall(room) == [(ada.number, *one) for one in enumerate(PROMPTS[:5])]
    rounds.close(room.teacher)
    with pytest.raises(BadInput, match="This round is over"):
        bring(asked.number)
    other = rounds.start(room.teacher, "digit", digit=7)
    with pytest.raises(BadInput, match="This round is over"):
        bring(other.number)


def test_a_sheet_that_the_teacher_took_out_stays_out(room, sheets):
    hand_in(room, sheets[1])
    seats.remove(room.teacher, 2)
    (again,) = hand_in(room, sheets[1])
    assert "You took out this sheet" in again.problem
    assert on_wall(room) == []
