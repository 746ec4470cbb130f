"""Judging probabilities: loss, accuracy with its interval, and the confusion matrix.

Plain numpy, so a classical model and a network are judged alike, during a run and long after it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitcore.data.preparation import one_hot
from digitcore.data.results import ReadOnlyArrays
from digitcore.data.statistics.intervals import wilson_interval
from digitcore.learning.layers.losses import LOSSES


@dataclass(frozen=True, eq=False)
class Judgement(ReadOnlyArrays):
    """How good probabilities are on images whose labels are known."""

    loss: float
    n: int
    confusion_matrix: NDArray[np.int64]
    """(K, K), row = true, column = predicted."""

    @property
    def correct(self) -> int:
        """Images whose most probable class is the true one."""
        return int(np.trace(self.confusion_matrix))

    @property
    def accuracy(self) -> float:
        """Share of correct images; 0 of 0 is 0."""
        return self.correct / max(1, self.n)

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of the accuracy."""
        return wilson_interval(self.correct, self.n)


def judge(
    probabilities: NDArray[np.floating],
    true_labels: NDArray[np.integer],
    *,
    loss: str = "categorical_crossentropy",
) -> Judgement:
    """Compare `probabilities` (n, K) with `true_labels` (n,) by the loss called `loss`."""
    n, class_count = probabilities.shape
    losses = LOSSES[loss].formula(one_hot(true_labels, class_count), probabilities)
    matrix = confusion_matrix(true_labels, probabilities.argmax(axis=1), class_count=class_count)
    return Judgement(float(losses.mean()) if n else 0.0, n, matrix)


def confusion_matrix(
    true_labels: NDArray[np.integer], predicted_labels: NDArray[np.integer], *, class_count: int
) -> NDArray[np.int64]:
    """Counts (K, K): row = true, column = predicted."""
    cells = true_labels.astype(np.int64) * class_count + predicted_labels
    return np.bincount(cells, minlength=class_count**2).reshape(class_count, class_count)
