"""The measures agree with scikit-learn, with a matrix worked out by hand, and never divide by zero."""

import re

import numpy as np
import pytest
from sklearn.metrics import (
    accuracy_score,
    f1_score,
    multilabel_confusion_matrix,
    precision_recall_fscore_support,
    precision_score,
    recall_score,
    zero_one_loss,
)

from digitcore.data.statistics.intervals import wilson_interval
from digitcore.learning.judging.evaluation import confusion_matrix
from digitcore.learning.judging.measures import MEASURES, measure, most_confused
from digitcore.learning.recipes.published import PUBLISHED

BY_HAND = np.array([[5, 1, 0], [2, 3, 0], [0, 4, 0]])


def labels(seed: int = 0):
    random = np.random.default_rng(seed)
    true = random.integers(0, 10, 2_000)
    return true, np.where(random.random(2_000) < 0.8, true, random.integers(0, 10, 2_000))


@pytest.mark.parametrize("average", ["macro", "weighted"])
def test_agrees_with_scikit_learn(average):
    true, predicted = labels()
    result = measure(confusion_matrix(true, predicted, class_count=10))
    theirs = precision_recall_fscore_support(true, predicted, average=None)
    names = ("precision", "sensitivity", "f1")
    for name, column in zip(names, theirs, strict=False):
        np.testing.assert_allclose(result.of(name), column, atol=1e-12, rtol=0)
    averaged = precision_recall_fscore_support(true, predicted, average=average)
    for name, value in zip(names, averaged, strict=False):
        assert getattr(result, average)(name) == pytest.approx(value, abs=1e-12)
    np.testing.assert_array_equal(result.support, theirs[3])
    for k, (negatives, positives) in enumerate(multilabel_confusion_matrix(true, predicted)):
        counts = (
            result.true_negatives[k],
            result.false_positives[k],
            result.false_negatives[k],
            result.true_positives[k],
        )
        assert counts == (*negatives, *positives)
        assert result.of("accuracy")[k] == pytest.approx(accuracy_score(true == k, predicted == k), abs=1e-12)


def scikit_learns(true, predicted) -> dict[str, list[float]]:
    """Every measure by scikit-learn, asked one class after the other whether an image is of it."""
    classes = [(true == k, predicted == k) for k in range(10)]
    return {
        "precision": [precision_score(*each) for each in classes],
        "sensitivity": [recall_score(*each) for each in classes],
        "f1": [f1_score(*each) for each in classes],
        "specificity": [recall_score(*each, pos_label=False) for each in classes],
        "false_positive_rate": [1 - recall_score(*each, pos_label=False) for each in classes],
        "false_negative_rate": [1 - recall_score(*each) for each in classes],
        "accuracy": [accuracy_score(*each) for each in classes],
        "misclassification": [zero_one_loss(*each) for each in classes],
    }


def test_every_measure_and_its_averages_agree_with_scikit_learn():
    true, predicted = labels(seed=1)
    theirs = scikit_learns(true, predicted)
    assert set(theirs) == set(MEASURES)
    result = measure(confusion_matrix(true, predicted, class_count=10))
    for name, values in theirs.items():
        np.testing.assert_allclose(result.of(name), values, atol=1e-12, rtol=0, err_msg=name)
        assert result.macro(name) == pytest.approx(np.mean(values), abs=1e-12)
        assert result.weighted(name) == pytest.approx(
            np.average(values, weights=np.bincount(true)), abs=1e-12
        )


@pytest.mark.parametrize("name", MEASURES)
def test_each_measure_is_said_in_the_two_numbers_it_is_made_of(name):
    result = measure(confusion_matrix(*labels(), class_count=10))
    for k in range(10):
        sentence = MEASURES[name].words(result, k, "nines")
        numbers = [int(text.replace(",", "")) for text in re.findall(r"\d[\d,]*", sentence)]
        assert sorted(numbers) == sorted(
            [int(MEASURES[name].part(result)[k]), int(MEASURES[name].whole(result)[k])]
        )
        assert min(numbers) / max(numbers) == pytest.approx(result.of(name)[k], abs=1e-12)
        assert "nines" in sentence


def test_intervals_are_wilsons_on_the_counts_of_the_measure():
    result = measure(BY_HAND)
    low, high = result.interval("sensitivity")
    assert (low[0], high[0]) == wilson_interval(5, 6)
    for name in MEASURES:
        interval = result.interval(name)
        assert (interval is None) == (name == "f1")
        if interval:
            assert (interval[0] <= result.of(name)).all() and (result.of(name) <= interval[1]).all()


def test_three_classes_by_hand():
    result = measure(BY_HAND)
    np.testing.assert_allclose(result.of("precision"), [5 / 7, 3 / 8, 0])
    np.testing.assert_allclose(result.of("sensitivity"), [5 / 6, 3 / 5, 0])
    np.testing.assert_allclose(result.of("specificity"), [7 / 9, 5 / 10, 1])
    np.testing.assert_allclose(result.of("false_positive_rate"), [2 / 9, 5 / 10, 0])  # FP / (FP + TN)
    np.testing.assert_allclose(result.of("false_negative_rate"), [1 / 6, 2 / 5, 1])  # FN / (FN + TP)
    np.testing.assert_allclose(result.of("misclassification"), [3 / 15, 7 / 15, 4 / 15])
    assert result.extremes("sensitivity") == (0, 2)
    assert MEASURES["precision"].words(result, 0, "zeros") == "Of 7 images it called zeros, 5 were."
    assert MEASURES["sensitivity"].words(result, 0, "zeros") == "Of 6 real zeros it found 5."


def test_a_class_that_never_occurs_and_no_images_at_all():
    for name in MEASURES:
        assert np.isfinite(measure(np.diag([3, 0])).of(name)).all()
        empty = measure(np.zeros((10, 10), dtype=np.int64))
        assert np.isfinite(empty.of(name)).all()
        assert np.isfinite([empty.macro(name), empty.weighted(name)]).all()


def test_most_confused_pairs_count_both_directions():
    pairs = most_confused(BY_HAND)
    assert [(pair.first, pair.second, pair.count) for pair in pairs] == [(1, 2, 4), (0, 1, 3)]
    assert pairs[0].sentence("012") == "1 and 2: 4 mistakes, 4 times a 2 was called 1."
    assert (
        pairs[1].sentence("012") == "0 and 1: 3 mistakes, once a 0 was called 1 and twice a 1 was called 0."
    )
    assert most_confused(np.eye(3, dtype=np.int64)) == []


def test_precision_of_the_published_matrix_is_as_printed():
    """The source of `dense-bn` printed 0.956 for the eights and 0.987 for the zeros."""
    result = measure(np.array(PUBLISHED["dense-bn"].confusion_matrix))
    best, worst = result.extremes("precision")
    assert (best, worst) == (0, 8)
    assert round(result.of("precision")[0], 3) == 0.987
    assert round(result.of("precision")[8], 3) == 0.956
