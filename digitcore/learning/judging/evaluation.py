"""Loss, accuracy with its interval, and confusion matrix of any model, from its probabilities."""

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
    """How good a model is on labelled images."""

    loss: float
    n: int
    confusion_matrix: NDArray[np.int64]
    """(K, K), row = true, column = predicted."""

    @property
    def correct(self) -> int:
        """Number of right answers."""
        return int(np.trace(self.confusion_matrix))

    @property
    def accuracy(self) -> float:
        """Share of right answers; 0 of 0 is 0."""
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
    """Judge `probabilities` (n, K) by `true_labels` (n,); `loss` names an entry of `LOSSES`.

    >>> judgement = judge(np.array([[0.9, 0.1], [0.6, 0.4], [0.2, 0.8]]), np.array([0, 1, 1]))
    >>> judgement.correct, judgement.n, round(judgement.loss, 3)
    (2, 3, 0.415)
    """
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
