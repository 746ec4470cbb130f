"""Pictures of ink: on screens and on paper, with lamps, shadows and printed lines, transparent, tiny, thick and thin."""

import numpy as np
import pytest
from PIL import Image
from sklearn.neighbors import KNeighborsClassifier

from digitcore.data import datasets, ink
from digitcore.data.ink import Drawing, frame, ink_problem
from digitcore.errors import BadInput
from tests.core.photographs import painted, photographed

FOUR = [[(230, 150), (200, 300), (380, 310)], [(350, 140), (340, 420)]]
INK = painted(FOUR)
SHEETS = {
    "plain": {},
    "a lamp at one side": {"lamp": 0.7},
    "a shadow across": {"shadow": 0.4},
    "a dark and grainy evening": {"lamp": 0.6, "shadow": 0.5, "noise": 0.03},
    "printed rules": {"rules": 48},
    "black rules": {"rules": 48, "rule_shade": 0.4},
    "squares, askew": {"squares": 40, "tilt": 0.03},
    "rules, more askew": {"rules": 48, "tilt": 0.06, "rule_shade": 0.45},
    "pencil": {"pen_shade": 0.6},
    "much noise": {"noise": 0.05},
}


def framed(array):
    return frame(Drawing.from_image(array))


def correlation(one, other):
    return np.corrcoef(one.ravel(), other.ravel())[0, 1]


@pytest.fixture(scope="module")
def the_four():
    return framed((255 - 255 * INK).astype(np.uint8))


@pytest.mark.parametrize("name", SHEETS)
def test_a_four_on_a_photographed_sheet_is_the_four_on_a_screen(name, the_four):
    drawing = Drawing.from_image(photographed(INK, **SHEETS[name]))
    assert ink_problem(drawing) is None
    assert correlation(frame(drawing), the_four) > 0.9


@pytest.mark.parametrize("name", SHEETS)
def test_a_photographed_sheet_without_ink_is_blank(name):
    assert Drawing.from_image(photographed(np.zeros_like(INK), **SHEETS[name])).is_blank


def test_chalk_on_a_board(the_four):
    board = 255 - photographed(INK, lamp=0.3)
    assert correlation(framed(board), the_four) > 0.9


def test_the_edge_of_the_table_is_not_ink(the_four):
    photograph = photographed(INK)
    photograph[:, :60] = (60, 40, 30)
    photograph[-50:] = (60, 40, 30)
    assert correlation(framed(photograph), the_four) > 0.9


@pytest.mark.parametrize("paper", [255, 0])
@pytest.mark.parametrize("shade", [0, 90, 140, 255])
def test_any_shade_on_white_and_on_black_paper(paper, shade, the_four):
    if shade == paper:
        return
    grey = (paper + (shade - paper) * INK).astype(np.uint8)
    assert correlation(framed(grey), the_four) > 0.99


@pytest.mark.parametrize("shade", [0, 255])
def test_ink_on_a_transparent_picture(shade, the_four):
    picture = np.full((*INK.shape, 4), shade, np.uint8)
    picture[..., 3] = 255 * INK
    assert correlation(framed(picture), the_four) > 0.99


def test_a_sheet_with_transparent_corners(the_four):
    picture = np.full((*INK.shape, 4), 255, np.uint8)
    picture[..., :3] = (255 - 255 * INK)[..., None]
    y, x = np.mgrid[0:600, 0:600]
    picture[np.hypot(x - 300, y - 300) > 380, 3] = 0
    assert correlation(framed(picture), the_four) > 0.99


def test_nothing_but_transparency_is_blank():
    assert Drawing.from_image(np.zeros((80, 80, 4), np.uint8)).is_blank


@pytest.mark.parametrize("value", [0, 128, 255])
def test_one_shade_is_blank(value):
    assert Drawing.from_image(np.full((40, 60), value, np.uint8)).is_blank


def test_faint_noise_is_blank():
    noise = np.random.default_rng(0).normal(230, 4, (300, 300)).clip(0, 255).astype(np.uint8)
    assert Drawing.from_image(noise).is_blank


@pytest.mark.parametrize("shape", [(1, 1), (1, 50), (3, 3), (700, 2), (8, 8), (28, 28), (2000, 1500)])
def test_pictures_of_every_shape_are_read(shape):
    random = np.random.default_rng(0)
    for array in (random.integers(0, 256, shape), np.eye(*shape) * 255):
        drawing = Drawing.from_image(array.astype(np.uint8))
        assert np.isfinite(frame(drawing)).all() and np.isfinite(frame(drawing, "digits")).all()
        assert ink_problem(drawing) in (None, *ink.PROBLEMS)
        assert drawing.bitmap.dtype == np.float32 and max(drawing.bitmap.shape) <= 600


@pytest.mark.parametrize(
    "array", [np.zeros((5, 5, 7), np.uint8), np.zeros((5, 5)), np.zeros((0, 5), np.uint8)]
)
def test_what_is_no_picture_is_refused(array):
    with pytest.raises(BadInput, match="picture"):
        Drawing.from_image(array)


def test_a_thin_pen_is_replaced_and_a_usual_one_is_not():
    thin, usual = (painted(FOUR, pen=pen) for pen in (3, 30))
    images = [framed((255 - 255 * share).astype(np.uint8)) for share in (thin, usual)]
    assert images[0].sum() == pytest.approx(images[1].sum(), rel=0.15)
    kept = frame(
        Drawing.from_image((255 - 255 * thin).astype(np.uint8)), steps=("crop", "aspect", "antialias")
    )
    assert kept.sum() < 0.4 * images[0].sum()


def test_mnist_images_come_back_as_they_were():
    images = datasets.load("mnist").test.images[:300]
    again = np.stack([framed(image) for image in images])
    assert np.abs(again - images).mean() < 1.5


def test_8x8_images_come_back_exactly():
    images = datasets.load("digits").test.images[:50]
    for image in images[images.max(axis=(1, 2)) == 16]:
        again = frame(Drawing.from_image((image.astype(int) * 255 // 16).astype(np.uint8)), "digits")
        np.testing.assert_allclose(again, image, atol=0.1)


@pytest.fixture(scope="module")
def neighbours():
    dataset = datasets.load("mnist")
    model = KNeighborsClassifier(3).fit(
        dataset.train.images[:8000].reshape(-1, 784), dataset.train.labels[:8000]
    )
    return model, dataset.test


@pytest.mark.parametrize(
    "method", [Image.Resampling.NEAREST, Image.Resampling.BICUBIC], ids=["nearest", "cubic"]
)
@pytest.mark.parametrize("is_dark", [True, False])
def test_mnist_digits_painted_anywhere_on_a_canvas_are_read_as_before(neighbours, method, is_dark):
    """Four to nine times as large, anywhere on 280×280, dark or bright: within half a point of the untouched images."""
    model, test = neighbours
    images, labels = test.images[:1000], test.labels[:1000]
    random = np.random.default_rng(3)
    again = []
    for image in images:
        side = round(28 * random.uniform(4, 9))
        top, left = random.integers(0, 280 - side + 1, 2)
        canvas = np.zeros((280, 280), np.uint8)
        canvas[top : top + side, left : left + side] = Image.fromarray(image).resize((side, side), method)
        again.append(framed(255 - canvas if is_dark else canvas))
    untouched = model.score(images.reshape(-1, 784), labels)
    assert model.score(np.stack(again).reshape(-1, 784), labels) >= untouched - 0.005
