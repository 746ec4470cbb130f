"""What is worth a look among the drawings of a class: the strangest, those that fooled a model, and where the class differs.

After `evaluation` and `measures` in the reading order. Plain numpy on images, labels and probabilities. The class's
accuracy and confusion matrix are `evaluation.judge`, as for any images; its ink is `data.shift`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitcore.data.dataset import Split
from digitcore.data.statistics.averages import ClassAverages, typicality
from digitcore.data.statistics.intervals import wilson_interval


def strangest(drawings: Split, averages: ClassAverages) -> dict[int, int]:
    """Digit → index of its drawing that is furthest from that digit's average in the data; digits nobody drew are missing."""
    places = typicality(drawings, averages)
    drawn = np.unique(drawings.labels)
    return {int(digit): int(places.strangest(int(digit), count=1)[0]) for digit in drawn}


def fooled_most(
    probabilities: NDArray[np.floating], true_labels: NDArray[np.integer], *, count: int = 1
) -> NDArray[np.int64]:
    """Indices of the images a model (n, K) is wrong about, the one it is surest of first; none where it is always right."""
    wrong = np.flatnonzero(probabilities.argmax(axis=1) != true_labels)
    order = np.argsort(-probabilities[wrong].max(axis=1), kind="stable")
    return wrong[order][:count].astype(np.int64)


def hardest(
    probabilities: NDArray[np.floating], true_labels: NDArray[np.integer], *, count: int
) -> NDArray[np.int64]:
    """Indices of the images whose true class a model (n, K) finds least probable, the hardest first."""
    of_truth = probabilities[np.arange(len(true_labels)), true_labels]
    return np.argsort(of_truth, kind="stable")[:count].astype(np.int64)


@dataclass(frozen=True)
class PairDifference:
    """Two digits that a model takes for each other: on the drawings of a class, and on its test images."""

    first: int
    second: int
    class_mistakes: int
    class_n: int
    """Drawings of either digit."""
    model_mistakes: int
    model_n: int
    """Test images of either digit."""

    @property
    def class_share(self) -> float:
        """Mistakes between the two among the class's drawings of either; 0 of 0 is 0."""
        return self.class_mistakes / max(1, self.class_n)

    @property
    def model_share(self) -> float:
        """The same on the test images."""
        return self.model_mistakes / max(1, self.model_n)

    @property
    def difference(self) -> float:
        """Class minus test images."""
        return self.class_share - self.model_share

    @property
    def may_be_chance(self) -> bool:
        """Whether the test images' share lies in Wilson's 95 % interval of the class's."""
        low, high = wilson_interval(self.class_mistakes, self.class_n)
        return low <= self.model_share <= high

    def sentence(self, names: Sequence[str]) -> str:
        """In numbers; `names` are the classes'."""
        chance = " With so few drawings that may be chance." if self.may_be_chance else ""
        return (
            f"{names[self.first]} and {names[self.second]}: confused in {self.class_mistakes:,} of {self.class_n:,} drawings "
            f"({self.class_share:.0%}), and in {self.model_mistakes:,} of {self.model_n:,} test images "
            f"({self.model_share:.1%}).{chance}"
        )


def pair_differences(
    class_matrix: NDArray[np.integer], model_matrix: NDArray[np.integer], *, count: int = 3
) -> list[PairDifference]:
    """The pairs whose share of mistakes differs most between two confusion matrices (K, K), most first.

    Only pairs that the class drew, and that differ at all. Picked as the largest of 45, they look larger than they are.
    """
    firsts, seconds = np.triu_indices(len(class_matrix), k=1)
    pairs = [
        PairDifference(one, other, *_between(class_matrix, one, other), *_between(model_matrix, one, other))
        for one, other in zip(firsts.tolist(), seconds.tolist(), strict=True)
    ]
    differing = [pair for pair in pairs if pair.class_n and pair.difference]
    return sorted(differing, key=lambda pair: -abs(pair.difference))[:count]


def _between(matrix: NDArray[np.integer], one: int, other: int) -> tuple[int, int]:
    """Mistakes between two classes, and images of either."""
    return int(matrix[one, other] + matrix[other, one]), int(matrix[[one, other]].sum())


@dataclass(frozen=True)
class VoteCount:
    """People and a model on the same images."""

    images: int
    """Images that somebody voted on."""
    votes: int
    right_votes: int
    majority_right: int
    """Images whose most frequent vote is true; a tie is not."""
    model_right: int

    @property
    def share(self) -> float:
        """Right votes among all; 0 of 0 is 0."""
        return self.right_votes / max(1, self.votes)

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of that share; votes on one image are alike, so it is rather too narrow."""
        return wilson_interval(self.right_votes, self.votes)

    @property
    def sentence(self) -> str:
        """Who was better, in numbers."""
        if not self.images:
            return "Nobody has voted yet."
        return (
            f"{self.right_votes:,} of {self.votes:,} votes are right ({self.share:.0%}). Of the {self.images:,} images the "
            f"majority gets {self.majority_right:,} right, the model {self.model_right:,}."
        )


def count_votes(
    counts: NDArray[np.integer], true_labels: NDArray[np.integer], said: NDArray[np.integer]
) -> VoteCount:
    """From votes (n, K), what the images are (n,) and what the model said of them (n,)."""
    asked = counts.sum(axis=1) > 0
    counts, true_labels, said = counts[asked], true_labels[asked], said[asked]
    right = counts[np.arange(len(counts)), true_labels]
    is_alone = (counts == counts.max(axis=1, keepdims=True, initial=0)).sum(axis=1) == 1
    wins = (counts.argmax(axis=1) == true_labels) & is_alone
    return VoteCount(
        len(counts), int(counts.sum()), int(right.sum()), int(wins.sum()), int((said == true_labels).sum())
    )
