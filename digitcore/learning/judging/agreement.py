"""Several models on the same images: where they disagree, and which images most of them get wrong.

After `paired_test` in the reading order, which asks of two models whether one is better. Here nothing is tested: an image that
many different models get wrong is odd itself, or its label is. All answers are stored ones.
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
    """What m models said of n images."""

    said: NDArray[np.intp]
    """(m, n) the most probable class."""
    certainty: NDArray[np.float32]
    """(m, n) its probability."""
    true_labels: NDArray[np.uint8]
    """(n,)"""

    @property
    def models(self) -> int:
        """How many there are."""
        return len(self.said)

    @property
    def n(self) -> int:
        """How many images there are."""
        return len(self.true_labels)

    @property
    def disputed(self) -> NDArray[np.intp]:
        """The images on which they differ: where most pairs of models do come first, among equals the surest."""
        differing = np.zeros(self.n, dtype=np.int64)
        for first, second in combinations(self.said, 2):
            differing += first != second
        order = np.lexsort((-self.certainty.mean(axis=0), -differing))  # the last key counts first
        return order[differing[order] > 0]

    @property
    def wrong(self) -> NDArray[np.int64]:
        """(n,) how many models get an image wrong."""
        wrong: NDArray[np.int64] = (self.said != self.true_labels).sum(axis=0)
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
        """The images that more than half of the models get wrong: most models first, among these the surest mistakes."""
        wrong, mistaken = self.wrong, self.said != self.true_labels
        sureness = (self.certainty * mistaken).sum(axis=0) / np.maximum(1, wrong)
        found = np.flatnonzero(2 * wrong > self.models)
        return found[np.lexsort((-sureness[found], -wrong[found]))]


def agreement_of(answers: Sequence[Answers]) -> Agreement:
    """Put the answers of two or more models side by side; refused where they are of different images."""
    if len(answers) < 2:
        raise BadInput("One model alone has nothing to share.", "Train another on the same data.")
    first = answers[0]
    if any(
        one.images_hash != first.images_hash or len(one.true_labels) != len(first.true_labels)
        for one in answers
    ):
        raise BadInput("These models were judged on different images.", "Choose models of one dataset.")
    probabilities = [one.probabilities for one in answers]
    return Agreement(
        np.stack([values.argmax(axis=1) for values in probabilities]),
        np.stack([values.max(axis=1) for values in probabilities]),
        first.true_labels,
    )


def share_of_disagreement(first: NDArray[np.integer], second: NDArray[np.integer]) -> float:
    """The share of images to which two models give different answers, each (n,)."""
    return float(np.mean(first != second)) if len(first) else 0.0
