"""A model opened up: what its first layer looks for, what each layer makes of an image, how it lays out a test part.

After `prediction` in the reading order. Opening a network takes TensorFlow, and so seconds; asking it afterwards takes
milliseconds, from any thread. Models of runs are opened by `lab.runs.inspect_run`. How many parameters a layer has is told by
`network` and `reader` without opening anything.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitcore.data.preparation import Preparation
from digitcore.data.sources import mnist
from digitcore.data.statistics.projection import Projection, drawn, project_vectors
from digitcore.learning.judging import context
from digitcore.learning.prediction.filters import Filters, of_kernel
from digitcore.learning.reader import default_model, reader
from digitcore.progress import Report, ignore

Floats = NDArray[np.float32]

MOST_ON_A_MAP = 3_000
_MOST_VALUES = 30_000_000
"""Numbers that all images of a map may have together: 120 MB. A network without pooling has up to 346,000 for one."""


@dataclass(frozen=True, eq=False)
class Insides:
    """A network that answers for each of its layers."""

    filters: Filters | None
    """What its first layer looks for; None where that cannot be drawn."""
    outputs: Callable[[NDArray[np.number]], list[Floats]]
    """From an image (side, side) in the dataset's units to what comes out of each layer: (h, w, channels) or (values,)."""


def open_default() -> Insides:
    """The default model."""
    import tensorflow as tf

    weights = default_model.load().weights

    def outputs(image: NDArray[np.number]) -> list[Floats]:
        scaled = tf.constant(image[None] / mnist.FACTS.maximum, tf.float32)
        return [values.numpy()[0] for values in reader.outputs(weights, scaled)]

    return Insides(of_kernel(weights["convolution_0.weights"], arriving=(28, 28, 1), class_names=()), outputs)


def open_network(model: Any, preparation: Preparation, *, class_names: Sequence[str]) -> Insides:
    """A Keras model of `network.build`, with the preparation it was trained on."""
    import keras
    import tensorflow as tf

    inner = keras.Model(model.inputs, [layer.output for layer in model.layers])
    signature = [tf.TensorSpec(model.inputs[0].shape, tf.float32)]
    graph = tf.function(lambda images: inner(images, training=False), input_signature=signature)
    graph = graph.get_concrete_function()

    def outputs(image: NDArray[np.number]) -> list[Floats]:
        found = graph(tf.constant(preparation.apply(image[None])[..., None]))
        return [values.numpy()[0] for values in found]

    return Insides(_first_filters(model, class_names), outputs)


def _first_filters(model: Any, class_names: Sequence[str]) -> Filters | None:
    """Those of the first layer that weighs what arrives at it. Until there the image keeps its one channel."""
    arriving = tuple(model.inputs[0].shape[1:])
    for number, layer in enumerate(model.layers, start=1):
        kernel = getattr(layer, "kernel", None)
        if kernel is not None:
            names = class_names if number == len(model.layers) else ()
            return of_kernel(kernel.numpy(), arriving=arriving, class_names=names)
        shape = tuple(layer.output.shape[1:])
        arriving = shape if len(shape) == 3 else arriving
    return None


def map_of(
    embedding: Callable[[Floats], Floats],
    images: NDArray[np.number],
    *,
    sample: int = MOST_ON_A_MAP,
    seed: int = 0,
    report: Report = ignore,
) -> Projection:
    """Where a network's last hidden layer lays some of the `images` (n, h, w): alike for it is near each other."""
    width = embedding(images[:1].astype(np.float32)).shape[1]
    indices = drawn(len(images), sample=min(sample, max(1, _MOST_VALUES // width)), seed=seed)
    return project_vectors(context.embeddings_of(embedding, images[indices], report=report), indices=indices)


def map_of_scores(probabilities: Floats, *, sample: int = MOST_ON_A_MAP, seed: int = 0) -> Projection:
    """The same by what a model says, where it has no hidden layer: its scores for the classes, before softmax.

    Softmax loses only what all scores have in common, so their logarithms give them back around 0.
    """
    indices = drawn(len(probabilities), sample=sample, seed=seed)
    return project_vectors(scores(probabilities[indices]), indices=indices)


def scores(probabilities: Floats) -> NDArray[np.float64]:
    """What softmax made the `probabilities` (n, K) of, each row with mean 0; below 1e-30 none is told from another."""
    logarithms = np.log(np.maximum(probabilities.astype(np.float64), 1e-30))
    centred: NDArray[np.float64] = logarithms - logarithms.mean(axis=1, keepdims=True)
    return centred


def silent_share(values: Floats) -> float:
    """The share of values that are exactly 0: what ReLU has cut off."""
    return float((values == 0).mean())
