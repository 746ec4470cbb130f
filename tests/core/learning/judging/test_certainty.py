"""Bins add up to the calibration error, and the surest answers come first."""

import numpy as np
import pytest

from digitcore.learning.judging.calibration import calibration_error
from digitcore.learning.judging.certainty import reliability, selective_accuracy


def answers(n: int = 3_000):
    random = np.random.default_rng(1)
    probabilities = random.dirichlet(np.full(10, 0.2), n)
    predicted = probabilities.argmax(axis=1)
    right = random.random(n) < probabilities.max(axis=1) ** 2  # more certain than right
    return probabilities, np.where(right, predicted, (predicted + 1) % 10)


def test_the_gaps_of_the_bins_add_up_to_the_calibration_error():
    probabilities, labels = answers()
    result = reliability(probabilities, labels)
    assert result.counts.sum() == len(labels)
    gaps = np.abs(result.certainty - result.accuracy) * result.counts
    assert gaps.sum() / len(labels) == pytest.approx(calibration_error(probabilities, labels), abs=1e-12)
    assert ((result.low <= result.accuracy) & (result.accuracy <= result.high)).all()


def test_the_surest_answers_by_hand():
    probabilities = np.array([[0.9, 0.1], [0.6, 0.4], [0.2, 0.8], [0.45, 0.55]])
    result = selective_accuracy(
        probabilities, np.array([0, 1, 1, 1])
    )  # by certainty: right, right, wrong, right
    np.testing.assert_allclose(result.shares, [0.25, 0.5, 0.75, 1])
    np.testing.assert_allclose(result.accuracy, [1, 1, 2 / 3, 3 / 4])
    np.testing.assert_allclose(result.certainty, [0.9, 0.8, 0.6, 0.55])
    assert result.share_for(0.99) == 0.5
    assert result.share_for(0.7) == 1.0


def test_no_images_at_all():
    nothing = np.zeros((0, 10)), np.zeros(0, dtype=int)
    assert len(reliability(*nothing).counts) == 0
    assert selective_accuracy(*nothing).share_for(0.5) == 0.0
