"""Drawings beside data: averages, ink and pen width, on pens whose width is known and on MNIST."""

import numpy as np
import pytest

from digitcore.data import datasets
from digitcore.data.dataset import Split
from digitcore.data.ink import KEEPING_THE_PEN, Drawing, frame, pen_width
from digitcore.data.statistics import shift
from digitcore.data.statistics.averages import ClassAverages, class_averages
from digitcore.errors import BadInput


def angle(width: float) -> Drawing:
    """A wide and high angle; framed, its pen is width · 20 / (200 + width) pixels."""
    return Drawing.from_strokes([[(50, 40), (250, 40), (250, 240)]], stroke_width=width)


@pytest.mark.parametrize("width", [10, 20, 40])
def test_the_pen_is_measured_as_wide_as_it_was(width):
    image = frame(angle(width), steps=KEEPING_THE_PEN) / 255
    assert pen_width(image) == pytest.approx(width * 20 / (200 + width), rel=0.15)


def test_empty_paper_and_a_dot_have_no_pen():
    assert pen_width(np.zeros((28, 28), np.float32)) == 0
    dot = np.zeros((28, 28), np.float32)
    dot[14, 14] = 1
    assert np.isfinite(pen_width(dot))


def images_of(*widths: float, steps=KEEPING_THE_PEN) -> np.ndarray:
    return np.stack([np.rint(frame(angle(width), steps=steps)).astype(np.uint8) for width in widths])


def averages_of(part: Split) -> ClassAverages:
    return class_averages(part, class_count=10)


def test_a_thicker_pen_shows_in_pen_and_ink_but_not_in_what_the_model_sees():
    from digitcore.data.ink import ALL_STEPS

    labels = np.array([7, 7, 7], np.uint8)
    data = Split(images_of(20, 21, 22), labels)
    framed = Split(images_of(38, 40, 42, steps=ALL_STEPS), labels)
    found = shift.measure_shift(
        framed, images_of(38, 40, 42), data, data_averages=averages_of(data), maximum=255
    )
    assert 1.5 < found.pen.test_mean / found.pen.train_mean < 2.2
    assert found.ink.difference > 0.5 * found.ink.train_mean
    assert found.pen.words("in MNIST", "in the class").startswith("The mean is 2.")
    differences = np.abs(found.average_differences).max(axis=(1, 2))
    assert differences[7] > 0
    assert differences[[0, 1, 2, 3, 4, 5, 6, 8, 9]].max() == 0  # which nobody drew


def test_mnist_against_itself_does_not_differ():
    dataset = datasets.load("mnist")
    some = dataset.train.take(np.arange(0, 60_000, 400))
    found = shift.measure_shift(
        some, some.images, dataset.test, data_averages=averages_of(dataset.test), maximum=255
    )
    for one in (found.ink, found.pen):
        assert abs(one.difference) < 3 * one.standard_error
    assert found.pen.train_mean == pytest.approx(2.7, abs=0.2)


def test_nothing_drawn_gets_a_sentence():
    nothing, some = (
        Split(np.zeros((0, 28, 28), np.uint8), np.zeros(0, np.uint8)),
        Split(images_of(20), np.array([7])),
    )
    with pytest.raises(BadInput, match="There is nothing to compare yet"):
        shift.measure_shift(nothing, nothing.images, some, data_averages=averages_of(some), maximum=255)
