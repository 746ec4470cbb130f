"""Class averages, distances to them and what follows: against scikit-learn, plain loops and by hand."""

import numpy as np
import pytest
from sklearn.metrics import confusion_matrix
from sklearn.neighbors import NearestCentroid

from digitcore.data import datasets
from digitcore.data.dataset import Split
from digitcore.data.statistics.averages import class_averages, distances, nearest_average, typicality

# Class 0: two images, class 1: one, class 2: none.
THREE = Split(
    np.array([[[0, 10], [0, 0]], [[0, 20], [6, 0]], [[8, 0], [0, 0]]], np.uint8),
    np.array([0, 0, 1], np.uint8),
)


@pytest.fixture(scope="module")
def digits():
    return datasets.load("digits")


@pytest.fixture(scope="module")
def averages(digits):
    return class_averages(digits.train, class_count=10)


def test_averages_by_hand():
    averages = class_averages(THREE, class_count=3)
    assert averages.counts.tolist() == [2, 1, 0]
    assert averages.means.tolist() == [[[0, 15], [3, 0]], [[8, 0], [0, 0]], [[0, 0], [0, 0]]]
    assert averages.deviations.tolist() == [[[0, 5], [3, 0]], [[0, 0], [0, 0]], [[0, 0], [0, 0]]]
    assert averages.overall_mean.tolist() == [[8 / 3, 10], [2, 0]]


def test_averages_equal_plain_numpy(digits, averages):
    images = digits.train.images.astype(float)
    for label in range(10):
        of_class = images[digits.train.labels == label]
        np.testing.assert_allclose(averages.means[label], of_class.mean(axis=0), rtol=1e-14)
        np.testing.assert_allclose(averages.deviations[label], of_class.std(axis=0), rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(averages.overall_mean, images.mean(axis=0), rtol=1e-14)
    np.testing.assert_allclose(averages.overall_deviation, images.std(axis=0), rtol=1e-12)


def test_sums_do_not_overflow_where_all_pixels_are_full():
    white = Split(np.full((70_000, 2, 2), 255, np.uint8), np.zeros(70_000, np.uint8))
    averages = class_averages(white, class_count=2)
    assert (averages.means[0] == 255).all()
    assert (averages.deviations[0] == 0).all()
    assert (averages.square_sums[0] == 70_000 * 255**2).all()


def test_distances_equal_those_of_a_plain_loop(digits, averages):
    ours = distances(digits.train.images, averages)  # more than one step
    for row in (0, 700, 1346):
        loop = [np.sqrt(((digits.train.images[row] - mean) ** 2).sum()) for mean in averages.means]
        np.testing.assert_allclose(ours[row], loop, rtol=1e-12)


def test_an_empty_class_is_infinitely_far_and_an_average_at_no_distance():
    averages = class_averages(THREE, class_count=3)
    ours = distances(THREE.images, averages)
    assert np.isinf(ours[:, 2]).all()
    assert ours[2, 1] == 0


@pytest.mark.filterwarnings("ignore:self.within_class_std_dev_")  # some pixels never change within a digit
def test_nearest_average_is_scikit_learns_nearest_centroid(digits):
    train, test = (
        split.images.reshape(len(split), -1).astype(float) for split in (digits.train, digits.test)
    )
    theirs = NearestCentroid().fit(train, digits.train.labels).predict(test)
    ours = nearest_average(digits)
    assert np.array_equal(ours.predictions, theirs)
    assert np.array_equal(ours.confusion_matrix, confusion_matrix(digits.test.labels, theirs))
    assert (ours.correct, ours.n) == ((theirs == digits.test.labels).sum(), 450)
    assert ours.interval[0] < ours.accuracy < ours.interval[1]


def test_typicality_by_hand():
    images = np.zeros((5, 2, 2), np.uint8)
    images[:, 0, 0] = [10, 0, 30, 100, 20]  # class 0 has 10, 0, 30, 20: average 15
    result = typicality(
        labelled := Split(images, np.array([0, 0, 0, 1, 0], np.uint8)),
        class_averages(labelled, class_count=2),
    )
    assert result.distances.tolist() == [5, 15, 15, 0, 5]
    assert result.ranks.tolist() == [1, 3, 4, 1, 2]  # equally far ones in their order
    assert result.most_typical(0, count=2).tolist() == [0, 4]
    assert result.strangest(0, count=3).tolist() == [2, 1, 4]
    assert result.most_typical(1, count=9).tolist() == [3]
    position = result.position(2)
    assert (position.rank, position.of, position.percentile, position.word) == (4, 4, 100, "strange")
    assert result.position(0).word == "typical"
    assert result.position(4).word == "ordinary"
    assert result.position(3).percentile == 0


def test_ranks_follow_the_distances_within_each_class(digits, averages):
    result = typicality(digits.train, averages)
    for label in range(10):
        rows = result.most_typical(label, count=10_000)
        assert set(rows) == set(np.flatnonzero(digits.train.labels == label))
        assert (np.diff(result.distances[rows]) >= 0).all()
        assert result.ranks[rows].tolist() == list(range(1, len(rows) + 1))
        assert np.array_equal(result.strangest(label, count=5), rows[::-1][:5])


def test_nearest_average_of_mnist():
    ours = nearest_average(datasets.load("mnist"))
    assert (ours.correct, ours.n) == (8203, 10_000)
