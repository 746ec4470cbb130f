"""Models opened up: what comes out of each layer is what the model computes, for a run and for the default model."""

import numpy as np
import pytest

from digitcore.data import datasets, preparation
from digitcore.errors import BadInput
from digitcore.lab.queue import queue, worker
from digitcore.lab.runs import inspect_run, run_models, runs
from digitcore.learning.layers import network
from digitcore.learning.layers.layers import BatchNormalization, Conv2D, Dense, Dropout, Flatten, MaxPooling2D
from digitcore.learning.prediction import insides
from digitcore.learning.prediction.prediction import load_predictor
from digitcore.learning.reader import reader
from digitcore.learning.recipes.config import RunConfig
from tests.core.memories import ADA, store_in

EVERYTHING = (MaxPooling2D(), BatchNormalization(), Flatten(), Dropout(0.3), Dense(6, "tanh"))


@pytest.fixture(scope="module")
def digits():
    return datasets.load("digits")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return store_in(tmp_path_factory.mktemp("insides"))


def opened(layers, images):
    model = network.build(layers, side=8, class_count=10, seed=1)
    raw = preparation.fit("raw", images, maximum=16)
    return model, insides.open_network(model, raw, class_names="0123456789")


def trained(store, **changes):
    config = RunConfig().replace(**{"epochs": 2} | changes).for_dataset(datasets.load("digits"))
    run = runs.request_run(store, config, recipe="", visitor=ADA)
    worker.train_run(store, queue.claim(store, run.id))
    return run.id


def test_what_comes_out_of_each_layer_has_the_shape_of_the_table(digits):
    model, result = opened(EVERYTHING, digits.train.images)
    rows = network.layer_table(EVERYTHING, side=8, class_count=10)
    outputs = result.outputs(digits.test.images[0])
    assert [values.shape for values in outputs] == [row.shape for row in rows]
    whole = model(digits.test.images[:1, ..., None].astype(np.float32), training=False).numpy()[0]
    np.testing.assert_allclose(outputs[-1], whole, atol=1e-6)
    np.testing.assert_array_equal(outputs[2], outputs[3])  # dropout leaves out nothing now


def test_the_first_layer_that_weighs_is_shown_in_the_shape_that_arrives(digits):
    model, result = opened(EVERYTHING, digits.train.images)
    assert result.filters.images.shape == (6, 4, 4)  # pooled by then
    np.testing.assert_array_equal(result.filters.images[2].ravel(), model.layers[4].kernel.numpy()[:, 2])
    model, result = opened((Conv2D(3), Flatten(), Dense(9)), digits.train.images)
    np.testing.assert_array_equal(result.filters.images[1], model.layers[0].kernel.numpy()[:, :, 0, 1])
    _, perceptron = opened((Flatten(),), digits.train.images)
    assert perceptron.filters.titles == tuple("0123456789")


def test_a_run_says_inside_what_it_says_outside(store, digits):
    run = trained(store, layers=(Conv2D(4), Flatten(), Dense(12)), preparation="standardised")
    result = inspect_run.open_network(store, run)
    outputs, asked = result.outputs(digits.test.images[7]), run_models.predictor(store, run)
    np.testing.assert_allclose(outputs[-1], asked.probabilities(digits.test.images[7:8])[0], atol=1e-5)
    np.testing.assert_allclose(outputs[-2], asked.embedding(digits.test.images[7:8])[0], atol=1e-5)


def test_a_classical_run_has_filters_and_no_network(store):
    run = trained(store, model="nearest-average")
    assert inspect_run.classical_filters(store, run).titles == tuple("0123456789")
    with pytest.raises(BadInput, match="left no network behind"):
        inspect_run.open_network(store, run)


def test_the_default_model_says_inside_what_it_says_outside():
    result, image = insides.open_default(), datasets.load("synthetic", images=100).test.images[0]
    outputs = result.outputs(image)
    assert [values.shape for values in outputs] == [row.shape for row in reader.layer_table()]
    predictor = load_predictor()
    np.testing.assert_allclose(outputs[-2], predictor.embedding(image[None])[0], rtol=1e-3, atol=1e-4)
    assert outputs[-1][:10].argmax() == predictor.probabilities(image[None])[0].argmax()
    assert result.filters.images.shape == (16, 3, 3)


def test_scores_are_what_softmax_was_made_of():
    made_of = np.random.default_rng(0).normal(0, 5, (20, 4))
    powers = np.exp(made_of)
    result = insides.scores((powers / powers.sum(axis=1, keepdims=True)).astype(np.float32))
    np.testing.assert_allclose(result, made_of - made_of.mean(axis=1, keepdims=True), atol=1e-5)


def test_a_map_lays_alike_embeddings_near_each_other(digits):
    def embedding(images):
        return np.repeat(images.reshape(len(images), -1).sum(axis=1)[:, None] > 300, 5, axis=1).astype("f4")

    sentence = []
    result = insides.map_of(embedding, digits.test.images, sample=100, report=sentence.append)
    assert len(result.indices) == 100 and sentence[-1].share == 1
    heavy = digits.test.images[result.indices].reshape(100, -1).sum(axis=1) > 300
    assert result.positions[heavy, 0].min() > result.positions[~heavy, 0].max()


def test_a_very_wide_embedding_is_mapped_on_fewer_images(digits):
    result = insides.map_of(lambda images: np.ones((len(images), 1_000_000), np.float32), digits.test.images)
    assert len(result.indices) == 30


def test_a_map_of_scores_needs_no_images():
    predicted = np.random.default_rng(0).dirichlet(np.ones(10), 50).astype(np.float32)
    assert insides.map_of_scores(predicted).positions.shape == (50, 3)


def test_the_share_of_silent_values():
    assert insides.silent_share(np.array([0, 0, 0, 2.0])) == 0.75
