"""How sure a number is: Wilson's interval, the chi-squared test, the size of a difference.

These are formulas on counts and moments, equal to SciPy's to 14 digits without its second and a half of import.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

SURPRISING = 0.05
"""Below this probability, a difference is not explained by chance."""


def wilson_interval(correct: int, n: int, *, confidence: float = 0.95) -> tuple[float, float]:
    """Low and high end of the true share, from `correct` of `n`; (0, 1) when n is 0.

    Unlike share ± 2 standard errors it never leaves 0..1, and has a width at 0 and at n.

    >>> [round(end, 3) for end in wilson_interval(98, 100)]
    [0.93, 0.994]
    >>> [round(end, 3) for end in wilson_interval(20, 20)]
    [0.839, 1.0]
    """
    if n == 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    share = correct / n
    centre = share + z**2 / (2 * n)
    margin = z * sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    low, high = (centre - margin) / (1 + z**2 / n), (centre + margin) / (1 + z**2 / n)
    return (0.0 if correct == 0 else low, 1.0 if correct == n else high)  # exactly, which rounding would miss


def mean_interval(
    values: Sequence[float], *, low: float, high: float, confidence: float = 0.95
) -> tuple[float, float] | None:
    """Student's interval of the mean behind `values`, cut to `low` and `high`; None for fewer than two values.

    >>> mean_interval([0.91, 0.93, 0.92], low=0, high=1)
    (0.895..., 0.944...)
    """
    if len(values) < 2:
        return None
    from scipy.special import stdtrit  # the quantiles of Student's distribution

    middle, degrees = float(np.mean(values)), len(values) - 1
    margin = float(stdtrit(degrees, 0.5 + confidence / 2)) * float(np.std(values, ddof=1)) / sqrt(len(values))
    return max(low, middle - margin), min(high, middle + margin)


@dataclass(frozen=True)
class Homogeneity:
    """Whether two parts have the same shares of classes: Pearson's chi-squared test on a 2 × K table."""

    statistic: float
    degrees_of_freedom: int
    p: float
    """How often a random cut would differ at least this much."""
    cramers_v: float
    """The size of the difference, from 0 (none) to 1 (the largest possible)."""
    smallest_expected: float
    """Images; below 5 the test is rough."""

    @property
    def sentence(self) -> str:
        """The verdict in plain words."""
        if self.degrees_of_freedom == 0:
            return "There are not two parts with two classes to compare."
        p = "p < 0.0001" if self.p < 0.0001 else f"p = {self.p:.2g}"
        rough = " Some classes are so rare that this is a rough figure." if self.smallest_expected < 5 else ""
        if self.p >= SURPRISING:
            return (
                f"A random cut would differ at least this much in {self.p:.0%} of cases ({p}): "
                f"no sign of a different mix of classes.{rough}"
            )
        return (
            f"A random cut would hardly ever differ this much ({p}): the classes are shared out differently. "
            f"The difference is {_in_words(self.cramers_v, 0.1, 0.3, 0.5)} "
            f"(Cramér's V = {self.cramers_v:.2f}).{rough}"
        )


def same_distribution(
    train_counts: Sequence[int] | NDArray[np.integer], test_counts: Sequence[int] | NDArray[np.integer]
) -> Homogeneity:
    """Test whether two lists of counts per class (K,) could come from a random cut; empty classes are left out.

    >>> same_distribution([90, 110], [30, 20]).p
    0.0575...
    """
    from scipy.special import chdtrc  # the upper tail of the chi-squared distribution

    table = np.array([train_counts, test_counts], dtype=np.float64)
    table = table[:, table.sum(axis=0) > 0]
    degrees = table.shape[1] - 1
    if degrees < 1 or not table.sum(axis=1).all():
        return Homogeneity(0.0, 0, 1.0, 0.0, 0.0)
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    statistic = float(((table - expected) ** 2 / expected).sum())
    return Homogeneity(
        statistic=statistic,
        degrees_of_freedom=degrees,
        p=float(chdtrc(degrees, statistic)),
        cramers_v=sqrt(statistic / table.sum()),
        smallest_expected=float(expected.min()),
    )


@dataclass(frozen=True)
class MeanDifference:
    """The difference between the means of two groups of numbers."""

    train_mean: float
    test_mean: float
    train_deviation: float
    test_deviation: float
    standard_error: float
    """The standard error of the difference, which chance alone makes."""
    effect_size: float
    """Cohen's d: the difference in units of the spread between images."""

    @property
    def difference(self) -> float:
        """Test minus train."""
        return self.test_mean - self.train_mean

    @property
    def sentence(self) -> str:
        """The verdict in plain words."""
        return self.words("in train", "in test")

    def words(self, first: str, second: str) -> str:
        """The verdict on groups with other names, such as "in train" and "in test"."""
        margin = 2 * self.standard_error
        chance = "within" if abs(self.difference) <= margin else "beyond"
        size = _in_words(abs(self.effect_size), 0.2, 0.5, 0.8)
        return (
            f"The mean is {self.train_mean:.2f} {first} and {self.test_mean:.2f} {second}. "
            f"The difference of {self.difference:+.2f} is {chance} what chance alone makes (±{margin:.2f}); "
            f"beside the spread between images it is {size} (Cohen's d = {self.effect_size:+.2f})."
        )


def mean_difference(train: NDArray[np.floating], test: NDArray[np.floating]) -> MeanDifference:
    """Compare two groups of numbers, (n,) and (m,), each with at least one."""
    deviations = [float(values.std(ddof=1)) if len(values) > 1 else 0.0 for values in (train, test)]
    variances = [deviation**2 for deviation in deviations]
    n, m = len(train), len(test)
    pooled = sqrt(((n - 1) * variances[0] + (m - 1) * variances[1]) / max(1, n + m - 2))
    train_mean, test_mean = float(train.mean()), float(test.mean())
    return MeanDifference(
        train_mean=train_mean,
        test_mean=test_mean,
        train_deviation=deviations[0],
        test_deviation=deviations[1],
        standard_error=sqrt(variances[0] / n + variances[1] / m),
        effect_size=(test_mean - train_mean) / pooled if pooled else 0.0,
    )


def _in_words(size: float, small: float, medium: float, large: float) -> str:
    """Cohen's words for the size of an effect, by the usual bounds of its measure."""
    if size < small:
        return "negligible"
    return "small" if size < medium else "medium" if size < large else "large"
