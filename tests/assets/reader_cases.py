"""What readers of drawings are given, in Node and in browsers, and what the library says of it."""

import numpy as np

from digitcore.data import ink, preparation
from digitcore.data.drawn import synthetic
from digitcore.data.ink import Drawing
from digitcore.data.sources import digits, mnist, pens
from digitcore.export import browser_model
from digitcore.learning.engine.final_report import keras_bytes
from digitcore.learning.layers.layers import (
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    MaxPooling2D,
)
from digitcore.learning.prediction import load_predictor
from digitcore.learning.recipes.recipes import RECIPES

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
NETWORKS = [
    *((RECIPES[name].config.layers, RECIPES[name].config.dataset, RECIPES[name].config.preparation)
      for name in RECIPES if RECIPES[name].config.model == "network"),
    (EVERY_KIND, "mnist", "standardised"),
    (EVERY_KIND, "digits", "raw"),
]  # fmt: skip
"""Layers, the dataset that they read, and how its images are prepared."""
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


def drawn_by_code(count):
    """The digits in turn, by the code that makes the synthetic ones."""
    return strokes_of(synthetic.write(np.arange(count) % 10, random=np.random.default_rng(8)), scale=100)


def drawn_by_people(count=None):
    """The first so many digits and letters of DIGITLAB_PEN, half of each."""
    half = None if count is None else count // 2
    strokes = [pens.load(part).strokes for part in pens.PARTS]
    numbers = [np.arange(many.drawing_count)[:half] for many in strokes]
    return [
        drawing
        for many, those in zip(strokes, numbers, strict=True)
        for drawing in strokes_of(many.take(those), scale=0.1)
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


def framed(strokes, framing):
    return np.stack([ink.frame(Drawing.from_strokes(drawing), framing) for drawing in strokes])


def assert_reads_as_the_server(answers, strokes):
    """The default model's `answers`, as arrays, have the library's labels, refusals and probabilities."""
    output = load_predictor()._forward(framed(strokes, "mnist"))  # doubt is not promised to anybody else
    probabilities = answers["probabilities"].reshape(-1, 10)
    assert probabilities.shape == output.probabilities.shape
    assert np.abs(probabilities - output.probabilities).max() < 1e-4
    assert (probabilities.argmax(axis=1) == output.probabilities.argmax(axis=1)).all()
    assert ((answers["doubt"] > 0) == (output.doubt > 0)).all()


def network_case(model, facts, name):
    """A Keras model's file for the browser, images, and the probabilities that Keras gives for them (12, 10)."""
    random = np.random.default_rng(3)
    for layer in model.layers:  # also those that begin at 0 or 1
        weights = [array + random.normal(0, 0.05, array.shape) for array in layer.get_weights()]
        layer.set_weights([np.abs(array) if place == 3 else array for place, array in enumerate(weights)])
    images = random.integers(0, facts.maximum + 1, (12, facts.side, facts.side)).astype(np.uint8)
    prepared = preparation.fit(name, images, maximum=facts.maximum)
    file = browser_model.of_stored_network(keras_bytes(model), preparation=prepared, facts=facts)
    return file, images, model(prepared.apply(images)[..., None], training=False).numpy()
