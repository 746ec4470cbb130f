"""The weights of the first layer of a model, or the averages of the nearest average, as small images.

Ink on a positive weight raises the value of the unit, ink on a negative one lowers it. Weights of deeper layers belong to
outputs of the first one, not to pixels, so they cannot be shown this way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitcore.data.results import ReadOnlyArrays
from digitcore.data.statistics.averages import ClassAverages
from digitcore.learning.reader import default_model

MOST_SHOWN = 40

_COLOURS = "ink on purple raises {what}, ink on orange lowers {what}"
_AS_BEGUN = (
    "Where there is hardly ever ink, weights stay as they began, at random: that is the noise at the edges."
)


@dataclass(frozen=True, eq=False)
class Filters(ReadOnlyArrays):
    """Small images of weights or averages."""

    images: NDArray[np.floating]
    """(n, h, w)"""
    titles: tuple[str, ...]
    """(n,): numbers from 1, or names of classes."""
    sentence: str
    total: int
    """Number of filters, of which n are shown."""
    are_ink: bool = False
    """Whether they are images in the dataset's units instead of weights around 0."""


def of_kernel(
    kernel: NDArray[np.floating], *, arriving: tuple[int, ...], class_names: Sequence[str]
) -> Filters:
    """From the kernel of a first layer: (k, k, 1, n) of a convolution, or (values, n) of dense units.

    `arriving` is the input shape (h, w, 1) of the layer; `class_names` are given for an output layer.
    """
    if kernel.ndim == 4:
        images, side = np.moveaxis(kernel[:, :, 0, :], -1, 0), len(kernel)
        sentence = (
            f"Each filter looks at {side}×{side} pixels at a time: {_COLOURS.format(what='its answer')}."
        )
    else:
        images = kernel.T.reshape(-1, *arriving[:2])
        who, what = ("class", "its score") if class_names else ("unit", "its value")
        sentence = f"Each {who} weighs every pixel: {_COLOURS.format(what=what)}. {_AS_BEGUN}"
    titles = tuple(class_names) or tuple(str(number) for number in range(1, len(images) + 1))
    return Filters(images[:MOST_SHOWN].copy(), titles[:MOST_SHOWN], sentence, len(images))


def of_network(model: Any, *, class_names: Sequence[str]) -> Filters | None:
    """From a Keras model of `network.build`: those of its first layer with weights; before it, the image has one channel."""
    arriving = tuple(model.inputs[0].shape[1:])
    for number, layer in enumerate(model.layers, start=1):
        kernel = getattr(layer, "kernel", None)
        if kernel is not None:
            names = class_names if number == len(model.layers) else ()
            return of_kernel(kernel.numpy(), arriving=arriving, class_names=names)
        shape = tuple(layer.output.shape[1:])
        arriving = shape if len(shape) == 3 else arriving
    return None


def of_default_model() -> Filters:
    """From the model that comes with the app, without loading TensorFlow."""
    kernel = default_model.load().weights["convolution_0.weights"]
    return of_kernel(kernel, arriving=(28, 28, 1), class_names=())


def of_classical(name: str, arrays: Mapping[str, NDArray[Any]], class_names: Sequence[str]) -> Filters | None:
    """From the arrays of the model `name` of `classical`; None if it has no such weights or averages."""
    if name == "nearest-average":
        counts, sums, squares = (arrays[key].astype(np.int64) for key in ("counts", "sums", "square_sums"))
        means = ClassAverages(counts, sums, squares).means
        sentence = "All it knows are these averages of the training images: the nearest one is its answer."
        return Filters(means, tuple(class_names), sentence, len(means), are_ink=True)
    if name == "logistic-regression":
        return _of_lines(arrays["weights"], [class_names[label] for label in arrays["classes"]])
    return None


def _of_lines(weights: NDArray[np.floating], names: Sequence[str]) -> Filters:
    """A weight for each pixel and class; with two classes, scikit-learn has weights for the second one only."""
    shown = names[1:] if len(weights) == 1 else names
    side = round(weights.shape[1] ** 0.5)
    sentence = f"Each class weighs every pixel: {_COLOURS.format(what='its score')}."
    if len(weights) == 1:
        sentence += f" With two classes one set of weights is enough: what lowers it speaks for {names[0]}."
    images = weights.astype(np.float64).reshape(-1, side, side)
    return Filters(images[:MOST_SHOWN], tuple(shown)[:MOST_SHOWN], sentence, len(images))
