"""From a drawing to a model's image: steps and stages, both framings, and real pens read by models of the data."""

from itertools import combinations

import numpy as np
import pytest
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC

from digitcore.data import datasets, ink
from digitcore.data.ink import ALL_STEPS, FRAMINGS, PLAIN, Drawing, frame, stages
from digitcore.data.sources import pens
from digitcore.errors import BadInput

FOUR = [[(90, 60), (70, 110), (130, 112)], [(120, 55), (115, 160)]]


def a_four(**options):
    return Drawing.from_strokes(FOUR, **options)


def box_of(image, above=1.0):
    rows, columns = np.nonzero(image > above)
    return rows.max() + 1 - rows.min(), columns.max() + 1 - columns.min()


@pytest.mark.parametrize("name", FRAMINGS)
def test_the_image_has_the_shape_and_range_of_its_dataset(name):
    image = frame(a_four(), name)
    spec = FRAMINGS[name]
    assert image.shape == (spec.side, spec.side)
    assert image.dtype == np.float32
    assert image.min() == 0
    assert image.max() == spec.maximum


@pytest.mark.parametrize("name", FRAMINGS)
@pytest.mark.parametrize(
    "drawing", [Drawing(), Drawing.from_strokes([[(5, 5)]]), Drawing.from_strokes([[(5, 5), (5, 90)]])]
)
def test_any_choice_of_steps_gives_an_image(name, drawing):
    for count in range(len(ALL_STEPS) + 1):
        for steps in combinations(ALL_STEPS, count):
            image = frame(drawing, name, steps=steps)
            assert np.isfinite(image).all()
            assert 0 <= image.min() <= image.max() <= FRAMINGS[name].maximum


@pytest.mark.parametrize("name", FRAMINGS)
def test_stages_begin_with_the_plain_canvas_and_end_with_the_framed_image(name):
    shown = stages(a_four(), name)
    assert list(shown) == [PLAIN, *(step for step in ALL_STEPS if step in FRAMINGS[name].steps)]
    np.testing.assert_array_equal(shown[PLAIN], frame(a_four(), name, steps=()))
    np.testing.assert_array_equal(list(shown.values())[-1], frame(a_four(), name))
    assert len({image.tobytes() for image in shown.values()}) >= len(shown) - 1


def test_without_steps_it_is_the_canvas_made_small():
    """A stroke from (140, 0) to (140, 280) with a pen of 20 is two columns in the middle of 28."""
    line = Drawing.from_strokes([[(140, -20), (140, 300)]], canvas=280, stroke_width=20)
    image = frame(line, steps=())
    np.testing.assert_array_equal(np.flatnonzero(image.all(axis=0)), [13, 14])
    assert np.count_nonzero(image) == 56


def test_each_step_does_what_it_says():
    slanted = Drawing.from_strokes([[(40, 40), (60, 40), (45, 70)], [(42, 55), (56, 56)]], stroke_width=8)
    assert max(box_of(frame(slanted, steps=("crop", "aspect")))) in (19, 20)
    assert min(box_of(frame(slanted, steps=("crop",)))) >= 19  # stretched to a square
    thin = frame(Drawing.from_strokes(slanted.strokes, stroke_width=1), steps=("crop", "aspect", "antialias"))
    drawn_again = frame(Drawing.from_strokes(slanted.strokes, stroke_width=1))
    assert thin.sum() < 0.6 * drawn_again.sum()
    assert set(np.unique(frame(slanted, steps=("crop", "aspect", "pen")))) == {0, 255}
    middle = frame(slanted, steps=("crop", "aspect", "pen", "antialias"))
    balanced = frame(slanted)
    assert middle.sum() == pytest.approx(balanced.sum())
    distance = [
        np.abs(image.sum(axis=0) @ (np.arange(28) - 14) / image.sum()) for image in (middle, balanced)
    ]
    assert distance[1] <= 0.5 + 1e-3 <= distance[0] + 0.5


def test_the_width_of_the_pen_does_not_matter_for_strokes():
    images = [frame(a_four(stroke_width=width)) for width in (2, 18, 40)]
    for image in images[1:]:
        np.testing.assert_array_equal(image, images[0])


def test_the_8x8_framing_has_the_measures_of_the_real_images(with_pens):
    """Share of ink, columns and rows that are inked, and where the ink lies: pens beside scikit-learn's images."""
    real = datasets.load("digits").train.images.astype(float)
    framed = ink.frame_strokes(pens.load().strokes, framing="digits", steps=ALL_STEPS)
    assert framed.mean() == pytest.approx(real.mean(), rel=0.06)
    for axis in (1, 2):
        np.testing.assert_allclose(
            framed.sum(axis=axis).mean(axis=0), real.sum(axis=axis).mean(axis=0), atol=9
        )
    inked = [(images.max(axis=1) > 0).sum(axis=1).mean() for images in (framed, real)]
    assert inked[0] == pytest.approx(inked[1], abs=0.5)
    np.testing.assert_array_equal((framed.max(axis=2) > 0)[:, [0, 7]].mean(axis=0) > 0.97, True)


def test_a_model_of_the_8x8_digits_reads_pens(with_pens):
    """The 1,347 images of 13 people are few: 0.86 was measured; stretching them otherwise gives 0.75."""
    train = datasets.load("digits").train
    model = SVC(gamma=0.001).fit(train.images.reshape(-1, 64), train.labels)
    digits = pens.load()
    framed = ink.frame_strokes(digits.strokes, framing="digits", steps=ALL_STEPS)
    assert model.score(framed.reshape(-1, 64), digits.labels) > 0.82


def test_neighbours_in_mnist_read_framed_pens_and_not_the_canvas_made_small(with_pens):
    """The lesson of the steps, with the simplest of models."""
    train = datasets.load("mnist").train
    model = KNeighborsClassifier(1).fit(train.images[:6000].reshape(-1, 784), train.labels[:6000])
    digits = pens.load()
    digits = digits.take(np.arange(0, len(digits), 2))
    random = np.random.default_rng(0)
    drawings = []
    for number in range(len(digits)):
        own = digits.strokes.drawing_numbers == number
        points = digits.strokes.points[own] * random.uniform(0.09, 0.2) + random.uniform(15, 70, 2)
        names = digits.strokes.stroke_numbers[own]
        drawings.append(Drawing.from_strokes([points[names == n] for n in np.unique(names)], stroke_width=18))
    scores = []
    for steps in ((), ALL_STEPS):
        images = np.stack([frame(drawing, steps=steps) for drawing in drawings])
        scores.append(model.score(images.reshape(-1, 784), digits.labels))
    assert scores[0] < 0.6
    assert scores[1] > 0.88


def test_names_that_are_none_are_refused():
    with pytest.raises(BadInput, match="Choose one of: mnist, digits"):
        frame(a_four(), "letters")
    with pytest.raises(BadInput, match="Steps are crop"):
        frame(a_four(), steps=("crop", "polish"))
