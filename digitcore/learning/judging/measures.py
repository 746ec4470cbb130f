"""How well each class is read: the measures of a confusion matrix, and what each says in this class's own numbers.

After `evaluation` in the reading order. Plain numpy. Nothing divides by zero: a share of nothing is 0. Left out: how
sure a model is (`calibration`), and which of two models is better (`paired_test`).
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
    """Each class against all others: counts, and the shares that follow from them, (K,) each."""

    confusion_matrix: NDArray[np.int64]
    """(K, K), row = true, column = predicted."""
    true_positives: NDArray[np.int64]
    """Images of the class that are called so."""
    false_positives: NDArray[np.int64]
    """Others that are called so."""
    false_negatives: NDArray[np.int64]
    """Images of the class that are called something else."""
    true_negatives: NDArray[np.int64]
    """Others that are called something else."""

    @property
    def n(self) -> int:
        """All images."""
        return int(self.confusion_matrix.sum())

    @property
    def support(self) -> NDArray[np.int64]:
        """Images of the class."""
        return self.true_positives + self.false_negatives

    @property
    def predicted(self) -> NDArray[np.int64]:
        """Images that are called so."""
        return self.true_positives + self.false_positives

    def of(self, name: str) -> Doubles:
        """The measure called `name` (an entry of `MEASURES`), for each class."""
        part, whole = MEASURES[name].part(self), MEASURES[name].whole(self)
        share: Doubles = np.divide(part, whole, out=np.zeros(len(part)), where=whole != 0)
        return share

    def interval(self, name: str) -> tuple[Doubles, Doubles] | None:
        """Wilson's 95 % interval of the measure for each class, low and high ends; None where it is no plain share."""
        if not MEASURES[name].is_share:
            return None
        counts = zip(MEASURES[name].part(self).tolist(), MEASURES[name].whole(self).tolist(), strict=True)
        low, high = np.array([wilson_interval(part, whole) for part, whole in counts]).T
        return low, high

    def macro(self, name: str) -> float:
        """The average over the classes, each counting the same."""
        return float(self.of(name).mean())

    def weighted(self, name: str) -> float:
        """The average over the classes, each counting by its images."""
        return float(self.of(name) @ self.support) / max(1, self.n)

    def rows(self, class_names: Sequence[str]) -> list[dict[str, Any]]:
        """Everything that can be said of each class, as plain values: name, counts, all measures."""
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
        """The classes of the highest and of the lowest value, the first where several share it."""
        values = self.of(name)
        return int(values.argmax()), int(values.argmin())


def measure(confusion_matrix: NDArray[np.integer]) -> Measures:
    """Count each class against all others in `confusion_matrix` (K, K)."""
    matrix = confusion_matrix.astype(np.int64)
    right = matrix.diagonal().copy()
    wrongly_called, missed = matrix.sum(axis=0) - right, matrix.sum(axis=1) - right
    return Measures(matrix, right, wrongly_called, missed, matrix.sum() - right - wrongly_called - missed)


@dataclass(frozen=True)
class Measure:
    """One entry of the registry."""

    name: str
    title: str
    part: Callable[[Measures], Counts]
    """(K,): what is counted."""
    whole: Callable[[Measures], Counts]
    """(K,): of how many."""
    words: Callable[[Measures, int, str], str]
    """A sentence about class `k`, whose name in the plural is given, in its own numbers."""
    less_is_better: bool = False
    is_share: bool = True
    """Whether it counts images among images, so that chance can be reckoned with; f1 counts some twice."""


MEASURES = {
    one.name: one
    for one in (
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
"""What can be said of one class, by name."""


@dataclass(frozen=True)
class ConfusedPair:
    """Two classes that a model takes for each other."""

    first: int
    second: int
    first_as_second: int
    second_as_first: int

    @property
    def count(self) -> int:
        """Mistakes between the two, either way."""
        return self.first_as_second + self.second_as_first

    def sentence(self, names: Sequence[str]) -> str:
        """Both directions in words; `names` are the classes'."""
        first, second = names[self.first], names[self.second]
        directions = ((self.first_as_second, first, second), (self.second_as_first, second, first))
        parts = [f"{_times(n)} {wording.a(true)} was called {said}" for n, true, said in directions if n]
        mistakes = wording.counted(self.count, "mistake")
        return f"{first} and {second}: {mistakes}, {' and '.join(parts)}."


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count:,} times")


def most_confused(confusion_matrix: NDArray[np.integer], *, count: int = 5) -> list[ConfusedPair]:
    """The pairs with most mistakes between them, most first; none without a mistake."""
    matrix = confusion_matrix.astype(np.int64)
    firsts, seconds = np.triu_indices(len(matrix), k=1)
    mistakes = matrix[firsts, seconds] + matrix[seconds, firsts]
    order = np.argsort(-mistakes, kind="stable")[:count]
    return [
        ConfusedPair(int(one), int(other), int(matrix[one, other]), int(matrix[other, one]))
        for one, other in zip(firsts[order], seconds[order], strict=True)
        if matrix[one, other] + matrix[other, one]
    ]
