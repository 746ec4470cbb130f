"""Certainty (the probability of the answer) against the share of right answers, and accuracy if unsure answers are
left to a person.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitcore.data.results import ReadOnlyArrays
from digitcore.data.statistics.intervals import wilson_interval
from digitcore.learning.judging.calibration import BINS

Doubles = NDArray[np.float64]
POINTS = 100
"""Points of the curve of selective accuracy: every per cent."""


@dataclass(frozen=True, eq=False)
class Reliability(ReadOnlyArrays):
    """Answers in bins by certainty; empty bins are left out."""

    counts: NDArray[np.int64]
    certainty: Doubles
    """The mean certainty of each bin."""
    accuracy: Doubles
    """The share of right answers in each bin."""
    low: Doubles
    """Wilson's 95 % interval of that share."""
    high: Doubles


@dataclass(frozen=True, eq=False)
class SelectiveAccuracy(ReadOnlyArrays):
    """Accuracy of a model that answers only where it is surest."""

    shares: Doubles
    """Share of images answered, from 1 % to all."""
    accuracy: Doubles
    """Of these answers."""
    certainty: Doubles
    """The least certainty among them."""

    def share_for(self, accuracy: float) -> float:
        """The largest share of images that is answered with at least this accuracy, or 0."""
        enough = self.shares[self.accuracy >= accuracy]
        return float(enough.max()) if len(enough) else 0.0


def reliability(probabilities: NDArray[np.floating], true_labels: NDArray[np.integer]) -> Reliability:
    """Certainty against the share of right answers, in the bins of `calibration.calibration_error`."""
    certainty, right = _answers(probabilities, true_labels)
    bins = np.minimum((certainty * BINS).astype(np.int64), BINS - 1)
    counts = np.bincount(bins, minlength=BINS)
    filled = np.flatnonzero(counts)
    correct = np.bincount(bins, right, minlength=BINS)[filled]
    counts, sums = counts[filled], np.bincount(bins, certainty, minlength=BINS)[filled]
    bounds = [wilson_interval(int(hits), int(count)) for hits, count in zip(correct, counts, strict=True)]
    low, high = np.array(bounds, dtype=np.float64).reshape(-1, 2).T
    return Reliability(counts, sums / counts, correct / counts, low, high)


def selective_accuracy(
    probabilities: NDArray[np.floating], true_labels: NDArray[np.integer]
) -> SelectiveAccuracy:
    """Accuracy of the surest answers, for each share of images."""
    certainty, right = _answers(probabilities, true_labels)
    order = np.argsort(-certainty, kind="stable")
    if not len(order):
        return SelectiveAccuracy(np.zeros(0), np.zeros(0), np.zeros(0))
    counts = np.unique(np.ceil(np.linspace(0.01, 1, POINTS) * len(order)).astype(np.int64))
    hits = np.cumsum(right[order])[counts - 1]
    return SelectiveAccuracy(counts / len(order), hits / counts, certainty[order][counts - 1])


def _answers(
    probabilities: NDArray[np.floating], true_labels: NDArray[np.integer]
) -> tuple[Doubles, NDArray[np.bool_]]:
    """(n,) the certainty of each answer, and whether it is right."""
    return probabilities.max(axis=1).astype(np.float64), probabilities.argmax(axis=1) == true_labels
