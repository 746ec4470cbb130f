"""Temperatures, calibration error and separation, against a known truth, by hand, and against scikit-learn."""

import numpy as np
import pytest

from digitcore.learning.judging.calibration import best_temperature, calibration_error, separation, softmax


@pytest.fixture
def random():
    return np.random.default_rng(0)


def test_probabilities_sum_to_one_and_keep_their_order_at_any_temperature(random):
    scores = random.normal(0, 300, (50, 10))
    for temperature in (0.1, 1, 7):
        shares = softmax(scores, temperature)
        assert shares.sum(axis=1) == pytest.approx(1)
        assert np.array_equal(shares.argmax(axis=1), scores.argmax(axis=1))


def test_the_temperature_that_scores_were_multiplied_by_is_found_again(random):
    scores = random.normal(0, 2, (20_000, 10))
    shares = softmax(scores).astype(np.float64)
    below = np.cumsum(shares / shares.sum(axis=1, keepdims=True), axis=1)
    labels = (random.random((20_000, 1)) > below[:, :-1]).sum(axis=1)  # each drawn with its probability
    assert best_temperature(scores * 2.5, labels) == pytest.approx(2.5, rel=0.05)
    assert best_temperature(scores / 2, labels) == pytest.approx(0.5, rel=0.05)
    assert calibration_error(softmax(scores), labels) < 0.02
    assert calibration_error(softmax(scores * 2.5), labels) > 0.1


def test_images_without_weight_do_not_count(random):
    scores, labels = random.normal(0, 2, (400, 10)), random.integers(0, 10, 400)
    weights = np.repeat([1.0, 0.0], 200)
    assert best_temperature(scores, labels, weights) == best_temperature(scores[:200], labels[:200])


def test_a_calibration_error_by_hand():
    """Four answers at 0.9, three of them right: 0.15 off. One at 0.6, wrong: 0.6 off."""
    probabilities = np.array([[0.9, 0.1]] * 4 + [[0.4, 0.6]])
    assert calibration_error(probabilities, np.array([0, 0, 0, 1, 0])) == pytest.approx((4 * 0.15 + 0.6) / 5)


def test_separation_is_the_area_under_the_roc_curve(random):
    from sklearn.metrics import roc_auc_score

    low, high = random.normal(0, 1, 300).round(1), random.normal(1, 1, 200).round(1)  # with ties
    truth = np.repeat([0, 1], [300, 200])
    assert separation(low, high) == pytest.approx(roc_auc_score(truth, np.concatenate([low, high])))
