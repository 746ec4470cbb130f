"""What first layers look for: each image must be the weights of its unit, the right way up."""

import numpy as np
import pytest

from digitcore.data import datasets, preparation
from digitcore.data.statistics.averages import class_averages
from digitcore.errors import BadInput
from digitcore.lab.queue import queue, worker
from digitcore.lab.runs import inspect_run, runs
from digitcore.learning.layers import network
from digitcore.learning.layers.classical import MODELS, FitInputs
from digitcore.learning.layers.layers import BatchNormalization, Conv2D, Dense, Dropout, Flatten, MaxPooling2D
from digitcore.learning.prediction.filters import (
    MOST_SHOWN,
    of_classical,
    of_default_model,
    of_kernel,
    of_network,
)
from digitcore.learning.recipes.config import RunConfig
from tests.core.memories import ADA, store_in


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


def built(layers):
    return network.build(layers, side=8, class_count=10, seed=1)


def test_the_first_layer_that_weighs_is_shown_in_the_shape_that_arrives():
    model = built((MaxPooling2D(), BatchNormalization(), Flatten(), Dropout(0.3), Dense(6, "tanh")))
    result = of_network(model, class_names="0123456789")
    assert result.images.shape == (6, 4, 4)  # pooled by then
    np.testing.assert_array_equal(result.images[2].ravel(), model.layers[4].kernel.numpy()[:, 2])
    model = built((Conv2D(3), Flatten(), Dense(9)))
    result = of_network(model, class_names="0123456789")
    np.testing.assert_array_equal(result.images[1], model.layers[0].kernel.numpy()[:, :, 0, 1])
    assert of_network(built((Flatten(),)), class_names="0123456789").titles == tuple("0123456789")


def test_the_default_model_looks_for_sixteen_patterns():
    assert of_default_model().images.shape == (16, 3, 3)


def test_a_classical_run_has_filters_and_no_network(tmp_path):
    store = store_in(tmp_path)
    config = RunConfig().replace(model="nearest-average").for_dataset(datasets.load("digits"))
    run = runs.request_run(store, config, recipe="", visitor=ADA).id
    worker.train_run(store, queue.claim(store, run))
    assert inspect_run.classical_filters(store, run).titles == tuple("0123456789")
    with pytest.raises(BadInput, match="left no network behind"):
        inspect_run.network_filters(store, run)


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
