"""Results of a class: its strangest drawings, those that fooled a model, digits it confuses, and its votes.

Accuracy and confusion matrix of a class are `evaluation.judge`, as for any images; its ink is in `shift`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitcore.data.dataset import Split
from digitcore.data.statistics.averages import ClassAverages, typicality
from digitcore.data.statistics.intervals import wilson_interval
from digitcore.languages import gettext as _
from digitcore.languages import number, percent


def strangest(drawings: Split, averages: ClassAverages) -> dict[int, int]:
    """Index of the drawing furthest from its digit's average in the data, for each digit that was drawn."""
    places = typicality(drawings, averages)
    drawn = np.unique(drawings.labels)
    return {int(digit): int(places.strangest(int(digit), count=1)[0]) for digit in drawn}


def fooled_most(
    probabilities: NDArray[np.floating], true_labels: NDArray[np.integer], *, count: int = 1
) -> NDArray[np.int64]:
    """Indices of the mistakes of a model with `probabilities` (n, K), surest first."""
    wrong = np.flatnonzero(probabilities.argmax(axis=1) != true_labels)
    order = np.argsort(-probabilities[wrong].max(axis=1), kind="stable")
    return wrong[order][:count].astype(np.int64)


def hardest(
    probabilities: NDArray[np.floating], true_labels: NDArray[np.integer], *, count: int
) -> NDArray[np.int64]:
    """Indices of the images whose true class has the lowest of `probabilities` (n, K), hardest first."""
    of_truth = probabilities[np.arange(len(true_labels)), true_labels]
    return np.argsort(of_truth, kind="stable")[:count].astype(np.int64)


@dataclass(frozen=True)
class PairDifference:
    """Mistakes between two digits: on the drawings of a class, and on the model's test images."""

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
        """Share of mistakes in the class's drawings of either digit; 0 of 0 is 0."""
        return self.class_mistakes / max(1, self.class_n)

    @property
    def model_share(self) -> float:
        """Share of mistakes in the test images of either digit."""
        return self.model_mistakes / max(1, self.model_n)

    @property
    def difference(self) -> float:
        """Share in the class minus share in the test images."""
        return self.class_share - self.model_share

    @property
    def may_be_chance(self) -> bool:
        """Whether the share of the test images lies in Wilson's 95 % interval of the class's share."""
        low, high = wilson_interval(self.class_mistakes, self.class_n)
        return low <= self.model_share <= high

    def sentence(self, names: Sequence[str]) -> str:
        """Both shares in words; `names` are those of the classes."""
        confused = _(
            "{first} and {second}: confused in {ours} of {drawings} drawings ({our_share}), "
            "and in {theirs} of {images} test images ({their_share}).",
            first=names[self.first],
            second=names[self.second],
            ours=number(self.class_mistakes),
            drawings=number(self.class_n),
            our_share=percent(self.class_share, 0),
            theirs=number(self.model_mistakes),
            images=number(self.model_n),
            their_share=percent(self.model_share),
        )
        if not self.may_be_chance:
            return confused
        return f"{confused} {_('With so few drawings that may be chance.')}"


def pair_differences(
    class_matrix: NDArray[np.integer], model_matrix: NDArray[np.integer], *, count: int = 3
) -> list[PairDifference]:
    """The pairs of digits whose shares differ most between two confusion matrices (K, K), largest difference first.

    The largest of 45 differences are partly large by chance.
    """
    firsts, seconds = np.triu_indices(len(class_matrix), k=1)
    pairs = [
        PairDifference(
            first, second, *_between(class_matrix, first, second), *_between(model_matrix, first, second)
        )
        for first, second in zip(firsts.tolist(), seconds.tolist(), strict=True)
    ]
    differing = [pair for pair in pairs if pair.class_n and pair.difference]
    return sorted(differing, key=lambda pair: -abs(pair.difference))[:count]


def _between(matrix: NDArray[np.integer], first: int, second: int) -> tuple[int, int]:
    """Mistakes between two classes, and images of either."""
    return int(matrix[first, second] + matrix[second, first]), int(matrix[[first, second]].sum())


@dataclass(frozen=True)
class VoteCount:
    """Votes of people, and the answers of a model to the same images."""

    images: int
    """Images with at least one vote."""
    votes: int
    right_votes: int
    majority_right: int
    """Images whose most frequent vote is right; ties count as wrong."""
    model_right: int

    @property
    def share(self) -> float:
        """Share of right votes; 0 of 0 is 0."""
        return self.right_votes / max(1, self.votes)

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of that share; too narrow, since votes on one image are not independent."""
        return wilson_interval(self.right_votes, self.votes)

    @property
    def sentence(self) -> str:
        """Right answers of the majority and of the model, in words."""
        if not self.images:
            return _("Nobody has voted yet.")
        return _(
            "{right} of {votes} votes are right ({share}). Of the {images} images the majority gets {majority} right, "
            "the model {model}.",
            right=number(self.right_votes),
            votes=number(self.votes),
            share=percent(self.share, 0),
            images=number(self.images),
            majority=number(self.majority_right),
            model=number(self.model_right),
        )


def count_votes(
    counts: NDArray[np.integer], true_labels: NDArray[np.integer], predicted: NDArray[np.integer]
) -> VoteCount:
    """From votes (n, K), labels (n,) and the model's answers (n,)."""
    has_votes = counts.sum(axis=1) > 0
    counts, true_labels, predicted = counts[has_votes], true_labels[has_votes], predicted[has_votes]
    right = counts[np.arange(len(counts)), true_labels]
    is_alone = (counts == counts.max(axis=1, keepdims=True, initial=0)).sum(axis=1) == 1
    wins = (counts.argmax(axis=1) == true_labels) & is_alone
    return VoteCount(
        len(counts),
        int(counts.sum()),
        int(right.sum()),
        int(wins.sum()),
        int((predicted == true_labels).sum()),
    )
