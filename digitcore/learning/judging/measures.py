"""Measures of each class from a confusion matrix: precision, recall and others, each with a sentence in numbers.

A share of nothing is 0. A new measure is one entry of `MEASURES`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitcore import wording
from digitcore.data.results import ReadOnlyArrays
from digitcore.data.statistics.intervals import wilson_interval

Counts = NDArray[np.int64]
Doubles = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Measures(ReadOnlyArrays):
    """Each class against all others, (K,) each.

    >>> measures = measure(np.array([[8, 2], [1, 9]]))
    >>> measures.of("precision").round(3).tolist()
    [0.889, 0.818]
    >>> MEASURES["sensitivity"].words(measures, 0, "zeros")
    'Of 10 real zeros it found 8.'
    """

    confusion_matrix: NDArray[np.int64]
    """(K, K), row = true, column = predicted."""
    true_positives: NDArray[np.int64]
    """Images of the class, predicted as the class."""
    false_positives: NDArray[np.int64]
    """Other images, predicted as the class."""
    false_negatives: NDArray[np.int64]
    """Images of the class, predicted as another class."""
    true_negatives: NDArray[np.int64]
    """Other images, predicted as other classes."""

    @property
    def n(self) -> int:
        """Number of images."""
        return int(self.confusion_matrix.sum())

    @property
    def support(self) -> NDArray[np.int64]:
        """Images of each class."""
        return self.true_positives + self.false_negatives

    @property
    def predicted(self) -> NDArray[np.int64]:
        """Images predicted as each class."""
        return self.true_positives + self.false_positives

    def of(self, name: str) -> Doubles:
        """The measure `name` (an entry of `MEASURES`) of each class."""
        part, whole = MEASURES[name].part(self), MEASURES[name].whole(self)
        share: Doubles = np.divide(part, whole, out=np.zeros(len(part)), where=whole != 0)
        return share

    def interval(self, name: str) -> tuple[Doubles, Doubles] | None:
        """Wilson's 95 % interval for each class, low and high ends; None for a measure that is no plain share."""
        if not MEASURES[name].is_share:
            return None
        counts = zip(MEASURES[name].part(self).tolist(), MEASURES[name].whole(self).tolist(), strict=True)
        low, high = np.array([wilson_interval(part, whole) for part, whole in counts]).T
        return low, high

    def macro(self, name: str) -> float:
        """Mean over the classes."""
        return float(self.of(name).mean())

    def weighted(self, name: str) -> float:
        """Mean over the classes, weighted by their images."""
        return float(self.of(name) @ self.support) / max(1, self.n)

    def rows(self, class_names: Sequence[str]) -> list[dict[str, Any]]:
        """Name, counts and all measures of each class, as plain values."""
        values = {name: self.of(name) for name in MEASURES}
        return [
            {
                "class": class_name,
                "support": int(self.support[k]),
                "true_positives": int(self.true_positives[k]),
                "false_positives": int(self.false_positives[k]),
                "false_negatives": int(self.false_negatives[k]),
                "true_negatives": int(self.true_negatives[k]),
                **{name: float(shares[k]) for name, shares in values.items()},
            }
            for k, class_name in enumerate(class_names)
        ]

    def extremes(self, name: str) -> tuple[int, int]:
        """The classes with the highest and the lowest value; the first of several equal ones."""
        values = self.of(name)
        return int(values.argmax()), int(values.argmin())


def measure(confusion_matrix: NDArray[np.integer]) -> Measures:
    """The measures of `confusion_matrix` (K, K), row = true, column = predicted."""
    matrix = confusion_matrix.astype(np.int64)
    right = matrix.diagonal().copy()
    wrongly_predicted, missed = matrix.sum(axis=0) - right, matrix.sum(axis=1) - right
    others = matrix.sum() - right - wrongly_predicted - missed
    return Measures(matrix, right, wrongly_predicted, missed, others)


@dataclass(frozen=True)
class Measure:
    """One entry of the registry."""

    name: str
    title: str
    part: Callable[[Measures], Counts]
    """(K,): the numerator."""
    whole: Callable[[Measures], Counts]
    """(K,): the denominator."""
    words: Callable[[Measures, int, str], str]
    """A sentence with the numbers of class `k`; called with the plural of its name."""
    less_is_better: bool = False
    is_share: bool = True
    """Whether it is a share of images, so that an interval exists; f1 counts some images twice."""


MEASURES = {
    each.name: each
    for each in (
        Measure(
            "precision", "Precision",
            lambda m: m.true_positives, lambda m: m.predicted,
            lambda m, k, name: f"Of {m.predicted[k]:,} images it called {name}, {m.true_positives[k]:,} were.",
        ),
        Measure(
            "sensitivity", "Sensitivity (recall)",
            lambda m: m.true_positives, lambda m: m.support,
            lambda m, k, name: f"Of {m.support[k]:,} real {name} it found {m.true_positives[k]:,}.",
        ),
        Measure(
            "f1", "f1",
            lambda m: 2 * m.true_positives, lambda m: m.predicted + m.support,
            lambda m, k, name: f"One number for both: {2 * m.true_positives[k]:,} of {m.predicted[k] + m.support[k]:,}, "
            f"which is what it called {name} and what are {name}, added up.",
            is_share=False,
        ),
        Measure(
            "specificity", "Specificity",
            lambda m: m.true_negatives, lambda m: m.n - m.support,
            lambda m, k, name: f"Of {m.n - m.support[k]:,} images that are no {name}, "
            f"it called {m.true_negatives[k]:,} something else.",
        ),
        Measure(
            "false_positive_rate", "False-positive rate",
            lambda m: m.false_positives, lambda m: m.n - m.support,
            lambda m, k, name: f"Of {m.n - m.support[k]:,} images that are no {name}, it called {m.false_positives[k]:,} so.",
            less_is_better=True,
        ),
        Measure(
            "false_negative_rate", "False-negative rate",
            lambda m: m.false_negatives, lambda m: m.support,
            lambda m, k, name: f"Of {m.support[k]:,} real {name} it missed {m.false_negatives[k]:,}.",
            less_is_better=True,
        ),
        Measure(
            "accuracy", "Accuracy, this class against the rest",
            lambda m: m.true_positives + m.true_negatives, lambda m: np.full(len(m.support), m.n),
            lambda m, k, name: f"Asked only whether an image is one of the {name}, it is right on "
            f"{m.true_positives[k] + m.true_negatives[k]:,} of {m.n:,}: easy, since most are not.",
        ),
        Measure(
            "misclassification", "Misclassification",
            lambda m: m.false_positives + m.false_negatives, lambda m: np.full(len(m.support), m.n),
            lambda m, k, name: f"Asked only whether an image is one of the {name}, it is wrong on "
            f"{m.false_positives[k] + m.false_negatives[k]:,} of {m.n:,}.",
            less_is_better=True,
        ),
    )
}  # fmt: skip
"""All measures, by name."""


@dataclass(frozen=True)
class ConfusedPair:
    """Two classes that a model confuses."""

    first: int
    second: int
    first_as_second: int
    second_as_first: int

    @property
    def count(self) -> int:
        """Mistakes between the two, in both directions."""
        return self.first_as_second + self.second_as_first

    def sentence(self, names: Sequence[str]) -> str:
        """Both directions in words; `names` are those of the classes."""
        first, second = names[self.first], names[self.second]
        directions = ((self.first_as_second, first, second), (self.second_as_first, second, first))
        parts = [f"{_times(n)} {wording.a(true)} was called {said}" for n, true, said in directions if n]
        mistakes = wording.counted(self.count, "mistake")
        return f"{first} and {second}: {mistakes}, {' and '.join(parts)}."


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count:,} times")


def most_confused(confusion_matrix: NDArray[np.integer], *, count: int = 5) -> list[ConfusedPair]:
    """The pairs of classes with mistakes between them, most mistakes first."""
    matrix = confusion_matrix.astype(np.int64)
    firsts, seconds = np.triu_indices(len(matrix), k=1)
    mistakes = matrix[firsts, seconds] + matrix[seconds, firsts]
    order = np.argsort(-mistakes, kind="stable")[:count]
    return [
        ConfusedPair(int(first), int(second), int(matrix[first, second]), int(matrix[second, first]))
        for first, second in zip(firsts[order], seconds[order], strict=True)
        if matrix[first, second] + matrix[second, first]
    ]
