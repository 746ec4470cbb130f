"""Digits side by side, and drawings that are no digit: measured on what real people wrote."""

import numpy as np
import pytest

from digitcore.data import datasets, ink
from digitcore.data.drawn import scribbles
from digitcore.data.ink import PROBLEMS, Drawing, ink_problem, segments
from digitcore.data.sources import pens


def drawings_of(strokes, *, scale=0.2, place=40.0, stroke_width=18):
    """Each drawing of a batch by itself, on a canvas of 280 pixels."""
    for number in range(strokes.drawing_count):
        own = strokes.drawing_numbers == number
        points, names = strokes.points[own] * scale + place, strokes.stroke_numbers[own]
        yield Drawing.from_strokes([points[names == n] for n in np.unique(names)], stroke_width=stroke_width)


def painted(drawing):
    lines = ink.Strokes.of_many([drawing.strokes], radius=drawing.stroke_width / 2)
    return (255 - 255 * ink.rasterise(lines, side=round(drawing.canvas))[0]).astype(np.uint8)


@pytest.fixture
def digits(with_pens):
    return pens.load()


def a_row(drawings, random, *, height=120.0):
    """Drawings side by side, each a little higher or lower; and how many strokes each one has."""
    strokes, counts, right = [], [], 20.0
    for drawing in drawings:
        points = np.concatenate(drawing.strokes)
        low, size = points.min(axis=0), np.ptp(points, axis=0)
        scale = height * random.uniform(0.85, 1.15) / max(size[1], size[0] / 1.3)
        place = np.array([right, 40 + random.uniform(-0.08, 0.08) * height])
        strokes += [(stroke - low) * scale + place for stroke in drawing.strokes]
        counts.append(len(drawing.strokes))
        right += size[0] * scale + random.uniform(0.15, 0.5) * height
    return Drawing.from_strokes(strokes, canvas=max(280, right + 20), stroke_width=10), counts


def test_one_drawing_comes_back_as_itself():
    four = Drawing.from_strokes([[(90, 60), (70, 110), (130, 112)], [(120, 55), (115, 160)]])
    five = Drawing.from_strokes([[(90, 60), (85, 100), (130, 130), (80, 160)], [(92, 58), (140, 52)]])
    for drawing in (
        four,
        five,
        Drawing(),
        Drawing.from_image(painted(four)),
        Drawing.from_image(painted(five)),
    ):
        assert segments(drawing) == (drawing,)


def test_strokes_stay_with_their_digit_also_those_drawn_last():
    """A five and a one; the five's hat comes last, and is apart from it."""
    body, hat, one = (
        [(50, 80), (48, 120), (90, 150), (45, 180)],
        [(58, 70), (100, 66)],
        [(180, 60), (175, 180)],
    )
    left, right = segments(Drawing.from_strokes([body, one, hat]))
    assert [stroke[0].tolist() for stroke in left.strokes] == [[50, 80], [58, 70]]
    assert [stroke[0].tolist() for stroke in right.strokes] == [[180, 60]]
    assert left.canvas == right.canvas == 280


def test_pictures_are_parted_into_pictures_of_the_same_size():
    one, other = [(50, 60), (50, 180)], [(120, 60), (180, 60), (140, 180)]
    picture = Drawing.from_image(painted(Drawing.from_strokes([one, other], stroke_width=14)))
    left, right = segments(picture)
    assert left.bitmap.shape == right.bitmap.shape == picture.bitmap.shape
    np.testing.assert_array_equal(left.bitmap + right.bitmap, picture.bitmap)
    assert not left.bitmap[:, 100:].any() and not right.bitmap[:, :100].any()


def test_single_pen_digits_are_seldom_cut(digits):
    cut = sum(len(segments(drawing)) != 1 for drawing in drawings_of(digits.strokes))
    assert cut / len(digits) < 0.005


def test_pen_digits_side_by_side_are_read_one_by_one(digits):
    random = np.random.default_rng(1)
    right = 0
    for _ in range(200):
        chosen = digits.take(random.integers(0, len(digits), random.integers(2, 5)))
        row, counts = a_row(list(drawings_of(chosen.strokes)), random)
        found = segments(row)
        # Strokes are kept in their order, so the first digit has the first strokes, and so on.
        expected = np.split(np.arange(len(row.strokes)), np.cumsum(counts)[:-1])
        right += [[id(stroke) for stroke in part.strokes] for part in found] == [
            [id(row.strokes[number]) for number in numbers] for numbers in expected
        ]
    assert right >= 190


def test_painted_pen_digits_side_by_side_are_counted(digits):
    random = np.random.default_rng(2)
    right = 0
    for _ in range(40):
        chosen = digits.take(random.integers(0, len(digits), 2))
        row, counts = a_row(list(drawings_of(chosen.strokes)), random)
        right += len(segments(Drawing.from_image(painted(row)))) == len(counts)
    assert right >= 38


def test_a_sheet_full_of_specks_is_no_row_of_digits():
    specks = np.zeros((200, 200), np.uint8)
    specks[5::10, 5::10] = 255
    assert len(segments(Drawing.from_image(specks))) == 1


@pytest.mark.parametrize(
    ("name", "strokes"),
    [
        ("blank", []),
        ("dot", [[(100, 100)]]),
        ("dot", [[(100, 100), (104, 103)]]),
        ("too little", [[(100, 100), (112, 104)]]),
        ("scribble", [[(20 + 15 * turn, 60 + 140 * (turn % 2)) for turn in range(14)]]),
    ],
)
def test_what_is_plainly_no_digit_is_refused_with_a_sentence(name, strokes):
    assert ink_problem(Drawing.from_strokes(strokes, stroke_width=18 if name == "dot" else 8)) == name
    assert PROBLEMS[name].sentence.endswith(".")


def test_dots_and_specks_in_pictures():
    picture = np.full((200, 200), 255, np.uint8)
    picture[100:103, 100:103] = 0
    assert ink_problem(Drawing.from_image(picture)) == "too little"
    y, x = np.mgrid[0:200, 0:200]
    picture[np.hypot(x - 100, y - 100) < 30] = 0
    assert ink_problem(Drawing.from_image(picture)) == "dot"


def test_a_plain_one_is_a_digit_however_it_comes():
    one = Drawing.from_strokes([[(140, 40), (140, 240)]])
    assert ink_problem(one) is None
    assert ink_problem(Drawing.from_image(painted(one))) is None


def test_real_digits_are_hardly_ever_refused(digits):
    written = [ink_problem(drawing) for drawing in drawings_of(digits.strokes)]
    assert sum(name is not None for name in written) / len(written) <= 0.003
    images = datasets.load("mnist").test.images[:2000]
    refused = sum(ink_problem(Drawing.from_image(image)) is not None for image in images)
    assert refused / len(images) <= 0.003


def test_most_scribbles_are_refused():
    drawn = list(drawings_of(scribbles.generate(450, seed=20)))
    assert sum(ink_problem(drawing) == "scribble" for drawing in drawn) / len(drawn) > 0.9
    pictures = [
        Drawing.from_image(painted(Drawing.from_strokes(d.strokes, stroke_width=8))) for d in drawn[:90]
    ]
    assert sum(ink_problem(picture) is not None for picture in pictures) / len(pictures) > 0.6
