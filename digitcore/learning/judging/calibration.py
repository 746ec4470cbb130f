"""Whether a model is right as often as it says, and how well two kinds of images are told apart by a score.

Plain numpy. A temperature divides all scores of a model before they become probabilities: above 1 it is less sure, below 1
more, and which digit is the likeliest stays as it was. What is left out: accuracy and confusion (`evaluation`).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]

BINS = 15


def softmax(scores: NDArray[np.floating], temperature: float = 1.0) -> NDArray[np.float32]:
    """Scores (n, K) as probabilities (n, K)."""
    scaled = scores.astype(np.float64) / temperature
    powers = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    shares: NDArray[np.float32] = (powers / powers.sum(axis=1, keepdims=True)).astype(np.float32)
    return shares


def best_temperature(
    scores: NDArray[np.floating],
    true_labels: NDArray[np.integer],
    weights: NDArray[np.floating] | None = None,
) -> float:
    """The temperature that makes the true labels of these images most probable, to a hundredth of itself.

    `weights` (n,) say how much each image counts.
    """
    candidates = np.exp(np.arange(np.log(0.1), np.log(10), 0.01))
    rows = np.arange(len(true_labels))
    losses = [
        np.average(-np.log(softmax(scores, candidate)[rows, true_labels] + 1e-12), weights=weights)
        for candidate in candidates
    ]
    return float(candidates[int(np.argmin(losses))])


def calibration_error(probabilities: NDArray[np.floating], true_labels: NDArray[np.integer]) -> float:
    """The expected calibration error: how far the certainty is from the share of right answers, over 15 bins of certainty."""
    certainty = probabilities.max(axis=1).astype(np.float64)
    right = probabilities.argmax(axis=1) == true_labels
    bins = np.minimum((certainty * BINS).astype(np.int64), BINS - 1)
    gaps = np.bincount(bins, certainty - right, minlength=BINS)
    return float(np.abs(gaps).sum() / max(1, len(right)))


def separation(low: NDArray[np.floating], high: NDArray[np.floating]) -> float:
    """How often a score of `high` is above one of `low`, ties counting half: the area under the ROC curve (AUROC)."""
    below = np.searchsorted(np.sort(low), high, side="left")
    up_to = np.searchsorted(np.sort(low), high, side="right")
    return float((below + up_to).sum() / (2 * len(low) * len(high)))
