"""What first layers look for: each image must be the weights of its unit, the right way up."""

import numpy as np
import pytest

from digitcore.data import datasets, preparation
from digitcore.data.statistics.averages import class_averages
from digitcore.learning.layers.classical import MODELS, FitInputs
from digitcore.learning.prediction.filters import MOST_SHOWN, of_classical, of_kernel


def fitted(name, split, *, kind="raw", class_count=10):
    result = preparation.fit(kind, split.images, maximum=16)
    *_, arrays = MODELS[name].fit(FitInputs(split, result, class_count, rounds=3, neighbours=3))
    return arrays


@pytest.fixture(scope="module")
def digits():
    return datasets.load("digits")


def test_a_unit_that_weighs_one_pixel_shows_it_there():
    kernel = np.zeros((12, 2))
    kernel[1 * 4 + 3, 1] = -2  # row 1, column 3 of an image of 3 × 4
    result = of_kernel(kernel, arriving=(3, 4, 1), class_names=())
    assert (result.titles, result.total, result.images.shape) == (("1", "2"), 2, (2, 3, 4))
    assert result.images[1, 1, 3] == -2 and np.count_nonzero(result.images) == 1
    assert "unit weighs every pixel" in result.sentence


def test_filters_of_a_convolution_lie_as_they_look_at_the_image():
    kernel = np.arange(18.0).reshape(3, 3, 1, 2)
    result = of_kernel(kernel, arriving=(8, 8, 1), class_names=())
    np.testing.assert_array_equal(result.images[1], kernel[:, :, 0, 1])
    assert "3×3 pixels at a time" in result.sentence


def test_of_many_the_first_are_shown_and_all_are_counted():
    result = of_kernel(np.zeros((4, 300)), arriving=(2, 2, 1), class_names=())
    assert (len(result.images), len(result.titles), result.total) == (MOST_SHOWN, MOST_SHOWN, 300)


def test_an_output_layer_names_its_classes():
    result = of_kernel(np.zeros((4, 2)), arriving=(2, 2, 1), class_names=("cat", "dog"))
    assert result.titles == ("cat", "dog") and "Each class" in result.sentence


def test_nearest_average_shows_its_averages_as_ink(digits):
    result = of_classical("nearest-average", fitted("nearest-average", digits.train), "0123456789")
    np.testing.assert_allclose(result.images, class_averages(digits.train, class_count=10).means)
    assert result.are_ink


def test_logistic_regression_shows_one_set_of_weights_for_each_class_it_saw(digits):
    arrays = fitted("logistic-regression", digits.train, kind="scaled")
    result = of_classical("logistic-regression", arrays, "0123456789")
    assert result.titles == tuple("0123456789") and not result.are_ink
    image, weights = digits.test.images[3] / 16, result.images
    scores = (weights * image).sum(axis=(1, 2)) + arrays["biases"]
    scaled = preparation.fit("scaled", digits.train.images, maximum=16)
    predicted = MODELS["logistic-regression"].probabilities(arrays, digits.test.images[3:4], scaled)
    assert scores.argmax() == predicted.argmax()


def test_of_two_classes_the_one_set_of_weights_is_that_of_the_second(digits):
    split = digits.train.take(np.flatnonzero(digits.train.labels < 2))
    result = of_classical(
        "logistic-regression", fitted("logistic-regression", split, class_count=2), ("zero", "one")
    )
    assert result.titles == ("one",) and result.total == 1
    assert result.sentence.endswith("what lowers it speaks for zero.")


@pytest.mark.parametrize("name", ["commonest", "nearest-neighbours"])
def test_models_that_compare_with_nothing_have_no_filters(digits, name):
    assert of_classical(name, fitted(name, digits.train), "0123456789") is None
