"""Several models on the same images: where they disagree, and which images most of them get wrong.

An image that many different models get wrong is unusual itself, or mislabelled. Whether one of two models is better is
decided by `paired_test`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from digitcore.data.results import ReadOnlyArrays
from digitcore.errors import BadInput
from digitcore.learning.judging.paired_test import Answers


@dataclass(frozen=True, eq=False)
class Agreement(ReadOnlyArrays):
    """The answers of m models to n images."""

    predicted: NDArray[np.intp]
    """(m, n) the most probable class."""
    certainty: NDArray[np.float32]
    """(m, n) its probability."""
    true_labels: NDArray[np.uint8]
    """(n,)"""

    @property
    def models(self) -> int:
        """Number of models."""
        return len(self.predicted)

    @property
    def n(self) -> int:
        """Number of images."""
        return len(self.true_labels)

    @property
    def disputed(self) -> NDArray[np.intp]:
        """Indices of images with different answers: most disagreeing pairs first, then highest mean certainty."""
        differing = np.zeros(self.n, dtype=np.int64)
        for first, second in combinations(self.predicted, 2):
            differing += first != second
        order = np.lexsort((-self.certainty.mean(axis=0), -differing))  # the last key counts first
        return order[differing[order] > 0]

    @property
    def wrong(self) -> NDArray[np.int64]:
        """(n,) how many models get each image wrong."""
        wrong: NDArray[np.int64] = (self.predicted != self.true_labels).sum(axis=0)
        return wrong

    @property
    def wrong_for_all(self) -> int:
        """Images that no model gets right."""
        return int((self.wrong == self.models).sum())

    @property
    def right_for_all(self) -> int:
        """Images that every model gets right."""
        return int((self.wrong == 0).sum())

    @property
    def hard(self) -> NDArray[np.intp]:
        """Indices of images that most models get wrong: most models first, then surest mistakes."""
        wrong, mistaken = self.wrong, self.predicted != self.true_labels
        sureness = (self.certainty * mistaken).sum(axis=0) / np.maximum(1, wrong)
        indices = np.flatnonzero(2 * wrong > self.models)
        return indices[np.lexsort((-sureness[indices], -wrong[indices]))]


def agreement_of(answers: Sequence[Answers]) -> Agreement:
    """Combine the answers of two or more models; refuses answers to different images."""
    if len(answers) < 2:
        raise BadInput("One model alone has nothing to share.", "Train another on the same data.")
    first = answers[0]
    if any(
        other.images_hash != first.images_hash or len(other.true_labels) != len(first.true_labels)
        for other in answers
    ):
        raise BadInput("These models were judged on different images.", "Choose models of one dataset.")
    probabilities = [model.probabilities for model in answers]
    return Agreement(
        np.stack([values.argmax(axis=1) for values in probabilities]),
        np.stack([values.max(axis=1) for values in probabilities]),
        first.true_labels,
    )


def share_of_disagreement(first: NDArray[np.integer], second: NDArray[np.integer]) -> float:
    """Share of images with different answers, from the answers (n,) of two models."""
    return float(np.mean(first != second)) if len(first) else 0.0
