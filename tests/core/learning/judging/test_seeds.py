"""Seeds of a recipe: the spread counted by hand, the permutation test against SciPy's."""

import numpy as np
import pytest
from scipy.stats import permutation_test

from digitcore.learning.judging.seeds import Spread, compare_recipes, next_seeds, spread


def of(*correct, n=100):
    """Trainings with so many right answers of n."""
    gaps = tuple(abs(a - b) / n for i, a in enumerate(correct) for b in correct[i + 1 :])
    return Spread(correct, n, gaps, gaps)


def test_a_spread_counted_by_hand():
    truth = np.array([0, 1, 2, 3])
    result = spread([truth, np.array([0, 1, 2, 0]), np.array([0, 1, 3, 2])], truth)
    assert result.correct == (4, 3, 2)
    assert result.accuracies == [1, 0.75, 0.5]
    assert (result.mean, result.deviation) == (0.75, 0.25)
    assert result.accuracy_gaps == (0.25, 0.5, 0.25)
    assert result.disagreements == (0.25, 0.5, 0.5), "two wrong answers may differ too"
    assert "lie 33.33 percentage points apart on average, at most 50.00" in result.sentence
    assert "different answers to 41.7% of the images" in result.sentence


def test_one_training_has_no_spread():
    result = of(90)
    assert result.deviation is None
    assert result.sentence.startswith("One training says nothing")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((90, 91, 92, 95), (88, 89, 91, 90)),
        ((90, 91, 92), (95, 96, 94, 97, 93)),
        ((50, 50, 51), (50, 51, 50)),
    ],
)
def test_p_is_that_of_scipys_permutation_test(first, second):
    ours = compare_recipes(of(*first), of(*second))
    theirs = permutation_test(
        (np.array(first), np.array(second)),
        lambda a, b: abs(a.mean() - b.mean()),
        n_resamples=np.inf,
        alternative="greater",
    )
    assert ours.p == pytest.approx(theirs.pvalue)


def test_the_verdict_says_sure_unsure_or_too_few():
    sure = compare_recipes(of(90, 91, 92, 93), of(80, 81, 82, 83))
    assert (sure.as_large, sure.permutations) == (2, 70)
    assert sure.sentence("A", "B") == (
        "A is 10.00 percentage points better than B on average; two seeds of one recipe lie up to 3.00 percentage points "
        "apart. Dealt out by chance, the means differ at least as much in 2 of 70 ways: the difference is one between the "
        "recipes, not between seeds."
    )
    assert compare_recipes(of(80, 81, 82, 83), of(90, 91, 92, 93)).sentence("A", "B").startswith("B is 10.00")
    unsure = compare_recipes(of(90, 91, 92, 93), of(89, 91, 92, 93)).sentence("A", "B")
    assert unsure.endswith("seeds alone may have made the difference.")
    few = compare_recipes(of(90, 91, 92), of(80, 81, 82)).sentence("A", "B")
    assert few.endswith("With so few seeds no difference is sure: train at least four of each.")
    assert compare_recipes(of(90), of(90)).sentence("A", "B") == "A and B are equal on average."


def test_the_largest_number_of_seeds_is_dealt_in_all_ways():
    many = compare_recipes(of(*range(90, 100)), of(*range(80, 90)))
    assert (many.as_large, many.permutations) == (2, 184_756)


def test_new_seeds_are_the_first_free_ones():
    assert next_seeds([0, 2, 3, 7], 5) == [1, 4, 5, 6, 8]
