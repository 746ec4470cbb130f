"""Loss functions by name, in NumPy and in Keras.

A new loss is one entry of `LOSSES`. Both forms give one number for each image. The engine trains with Keras's form:
in a graph it computes from the scores before the softmax, which is precise where a probability is nearly 0.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

_SMALLEST = 1e-7
"""Keras's epsilon: the least distance of a probability from 0 and 1."""

Formula = Callable[[NDArray[np.floating], NDArray[np.floating]], NDArray[np.float64]]
"""From true rows (n, K) of 0 and 1 and probabilities (n, K) to a loss (n,) for each image."""


@dataclass(frozen=True)
class Loss:
    """One entry of the registry."""

    name: str
    title: str
    sentence: str
    formula: Formula
    keras_name: str

    def build(self) -> Any:
        """Keras's function of the same form as `formula`, on tensors."""
        from keras import losses

        return getattr(losses, self.keras_name)


def _cross_entropy(truth: NDArray[np.floating], probabilities: NDArray[np.floating]) -> NDArray[np.float64]:
    clipped = np.clip(probabilities, _SMALLEST, 1 - _SMALLEST, dtype=np.float64)
    entropies: NDArray[np.float64] = -(truth * np.log(clipped)).sum(axis=1)
    return entropies


def _squared_error(truth: NDArray[np.floating], probabilities: NDArray[np.floating]) -> NDArray[np.float64]:
    errors: NDArray[np.float64] = np.square(probabilities - truth, dtype=np.float64).mean(axis=1)
    return errors


def _poisson(truth: NDArray[np.floating], probabilities: NDArray[np.floating]) -> NDArray[np.float64]:
    precise = probabilities.astype(np.float64)
    losses: NDArray[np.float64] = (precise - truth * np.log(precise + _SMALLEST)).mean(axis=1)
    return losses


LOSSES = {
    loss.name: loss
    for loss in (
        Loss(
            "categorical_crossentropy",
            "Cross-entropy",
            "How surprised the model is by the true class: minus the logarithm of its probability.",
            _cross_entropy,
            "categorical_crossentropy",
        ),
        Loss(
            "mean_squared_error",
            "Mean squared error",
            "The mean square of the differences between probabilities and truth: it hardly punishes being very wrong.",
            _squared_error,
            "mean_squared_error",
        ),
        Loss(
            "poisson",
            "Poisson",
            "Meant for counts: each probability minus truth times its logarithm.",
            _poisson,
            "poisson",
        ),
    )
}
"""All losses, by name."""
