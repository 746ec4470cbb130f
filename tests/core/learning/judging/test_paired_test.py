"""McNemar's exact test against SciPy's, and its verdicts in words."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from digitcore.errors import BadInput
from digitcore.learning.judging.paired_test import Answers, PairedComparison, compare, count_pairs


def answers(*predicted, truth=(0, 1, 2, 3), images_hash="a"):
    return Answers(np.eye(4, dtype=np.float32)[list(predicted)], np.array(truth, np.uint8), images_hash)


@given(st.integers(0, 400), st.integers(0, 400))
def test_p_is_that_of_tossing_a_coin(first_only, second_only):
    p = PairedComparison(100, first_only, second_only, 5).p
    tosses = first_only + second_only
    assert p == pytest.approx(binomtest(first_only, tosses).pvalue if tosses else 1.0, rel=1e-9, abs=1e-300)


def test_a_hand_counted_example():
    comparison = compare(answers(0, 1, 2, 0), answers(0, 1, 0, 3))
    assert comparison == PairedComparison(both=2, first_only=1, second_only=1, neither=0)
    assert (comparison.first_accuracy, comparison.second_accuracy, comparison.p) == (0.75, 0.75, 1.0)


def test_thousands_of_differences_are_no_trouble():
    assert PairedComparison(0, 5200, 4800, 0).p == pytest.approx(binomtest(5200, 10_000).pvalue)


def test_the_verdict_names_the_better_one_or_says_that_nothing_is_known():
    sure, reverse, unsure = (
        PairedComparison(400, 20, 3, 27),
        PairedComparison(400, 3, 20, 27),
        PairedComparison(400, 5, 3, 42),
    )
    assert sure.sentence("A", "B") == (
        "Of 450 images A alone gets 20 right, B alone 3. Chance alone would hardly ever do that (p = 0.00049): "
        "A is better than B."
    )
    assert reverse.sentence("A", "B").endswith("B is better than A.")
    assert "in 73% of cases (p = 0.73): nothing says that A is better than B." in unsure.sentence("A", "B")
    assert PairedComparison(4, 2, 2, 0).sentence("A", "B").endswith("Neither is better than the other.")


@pytest.mark.parametrize("other", [answers(0, 1, 2, 3, images_hash="b"), answers(0, 1, 2, truth=(0, 1, 2))])
def test_other_test_images_are_refused_in_words(other):
    with pytest.raises(BadInput, match="different test images"):
        compare(answers(0, 1, 2, 3), other)


def test_pairs_are_counted_once_each():
    random = np.random.default_rng(0)
    first, second = random.random((2, 1_000)) < 0.8
    comparison = count_pairs(first, second)
    assert comparison.n == 1_000
    assert comparison.first_accuracy == first.mean()
    assert comparison.second_accuracy == second.mean()


@pytest.mark.parametrize(("first", "second"), [(0.02, 0.02), (0.1, 0.02), (0.005, 0.03)])
@pytest.mark.parametrize("n", [20, 400])
def test_the_interval_of_the_difference_covers_the_truth_in_95_of_100_draws(n, first, second):
    random = np.random.default_rng(0)
    drawn = random.multinomial(n, [first, second, 1 - first - second], size=2_000)
    intervals = [PairedComparison(rest, a, b, 0).difference_interval for a, b, rest in drawn.tolist()]
    covered = [low <= second - first <= high for low, high in intervals]
    assert np.mean(covered) > 0.94


def test_the_interval_of_no_difference_has_a_width():
    low, high = PairedComparison(18, 0, 0, 2).difference_interval
    assert low == pytest.approx(-high)
    assert 0.1 < high < 0.2
