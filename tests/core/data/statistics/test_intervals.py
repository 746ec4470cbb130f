"""Wilson's interval, the chi-squared test and the size of a difference, against SciPy and by hand."""

import numpy as np
import pytest
from scipy import stats

from digitcore.data.statistics.intervals import mean_difference, same_distribution, wilson_interval


@pytest.mark.parametrize(("correct", "n"), [(0, 10), (10, 10), (1, 1), (8203, 10_000), (408, 450), (3, 7)])
@pytest.mark.parametrize("confidence", [0.9, 0.95, 0.99])
def test_wilson_interval_is_that_of_scipy(correct, n, confidence):
    theirs = stats.binomtest(correct, n).proportion_ci(confidence, method="wilson")
    assert wilson_interval(correct, n, confidence=confidence) == pytest.approx(
        (theirs.low, theirs.high), abs=1e-12
    )


def test_wilson_interval_at_the_ends():
    assert wilson_interval(0, 20)[0] == 0
    assert wilson_interval(20, 20)[1] == 1
    assert wilson_interval(0, 0) == (0, 1)


@pytest.mark.parametrize(
    ("train", "test"),
    [
        ([50, 60, 70], [10, 9, 12]),
        ([100, 100], [10, 40]),
        ([3, 0, 5, 9], [1, 2, 0, 4]),
        ([5923, 6742], [980, 1135]),
    ],
)
def test_same_distribution_is_that_of_scipy(train, test):
    theirs = stats.chi2_contingency([train, test], correction=False)
    ours = same_distribution(train, test)
    assert ours.statistic == pytest.approx(theirs.statistic)
    assert ours.degrees_of_freedom == theirs.dof
    assert ours.p == pytest.approx(theirs.pvalue)
    assert ours.cramers_v == pytest.approx(stats.contingency.association([train, test], method="cramer"))
    assert ours.smallest_expected == pytest.approx(theirs.expected_freq.min())


def test_a_class_in_neither_part_says_nothing():
    assert same_distribution([5, 0, 7], [3, 0, 9]) == same_distribution([5, 7], [3, 9])


@pytest.mark.parametrize(("train", "test"), [([5, 0], [3, 0]), ([5, 7], [0, 0]), ([0], [0])])
def test_nothing_to_compare_is_said_so(train, test):
    result = same_distribution(train, test)
    assert (result.p, result.degrees_of_freedom) == (1, 0)
    assert result.sentence == "There are not two parts with two classes to compare."


def test_verdicts_in_words():
    alike = same_distribution([100, 200], [50, 100])
    assert "in 100% of cases (p = 1): no sign of a different mix" in alike.sentence
    unlike = same_distribution([1000, 1000], [100, 900])
    assert (
        "hardly ever differ this much (p < 0.0001): the classes are shared out differently."
        in unlike.sentence
    )
    assert "The difference is medium (Cramér's V = 0.39)." in unlike.sentence
    assert "rough figure" not in unlike.sentence
    assert "rough figure" in same_distribution([3, 4], [2, 1]).sentence


def test_mean_difference_is_that_of_scipy():
    random = np.random.default_rng(0)
    train, test = random.normal(30, 10, 500), random.normal(36, 14, 90)
    ours = mean_difference(train, test)
    welch = stats.ttest_ind(test, train, equal_var=False)
    assert ours.difference / ours.standard_error == pytest.approx(welch.statistic)
    student = stats.ttest_ind(test, train)  # its t is Cohen's d times a factor of the sizes
    assert ours.effect_size == pytest.approx(student.statistic * np.sqrt(1 / 500 + 1 / 90))
    assert "is beyond what chance alone makes" in ours.sentence


def test_mean_difference_by_hand():
    same = mean_difference(np.array([1.0, 3.0]), np.array([1.0, 3.0]))
    assert (same.difference, same.effect_size, same.standard_error) == pytest.approx((0, 0, np.sqrt(2)))
    assert "is within what chance alone makes (±2.83)" in same.sentence
    assert "it is negligible" in same.sentence
    assert mean_difference(np.array([2.0]), np.array([2.0])).effect_size == 0
