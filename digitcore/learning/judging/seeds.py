"""Several seeds of one recipe: how much their results differ, and whether two recipes differ more than their seeds.

`paired_test` compares two trained models; this compares two recipes, of which each training is a sample. `siblings` finds
the runs of a recipe.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, islice
from itertools import count as counter
from math import comb

import numpy as np
from numpy.typing import NDArray

from digitcore.data.statistics.intervals import SURPRISING
from digitcore.learning.judging.agreement import share_of_disagreement

MOST_SEEDS = 10
"""Limit of seeds per recipe: twice ten seeds have 184,756 permutations."""


@dataclass(frozen=True)
class Spread:
    """The trainings of one recipe, judged on the same `n` images."""

    correct: tuple[int, ...]
    """Right answers of each training."""
    n: int
    accuracy_gaps: tuple[float, ...]
    """Difference of the accuracies of each pair of trainings."""
    disagreements: tuple[float, ...]
    """Share of images with different answers, of each pair of trainings."""

    @property
    def accuracies(self) -> list[float]:
        """Accuracy of each training."""
        return [correct / max(1, self.n) for correct in self.correct]

    @property
    def mean(self) -> float:
        """Mean accuracy."""
        return float(np.mean(self.accuracies))

    @property
    def deviation(self) -> float | None:
        """Standard deviation of the accuracies (m − 1); None for one training."""
        return float(np.std(self.accuracies, ddof=1)) if len(self.correct) > 1 else None

    @property
    def sentence(self) -> str:
        """How much two trainings differ, in words."""
        if not self.accuracy_gaps:
            return "One training says nothing about how far two lie apart."
        if len(self.accuracy_gaps) == 1:
            apart = f"{_points(self.accuracy_gaps[0])} apart"
        else:
            apart = f"{_points(np.mean(self.accuracy_gaps))} apart on average, at most {_points(max(self.accuracy_gaps))}"
        return (
            f"Two trainings with other seeds lie {apart}; they give different answers to {np.mean(self.disagreements):.1%} of "
            "the images."
        )


def spread(answers: Sequence[NDArray[np.integer]], true_labels: NDArray[np.integer]) -> Spread:
    """From the answers (n,) of each training, and the labels (n,).

    >>> result = spread([np.array([0, 1, 2]), np.array([0, 1, 1])], np.array([0, 1, 2]))
    >>> result.correct, result.disagreements
    ((3, 2), (0.3333333333333333,))
    """
    correct = tuple(int((predicted == true_labels).sum()) for predicted in answers)
    n = len(true_labels)
    gaps = tuple(abs(first - second) / max(1, n) for first, second in combinations(correct, 2))
    compare_recipes = tuple(
        share_of_disagreement(first, second) for first, second in combinations(answers, 2)
    )
    return Spread(correct, n, gaps, compare_recipes)


@dataclass(frozen=True)
class RecipeComparison:
    """Two recipes, each trained with several seeds: do they differ more than seeds do?"""

    difference: float
    """Mean accuracy of the first minus that of the second."""
    largest_gap: float
    """Largest difference of accuracy between two seeds of one recipe."""
    as_large: int
    """Permutations with at least this difference."""
    permutations: int
    """Ways to assign the trainings to the two recipes."""

    @property
    def p(self) -> float:
        """p-value of an exact permutation test, two-sided, which assumes nothing about the spread."""
        return self.as_large / self.permutations

    @property
    def is_sure(self) -> bool:
        """Whether the difference is significant."""
        return self.p < SURPRISING

    def sentence(self, first: str, second: str, *, what: str = "recipe") -> str:
        """The verdict in words; `first` and `second` are names, `what` says what was trained with several seeds."""
        if not self.difference:
            return f"{first} and {second} are equal on average."
        better, worse = (first, second) if self.difference > 0 else (second, first)
        summary = (
            f"{better} is {_points(abs(self.difference))} better than {worse} on average; two seeds of one {what} lie up to "
            f"{_points(self.largest_gap)} apart."
        )
        if not self.is_sure and 2 / self.permutations >= SURPRISING:
            return f"{summary} With so few seeds no difference is sure: train at least four of each."
        dealt = f"Dealt out by chance, the means differ at least as much in {self.as_large:,} of {self.permutations:,} ways"
        if self.is_sure:
            return f"{summary} {dealt}: the difference is one between the {what}s, not between seeds."
        return f"{summary} {dealt}: seeds alone may have made the difference."


@lru_cache(maxsize=64)
def compare_recipes(first: Spread, second: Spread) -> RecipeComparison:
    """Assign the trainings of both recipes to two groups in all ways, and count how often these differ as much."""
    size, other, pooled = len(first.correct), len(second.correct), first.correct + second.correct
    groups = np.array(list(combinations(pooled, size)), dtype=np.int64).sum(axis=1)
    # Integers, so that equal differences compare equal.
    scaled = np.abs(groups * other - (sum(pooled) - groups) * size)
    observed = abs(sum(first.correct) * other - sum(second.correct) * size)
    return RecipeComparison(
        first.mean - second.mean,
        max((*first.accuracy_gaps, *second.accuracy_gaps), default=0.0),
        int((scaled >= observed).sum()),
        comb(len(pooled), size),
    )


def next_seeds(taken: Iterable[int], count: int) -> list[int]:
    """The first `count` seeds that are not taken.

    >>> next_seeds([0, 1, 3], 2)
    [2, 4]
    """
    known = set(taken)
    return list(islice((seed for seed in counter() if seed not in known), count))


def _points(difference: float | np.floating) -> str:
    return f"{100 * difference:.2f} percentage points"
