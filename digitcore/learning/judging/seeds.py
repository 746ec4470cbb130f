"""Several seeds of one recipe: how far trainings of the same thing lie apart, and whether two recipes lie further.

After `together` in the reading order. McNemar's test (`paired_test`) judges two trained models; this judges two recipes, of
which each training is one throw. Which runs are seeds of one recipe is found in `lab.siblings`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import NDArray

from digitcore.data.statistics.intervals import SURPRISING
from digitcore.learning.judging.agreement import share_of_disagreement

MOST_SEEDS = 10
"""Seeds of one recipe that are looked at: of two times ten there are 184,756 dealings."""


@dataclass(frozen=True)
class Spread:
    """The trainings of one recipe, judged on the same `n` images."""

    correct: tuple[int, ...]
    """Of each training."""
    n: int
    accuracy_gaps: tuple[float, ...]
    """How far the accuracies of each pair lie apart."""
    disagreements: tuple[float, ...]
    """To which share of the images each pair gives different answers."""

    @property
    def accuracies(self) -> list[float]:
        """Share of right answers of each training."""
        return [correct / max(1, self.n) for correct in self.correct]

    @property
    def mean(self) -> float:
        """Of the accuracies."""
        return float(np.mean(self.accuracies))

    @property
    def deviation(self) -> float | None:
        """Standard deviation of the accuracies, with m − 1; None of one training."""
        return float(np.std(self.accuracies, ddof=1)) if len(self.correct) > 1 else None

    @property
    def sentence(self) -> str:
        """How far two runs of the same thing lie apart."""
        if not self.accuracy_gaps:
            return "One training says nothing about how far two lie apart."
        return (
            f"Two trainings with other seeds lie {_points(np.mean(self.accuracy_gaps))} apart on average, at most "
            f"{_points(max(self.accuracy_gaps))}; they give different answers to {np.mean(self.disagreements):.1%} of "
            "the images."
        )


def spread(said: Sequence[NDArray[np.integer]], true_labels: NDArray[np.integer]) -> Spread:
    """From what each training says, (n,), and the truth."""
    correct = tuple(int((one == true_labels).sum()) for one in said)
    n = len(true_labels)
    gaps = tuple(abs(first - second) / max(1, n) for first, second in combinations(correct, 2))
    compare_recipes = tuple(share_of_disagreement(first, second) for first, second in combinations(said, 2))
    return Spread(correct, n, gaps, compare_recipes)


@dataclass(frozen=True)
class RecipeComparison:
    """Two recipes, each trained with several seeds: is the difference larger than between seeds?"""

    difference: float
    """Of the mean accuracies, first minus second."""
    largest_gap: float
    """Between two seeds of one recipe."""
    as_large: int
    """Ways to deal the trainings to the two recipes that make a difference at least as large."""
    permutations: int
    """All ways."""

    @property
    def p(self) -> float:
        """How often chance alone makes such a difference: an exact permutation test, two-sided."""
        return self.as_large / self.permutations

    @property
    def is_sure(self) -> bool:
        """Whether chance hardly ever makes such a difference."""
        return self.p < SURPRISING

    def sentence(self, first: str, second: str, *, what: str = "recipe") -> str:
        """The verdict in plain words, on recipes of these names, or on `what` else was trained with several seeds."""
        if not self.difference:
            return f"{first} and {second} are equal on average."
        better, worse = (first, second) if self.difference > 0 else (second, first)
        said = (
            f"{better} is {_points(abs(self.difference))} better than {worse} on average; two seeds of one {what} lie up to "
            f"{_points(self.largest_gap)} apart."
        )
        if not self.is_sure and 2 / self.permutations >= SURPRISING:
            return f"{said} With so few seeds no difference is sure: train at least four of each."
        dealt = f"Dealt out by chance, the means differ at least as much in {self.as_large:,} of {self.permutations:,} ways"
        if self.is_sure:
            return f"{said} {dealt}: the difference is one between the {what}s, not between seeds."
        return f"{said} {dealt}: seeds alone may have made the difference."


@lru_cache(maxsize=64)
def compare_recipes(first: Spread, second: Spread) -> RecipeComparison:
    """Deal the trainings of both to two hands in every possible way, and see how often these differ as much."""
    size, other, pooled = len(first.correct), len(second.correct), first.correct + second.correct
    hands = np.array(list(combinations(pooled, size)), dtype=np.int64).sum(axis=1)
    scaled = np.abs(hands * other - (sum(pooled) - hands) * size)  # whole numbers: equal is equal
    wanted = abs(sum(first.correct) * other - sum(second.correct) * size)
    return RecipeComparison(
        first.mean - second.mean,
        max((*first.accuracy_gaps, *second.accuracy_gaps), default=0.0),
        int((scaled >= wanted).sum()),
        comb(len(pooled), size),
    )


def next_seeds(taken: Iterable[int], count: int) -> list[int]:
    """The first `count` seeds that are not taken."""
    known, found, seed = set(taken), list[int](), 0
    while len(found) < count:
        if seed not in known:
            found.append(seed)
        seed += 1
    return found


def _points(difference: float | np.floating) -> str:
    return f"{100 * difference:.2f} percentage points"
