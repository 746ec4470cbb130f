"""Photographs of filled worksheets: turned, slanted, dim, bent and blurred ones are read, and all others get a sentence."""

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from digitcore.data import limits
from digitcore.data.sources import pens
from digitcore.data.worksheets import reading
from digitcore.data.worksheets.layout import BOX, BOXES, MARK, PROMPTS
from digitcore.data.worksheets.straightening import projected, projection
from digitcore.errors import BadInput
from digitcore.learning.prediction.prediction import load_predictor
from tests.core.filled_worksheets import (
    AROUND,
    DOTS,
    Camera,
    as_jpeg,
    filled,
    for_prompts,
    photograph,
    printed,
)

FOUND_WITHIN = 1.0
"""Millimetres: a box counts as found where each of its lines is that near to where it was photographed."""
CAMERAS = (
    Camera(),
    Camera(turn=187, slant=0.04, bend=1.5),
    Camera(turn=88, slant=0.05, light=0.3, unevenness=0.5, noise=0.012),
    Camera(turn=-33, fills=0.95, blur=1.6, table=0.95),
)


@pytest.fixture(scope="module")
def predictor():
    return load_predictor()


@pytest.fixture
def held_out(with_pens):
    """Digits of people from whom the model has not learned."""
    digits = pens.load("digits")
    return digits.take(pens.is_held_out(digits.writers))


@pytest.fixture
def all_held_out(with_all_pens):
    digits = pens.load("digits")
    return digits.take(pens.is_held_out(digits.writers))


def read(sheet, camera=CAMERAS[0], *, seed=0):
    picture, matrix = photograph(sheet, camera, seed=seed)
    return reading.read("sheet.jpg", as_jpeg(picture)), matrix


def boxes_found(worksheet, matrix):
    """How many boxes were cut where they were photographed; paper that is bent has them elsewhere, by their own lines."""
    count = 0
    for box, (left, top) in zip(worksheet.boxes, BOXES, strict=True):
        truth = np.array([[left, top], [left + BOX, top + BOX]])
        cut = projected(np.array([[box.left, box.top], [box.right, box.bottom]]), worksheet.matrix)
        count += np.abs(projected(cut, np.linalg.inv(matrix)) - truth).max() <= FOUND_WITHIN
    return count


def named(worksheet, predictor):
    """The digit that the model names for each box, whether or not it doubts that it is one; None for an empty box."""
    return [drawing and predictor.predict(drawing).digit for drawing in worksheet.drawings]


@pytest.mark.parametrize("camera", CAMERAS)
def test_each_way_to_photograph_a_sheet_gives_all_its_digits(camera, held_out, predictor):
    sheet = filled(for_prompts(held_out, np.random.default_rng(3)))
    worksheet, matrix = read(sheet, camera)
    assert worksheet.filled == len(PROMPTS)
    assert camera.bend or boxes_found(worksheet, matrix) == len(BOXES)
    assert sum(np.equal(named(worksheet, predictor), PROMPTS)) >= len(PROMPTS) - 1


def a_camera(random, number):
    return Camera(
        turn=random.uniform(0, 360) if number % 2 else random.uniform(-20, 20),
        slant=random.uniform(0, 0.06),
        light=random.uniform(0.25, 0.95),
        unevenness=random.uniform(0, 0.6),
        blur=random.uniform(0.4, 1.6),
        noise=random.uniform(0.003, 0.015),
        fills=random.uniform(0.75, 0.95),
        table=random.uniform(0.05, 0.9),
        size=(1200, 1600),
    )


@pytest.mark.long  # all pens are not on every machine
def test_on_many_photographs_boxes_are_found_and_held_out_pens_are_read(all_held_out, predictor):
    random, found, right = np.random.default_rng(11), 0, 0
    sheets = 100
    for number in range(sheets):
        strokes = for_prompts(all_held_out, random)
        pen, shade = random.uniform(0.4, 1.2), int(random.uniform(30, 110))
        worksheet, matrix = read(
            filled(strokes, pen=pen, shade=shade, seed=number), a_camera(random, number), seed=number
        )
        found += boxes_found(worksheet, matrix)
        right += sum(np.equal(named(worksheet, predictor), PROMPTS))
    count = sheets * len(BOXES)
    assert found >= 0.99 * count, found
    assert right >= 0.98 * count, right


def test_an_empty_box_is_empty_and_specks_are_no_digit(held_out):
    strokes = for_prompts(held_out, np.random.default_rng(4)).take(np.arange(3))
    sheet = np.array(filled(strokes))
    left, top = (round(DOTS * (at + AROUND)) for at in BOXES[7])
    sheet[top + 100 : top + 109, left + 90 : left + 99] = 60  # one and a half millimetres
    worksheet, _ = read(Image.fromarray(sheet), replace(CAMERAS[0], light=0.4, noise=0.012))
    assert [drawing is not None for drawing in worksheet.drawings] == [True] * 3 + [False] * 17


def test_a_digit_that_runs_into_its_frame_is_read(held_out, predictor):
    strokes = for_prompts(held_out, np.random.default_rng(5))
    worksheet, _ = read(filled(strokes, share=1.0))
    assert sum(np.equal(named(worksheet, predictor), PROMPTS)) >= len(PROMPTS) - 2


def scene(picture):
    return as_jpeg(np.asarray(picture, np.uint8))


def sharp():
    return photograph(printed(), CAMERAS[0])[0]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (lambda: b"GIF89a is no picture", "no picture that can be read"),
        (lambda: b"", "no picture that can be read"),
        (lambda: bytes(limits.PHOTO_BYTES + 1), "too large"),
        (lambda: scene(np.full((900, 700, 3), 200)), "shows no worksheet"),
        (lambda: scene(np.random.default_rng(0).integers(0, 255, (900, 700, 3))), "shows no worksheet"),
        (lambda: scene(sharp()[:900]), "cut off"),
        (lambda: scene(sharp() * 0.012), "too dark"),
        (lambda: scene(photograph(printed(), Camera(blur=9))[0]), "shows no worksheet|too blurred"),
    ],
)
def test_other_pictures_get_a_sentence_and_the_next_step(data, sentence):
    with pytest.raises(BadInput, match=sentence) as caught:
        reading.read("<b>photo.jpg", data())
    assert caught.value.what_to_do


def test_of_a_sheet_beside_a_qr_code_the_sheet_is_read(held_out):
    strokes = for_prompts(held_out, np.random.default_rng(6))
    picture, _ = photograph(filled(strokes), Camera(fills=0.7))
    printed_mark = slice(AROUND * DOTS, round((AROUND + MARK) * DOTS))
    mark = np.array(printed())[printed_mark, printed_mark][::2, ::2]
    for top, left in ((20, 20), (20, 120), (120, 20)):
        picture[top : top + len(mark), left : left + len(mark)] = mark[..., None]
    assert reading.read("sheet.jpg", as_jpeg(picture)).filled == len(PROMPTS)


def test_the_projection_of_four_points_is_where_they_are_seen():
    points = np.array([[0, 0], [1, 0], [1, 2], [0, 2]], float)
    seen = np.array([[10, 5], [40, 8], [38, 70], [6, 60]], float)
    assert projected(points, projection(points, seen)) == pytest.approx(seen)
