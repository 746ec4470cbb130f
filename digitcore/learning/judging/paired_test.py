"""Is one model better than another? McNemar's exact test on the images that only one of them gets right.

Images that both models get right or wrong say nothing about which is better. If the models are equally good, each
remaining image is a toss of a coin.

>>> ten, six = [True] * 10, [True] * 6 + [False] * 4
>>> result = count_pairs(np.array(ten), np.array(six))
>>> result.first_only, result.second_only, result.p
(4, 0, 0.125)
>>> result.sentence("A", "B").partition(": ")[2]
'nothing says that A is better than B.'
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb, sqrt

import numpy as np
from numpy.typing import NDArray

from digitcore.data.statistics.intervals import SURPRISING
from digitcore.errors import BadInput
from digitcore.languages import gettext as _
from digitcore.languages import number, percent

_NORMAL_95 = 1.959964


def sign_test(heads: int, tosses: int) -> float:
    """How often a fair coin falls at least as unevenly; two-sided, exact.

    >>> sign_test(6, 10), sign_test(0, 5)
    (0.75390625, 0.0625)
    """
    fewer = min(heads, tosses - heads)
    return min(1.0, 2 * sum(comb(tosses, each) for each in range(fewer + 1)) / (1 << tosses))


@dataclass(frozen=True, eq=False)
class Answers:
    """The answers of a model to the test images, and their labels."""

    probabilities: NDArray[np.float32]
    """(n, K)."""
    true_labels: NDArray[np.uint8]
    """(n,)."""
    images_hash: str
    """`Split.content_hash` of the images."""

    @property
    def right(self) -> NDArray[np.bool_]:
        """(n,) whether the most probable class is the true one."""
        right: NDArray[np.bool_] = self.probabilities.argmax(axis=1) == self.true_labels
        return right


@dataclass(frozen=True)
class PairedComparison:
    """Two models on the same images, counted in pairs."""

    both: int
    first_only: int
    """Images that only the first model gets right."""
    second_only: int
    neither: int

    @property
    def n(self) -> int:
        """Number of images."""
        return self.both + self.first_only + self.second_only + self.neither

    @property
    def first_accuracy(self) -> float:
        """Accuracy of the first model."""
        return (self.both + self.first_only) / max(1, self.n)

    @property
    def second_accuracy(self) -> float:
        """Accuracy of the second model."""
        return (self.both + self.second_only) / max(1, self.n)

    @property
    def difference(self) -> float:
        """Accuracy of the second model minus that of the first."""
        return (self.second_only - self.first_only) / max(1, self.n)

    @property
    def difference_interval(self) -> tuple[float, float]:
        """95 % interval of the difference by Bonett and Price, who add one image to either side: its width is never 0."""
        n = self.n + 2
        first, second = (self.first_only + 1) / n, (self.second_only + 1) / n
        middle = second - first
        reach = _NORMAL_95 * sqrt((first + second - middle**2) / n)
        return max(-1.0, middle - reach), min(1.0, middle + reach)

    @property
    def p(self) -> float:
        """p-value: how often two equally good models would differ at least this much; two-sided, exact."""
        return sign_test(self.first_only, self.first_only + self.second_only)

    @property
    def is_sure(self) -> bool:
        """Whether the difference is significant."""
        return self.p < SURPRISING

    def sentence(self, first: str, second: str) -> str:
        """The verdict in words; `first` and `second` are the names of the models."""
        counts = _(
            "Of {n} images {first} alone gets {first_only} right, {second} alone {second_only}.",
            n=number(self.n),
            first=first,
            first_only=number(self.first_only),
            second=second,
            second_only=number(self.second_only),
        )
        if self.first_only == self.second_only:
            return f"{counts} {_('Neither is better than the other.')}"
        better, worse = (first, second) if self.first_only > self.second_only else (second, first)
        p = "p < 0.0001" if self.p < 0.0001 else f"p = {self.p:.2g}"
        if self.is_sure:
            verdict = _("Chance alone would hardly ever do that ({p}): {better} is better than {worse}.",
                p=p, better=better, worse=worse)  # fmt: skip
        else:
            verdict = _(
                "Two equally good models would differ at least this much in {share} of cases ({p}): "
                "nothing says that {better} is better than {worse}.",
                share=percent(self.p, 0), p=p, better=better, worse=worse,
            )  # fmt: skip
        return f"{counts} {verdict}"


def compare(first: Answers, second: Answers) -> PairedComparison:
    """Compare two models image by image; refuses answers to different images."""
    if first.images_hash != second.images_hash or not np.array_equal(first.true_labels, second.true_labels):
        raise BadInput(
            "They were judged on different test images, so image by image they cannot be compared.",
            "Train both on the same dataset.",
        )
    return count_pairs(first.right, second.right)


def count_pairs(first_right: NDArray[np.bool_], second_right: NDArray[np.bool_]) -> PairedComparison:
    """From two arrays (n,): whether each model is right on each image."""
    return PairedComparison(
        both=int((first_right & second_right).sum()),
        first_only=int((first_right & ~second_right).sum()),
        second_only=int((~first_right & second_right).sum()),
        neither=int((~first_right & ~second_right).sum()),
    )
