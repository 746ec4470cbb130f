"""Judging against scikit-learn, and a worked example."""

import numpy as np
from sklearn import metrics

from digitcore.data.statistics.intervals import wilson_interval
from digitcore.learning.judging.evaluation import confusion_matrix, judge


def test_judgement_equals_scikit_learn():
    random = np.random.default_rng(1)
    probabilities = random.dirichlet(np.ones(5), size=300).astype(np.float32)
    labels = random.integers(0, 5, size=300).astype(np.uint8)
    judged = judge(probabilities, labels)
    np.testing.assert_array_equal(
        judged.confusion_matrix, metrics.confusion_matrix(labels, probabilities.argmax(axis=1))
    )
    np.testing.assert_allclose(judged.accuracy, metrics.accuracy_score(labels, probabilities.argmax(axis=1)))
    normalised = probabilities / probabilities.sum(axis=1, keepdims=True, dtype=float)
    np.testing.assert_allclose(judged.loss, metrics.log_loss(labels, normalised), rtol=1e-5)
    assert judged.interval == wilson_interval(judged.correct, 300)


def test_rows_are_true_and_columns_predicted():
    matrix = confusion_matrix(np.array([0, 0, 2], np.uint8), np.array([0, 1, 1]), class_count=3)
    assert matrix.tolist() == [[1, 1, 0], [0, 0, 0], [0, 1, 0]]


def test_nothing_to_judge():
    judged = judge(np.zeros((0, 3), np.float32), np.zeros(0, np.uint8))
    assert (judged.loss, judged.accuracy, judged.n) == (0.0, 0.0, 0)
