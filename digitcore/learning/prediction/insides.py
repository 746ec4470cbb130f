"""The inside of a network: filters of its first layer, outputs of each layer, and a map of a test part.

Opening a network loads TensorFlow and takes seconds; afterwards an image takes milliseconds, from any thread. Networks of
runs are opened by `inspect_run`.
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
"""Limit of activations of all images of a map: 120 MB. Networks without pooling have up to 346,000 per image."""


@dataclass(frozen=True, eq=False)
class Insides:
    """A network with the outputs of all its layers."""

    filters: Filters | None
    """Of its first layer; None if they cannot be drawn."""
    outputs: Callable[[NDArray[np.number]], list[Floats]]
    """Maps an image (side, side) in the dataset's units to the output of each layer: (h, w, channels) or (values,)."""


def open_default() -> Insides:
    """Open the default model."""
    import tensorflow as tf

    weights = default_model.load().weights

    def outputs(image: NDArray[np.number]) -> list[Floats]:
        scaled = tf.constant(image[None] / mnist.FACTS.maximum, tf.float32)
        return [values.numpy()[0] for values in reader.outputs(weights, scaled)]

    return Insides(of_kernel(weights["convolution_0.weights"], arriving=(28, 28, 1), class_names=()), outputs)


def open_network(model: Any, preparation: Preparation, *, class_names: Sequence[str]) -> Insides:
    """Open a Keras model of `network.build` with the preparation it was trained with."""
    import keras
    import tensorflow as tf

    inner = keras.Model(model.inputs, [layer.output for layer in model.layers])
    signature = [tf.TensorSpec(model.inputs[0].shape, tf.float32)]
    graph = tf.function(lambda images: inner(images, training=False), input_signature=signature)
    graph = graph.get_concrete_function()

    def outputs(image: NDArray[np.number]) -> list[Floats]:
        results = graph(tf.constant(preparation.apply(image[None])[..., None]))
        return [values.numpy()[0] for values in results]

    return Insides(_first_filters(model, class_names), outputs)


def _first_filters(model: Any, class_names: Sequence[str]) -> Filters | None:
    """Filters of the first layer with weights; before it, the image has one channel."""
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
    """A projection of the last hidden layer's outputs for some of the `images` (n, h, w)."""
    width = embedding(images[:1].astype(np.float32)).shape[1]
    indices = drawn(len(images), sample=min(sample, max(1, _MOST_VALUES // width)), seed=seed)
    return project_vectors(context.embeddings_of(embedding, images[indices], report=report), indices=indices)


def map_of_scores(probabilities: Floats, *, sample: int = MOST_ON_A_MAP, seed: int = 0) -> Projection:
    """The same for a model without hidden layers: a projection of its scores before softmax."""
    indices = drawn(len(probabilities), sample=sample, seed=seed)
    return project_vectors(scores(probabilities[indices]), indices=indices)


def scores(probabilities: Floats) -> NDArray[np.float64]:
    """The scores behind `probabilities` (n, K), each row with mean 0.

    Softmax loses only a constant that all scores of a row share. Probabilities below 1e-30 count as equal.

    >>> scores(np.array([[0.5, 0.25, 0.25]], np.float32)).round(2).tolist()
    [[0.46, -0.23, -0.23]]
    """
    logarithms = np.log(np.maximum(probabilities.astype(np.float64), 1e-30))
    centred: NDArray[np.float64] = logarithms - logarithms.mean(axis=1, keepdims=True)
    return centred


def silent_share(values: Floats) -> float:
    """Share of values that ReLU has set to 0."""
    return float((values == 0).mean())
