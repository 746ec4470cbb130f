"""What a network wants to see: for each class the image that it answers most surely, found by ascent.

Each step changes every pixel in the direction in which the probability of the wanted class grows (the gradient, from
TensorFlow), and keeps it between empty paper and full ink. Nothing asks that the result looks like a digit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitcore.data.preparation import Preparation
from digitcore.data.results import ReadOnlyArrays
from digitcore.learning.reader import default_model, reader
from digitcore.progress import Progress, Report, ignore

STEPS = 120
_STEP = 0.03
"""Of full ink, for the pixels that matter most."""
_REPORTED_STEPS = 20

Logarithms = Callable[[Any], Any]
"""From images (n, h, w), a tensor in the dataset's units, to the logarithm of each class's probability (n, K)."""


@dataclass(frozen=True, eq=False)
class WantedImages(ReadOnlyArrays):
    """One image for each class."""

    begun: NDArray[np.uint8]
    """(K, h, w), from which the ascent began."""
    images: NDArray[np.uint8]
    """(K, h, w), as it ended."""
    before: NDArray[np.float64]
    """(K,): the probability of the wanted class for the image at the beginning."""
    after: NDArray[np.float64]


def ascend(
    logarithms: Logarithms, begun: NDArray[np.uint8], *, maximum: int, report: Report = ignore
) -> WantedImages:
    """From `begun` (K, h, w), whose row k shall become the image of class k."""
    import tensorflow as tf

    places = tf.stack([tf.range(len(begun)), tf.range(len(begun))], axis=1)
    images = tf.Variable(tf.cast(begun, tf.float32))

    def climb() -> None:
        with tf.GradientTape() as tape:
            wanted = tf.reduce_sum(tf.gather_nd(logarithms(images), places))
        slope = tape.gradient(wanted, images)
        usual = tf.sqrt(tf.reduce_mean(slope**2, axis=(1, 2), keepdims=True))
        step = tf.clip_by_value(slope / (3 * usual + 1e-12), -1.0, 1.0)
        images.assign(tf.clip_by_value(images + _STEP * maximum * step, 0.0, float(maximum)))

    climb_in_graph = tf.function(climb)
    for step in range(STEPS):
        if step % _REPORTED_STEPS == 0:
            report(Progress("Looking for the surest image of each class", step, STEPS, "steps"))
        climb_in_graph()
    ended = np.rint(images.numpy()).astype(np.uint8)
    return WantedImages(begun, ended, _wanted(logarithms, begun), _wanted(logarithms, ended))


def of_default_model(begun: NDArray[np.uint8], *, report: Report = ignore) -> WantedImages:
    """What the model that comes with the app wants to see."""
    import tensorflow as tf

    model = default_model.load()

    def logarithms(images: Any) -> Any:
        scores, _ = reader.run(model.weights, images / 255.0, library=tf.experimental.numpy)
        return tf.nn.log_softmax(scores[:, : reader.CLASSES] / model.sheet.temperature)

    return ascend(logarithms, begun, maximum=255, report=report)


def of_network(
    model: Any, preparation: Preparation, begun: NDArray[np.uint8], *, maximum: int, report: Report = ignore
) -> WantedImages:
    """What a Keras model of `network.build` wants to see, with the preparation it was trained with."""
    import tensorflow as tf

    offset, factor = (tf.constant(part, tf.float32) for part in (preparation.offset, preparation.factor))

    def logarithms(images: Any) -> Any:
        probabilities = model(((images - offset) * factor)[..., None], training=False)
        return tf.math.log(tf.maximum(probabilities, 1e-30))

    return ascend(logarithms, begun, maximum=maximum, report=report)


def _wanted(logarithms: Logarithms, images: NDArray[np.uint8]) -> NDArray[np.float64]:
    """(K,): the probability of class k for image k."""
    import tensorflow as tf

    probabilities: NDArray[np.float64] = np.exp(
        logarithms(tf.constant(images, tf.float32)).numpy().astype(np.float64)
    )
    return probabilities.diagonal().copy()
