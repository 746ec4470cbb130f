"""Counts, values and ink: by hand, against plain loops, and the published facts of MNIST."""

import json

import numpy as np
import pytest

from digitcore.data import datasets
from digitcore.data.dataset import Split
from digitcore.data.statistics.statistics import QUANTILES, describe, mean_greys, measure_ink, summarise

MNIST_COUNTS = [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
MNIST_MEANS = [35, 39, 24, 21, 29, 37, 22, 45, 13, 27, 36, 18, 45, 36, 14, 32, 31, 34, 17, 22]

# Three images of 2×2 in three classes, one of which has no image.
THREE = Split(
    np.array([[[0, 5], [0, 7]], [[0, 5], [4, 0]], [[0, 5], [0, 6]]], np.uint8), np.array([0, 2, 2], np.uint8)
)


@pytest.fixture(scope="module")
def digits():
    return datasets.load("digits")


def test_summary_by_hand():
    summary = summarise(THREE, class_count=3, maximum=8)
    assert summary.class_counts.tolist() == [1, 0, 2]
    assert (summary.n, summary.shape, summary.dtype) == (3, (3, 2, 2), "uint8")
    assert (summary.minimum, summary.maximum) == (0, 7)
    assert summary.image_sums.tolist() == [12, 9, 11]
    assert summary.image_means.tolist() == [3, 2, 2]
    assert summary.empty_pixels.tolist() == [2, 2, 2]
    assert summary.pixel_histogram.tolist() == [6, 0, 0, 0, 1, 3, 1, 1, 0]
    assert (summary.zero_count, summary.value_count, summary.zero_share) == (6, 12, 0.5)
    assert summary.never_inked.tolist() == [[True, False], [False, False]]
    assert summary.constant.tolist() == [[True, True], [False, False]]


def test_summary_equals_plain_numpy_over_several_steps(digits):
    images = digits.train.images
    summary = summarise(digits.train, class_count=10, maximum=16)
    assert np.array_equal(summary.image_means, images.mean(axis=(1, 2)).astype(int))
    assert np.array_equal(summary.pixel_histogram, [(images == value).sum() for value in range(17)])
    assert np.array_equal(summary.empty_pixels, [(image == 0).sum() for image in images])
    assert np.array_equal(summary.never_inked, (images == 0).all(axis=0))
    assert np.array_equal(mean_greys(images), images.mean(axis=(1, 2)))


def test_results_cannot_be_changed(digits):
    with pytest.raises(ValueError, match="read-only"):
        summarise(digits.train, class_count=10, maximum=16).image_sums[0] = 1


def test_ink_by_hand():
    ink = measure_ink(THREE, class_count=3, maximum=8, first=1)
    assert ink.steps_per_grey == 4
    assert np.flatnonzero(ink.histogram).tolist() == [9, 11, 12]  # 2.25, 2.75 and 3
    assert np.flatnonzero(ink.histogram_of_first).tolist() == [12]
    assert [np.flatnonzero(row).tolist() for row in ink.histogram_per_class] == [[12], [], [9, 11]]
    assert ink.shares.tolist() == pytest.approx([0, 0, 2 / 3, 1 / 3, 0, 0, 0, 0, 0])
    assert ink.mean == pytest.approx(32 / 12)
    assert ink.class_means[[0, 2]].tolist() == [3, 2.5]
    assert ink.empty_shares[[0, 2]].tolist() == [0.5, 0.5]
    assert np.isnan(ink.class_means[1])
    assert np.isnan(ink.class_quantiles[1]).all()


def test_ink_equals_plain_numpy(digits):
    ink = measure_ink(digits.train, class_count=10, maximum=16)
    greys = digits.train.images.mean(axis=(1, 2))
    assert np.array_equal(ink.histogram, np.bincount((4 * greys).astype(int), minlength=65))
    assert ink.histogram_of_first.sum() == 100
    for label in range(10):
        of_class = digits.train.labels == label
        assert ink.class_means[label] == pytest.approx(greys[of_class].mean())
        assert ink.class_quantiles[label] == pytest.approx(np.quantile(greys[of_class], QUANTILES))
        assert ink.empty_shares[label] == pytest.approx((digits.train.images[of_class] == 0).mean())


def test_description_holds_plain_values_of_both_parts(digits):
    description = json.loads(json.dumps(describe(digits)))
    assert description["name"] == "digits"
    assert description["train"]["n"] == 1347
    test = description["test"]
    assert (test["n"], test["classes"], test["shape"], test["dtype"]) == (450, 10, [450, 8, 8], "uint8")
    assert test["class_counts"] == np.bincount(digits.test.labels).tolist()
    assert (test["min"], test["max"]) == (0, 16)
    assert test["image_means_first_20"] == digits.test.images[:20].mean(axis=(1, 2)).astype(int).tolist()
    assert test["zero_share"] == (digits.test.images == 0).mean()


def test_facts_of_mnist():
    description = describe(datasets.load("mnist"))
    train = description["train"]
    assert train["class_counts"] == MNIST_COUNTS
    assert train["image_means_first_20"] == MNIST_MEANS
    assert (train["zero_count"], train["value_count"]) == (38_045_844, 47_040_000)
    assert train["zero_share"] == 38_045_844 / 47_040_000
    assert train["constant_pixels"] == train["never_inked_pixels"] == 67
    assert (train["shape"], train["min"], train["max"]) == ([60_000, 28, 28], 0, 255)
    assert description["test"]["class_counts"] == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
