"""`digits` is scikit-learn's own, cut as scikit-learn cuts it."""

import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

from digitcore.data.sources import digits

CONTENT_HASH = "5b0f1b44ccfd42fc5f698df4cfeaff6fcf81e027ea5b60414ab49c287470673f"


@pytest.fixture(scope="module")
def dataset():
    return digits.build()


def test_parts_equal_those_of_scikit_learn(dataset):
    theirs = load_digits()
    split = train_test_split(theirs.images, theirs.target, test_size=0.25, random_state=0)
    ours = (dataset.train.images, dataset.test.images, dataset.train.labels, dataset.test.labels)
    for part, expected in zip(ours, split, strict=True):
        assert part.dtype == np.uint8
        assert np.array_equal(part, expected)


def test_content_is_the_published_one(dataset):
    assert dataset.content_hash == CONTENT_HASH


def test_counts_of_the_recipes(dataset):
    assert (len(dataset.train), len(dataset.test)) == (1347, 450)
    assert dataset.train.images.shape[1:] == (8, 8)
    assert (dataset.train.images.min(), dataset.train.images.max()) == (0, dataset.facts.maximum)


def test_nobody_can_change_the_arrays(dataset):
    for split in (dataset.train, dataset.test):
        for array in (split.images, split.labels):
            with pytest.raises(ValueError, match="read-only"):
                array[0] = 1
