"""Column and row of a confusion matrix are told apart, and likeness is a direction: small examples by hand, and sklearn."""

import numpy as np
import pytest
from sklearn.metrics import precision_score, recall_score

from digitcore.learning.judging import context
from digitcore.learning.judging.evaluation import confusion_matrix

# Of 10 real zeros 8 are called 0 and 2 are called 1; of 20 real ones all but 4 are; of 5 twos none is mistaken.
MATRIX = np.array([[8, 2, 0], [1, 16, 3], [0, 0, 5]])


def test_when_it_says_one_reads_the_column():
    assert context.when_predicted(MATRIX, 1) == context.MatrixLine(
        digit=1, n=18, right=16, other=0, other_count=2
    )


def test_real_ones_read_the_row():
    assert context.when_true(MATRIX, 1) == context.MatrixLine(digit=1, n=20, right=16, other=2, other_count=3)


def test_without_a_mistake_there_is_no_other():
    assert context.when_true(MATRIX, 2).other is None
    assert context.when_true(MATRIX, 2).share == 1


def test_shares_are_sklearns_precision_and_recall():
    random = np.random.default_rng(3)
    true, predicted = random.integers(0, 10, 2_000), random.integers(0, 10, 2_000)
    matrix = confusion_matrix(true, predicted, class_count=10)
    precision = precision_score(true, predicted, average=None)
    recall = recall_score(true, predicted, average=None)
    for digit in range(10):
        assert context.when_predicted(matrix, digit).share == pytest.approx(precision[digit])
        assert context.when_true(matrix, digit).share == pytest.approx(recall[digit])


def test_a_digit_that_was_never_said_has_a_share_of_nothing():
    tally = context.when_predicted(np.array([[0, 3], [0, 4]]), 0)
    assert (tally.n, tally.share, tally.other) == (0, 0, None)


def test_the_most_alike_point_the_same_way_however_long_they_are():
    embeddings = np.array([[0, 2], [3, 3.1], [5, 0], [-1, -1]], np.float32)
    found = context.most_similar(np.array([1, 1], np.float32), embeddings, count=3)
    assert found.indices.tolist()[0] == 1
    assert set(found.indices.tolist()[1:]) == {0, 2}
    assert found.similarities[0] == pytest.approx(1, abs=1e-3)


def test_embeddings_of_many_images_are_those_of_each_and_report_how_far_they_are():
    images = np.random.default_rng(1).integers(0, 256, (1_234, 4, 4), dtype=np.uint8)
    sentence = []
    result = context.embeddings_of(
        lambda block: block.reshape(len(block), -1)[:, :3], images, report=sentence.append
    )
    np.testing.assert_array_equal(result, images.reshape(len(images), -1)[:, :3])
    assert (sentence[-1].done, sentence[-1].total) == (1_234, 1_234)
