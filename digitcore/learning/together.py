"""Several models on the same images: which images most of them get wrong, and what each said there.

After `comparing` in the reading order, which asks of two models whether one is better. Here nothing is tested: an image that
many different models get wrong is odd itself, or its label is. All answers are stored ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitcore.data.results import ReadOnlyArrays
from digitcore.errors import BadInput
from digitcore.learning.comparing import Answers


@dataclass(frozen=True, eq=False)
class Together(ReadOnlyArrays):
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


def together(answers: Sequence[Answers]) -> Together:
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
    return Together(
        np.stack([values.argmax(axis=1) for values in probabilities]),
        np.stack([values.max(axis=1) for values in probabilities]),
        first.true_labels,
    )
