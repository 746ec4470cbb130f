"""Which images to show: filtered, ordered, and one of each class."""

import numpy as np
import pytest

from digitcore.data.dataset import Split
from digitcore.data.datasets import load
from digitcore.data.statistics.averages import class_averages, typicality
from digitcore.data.statistics.image_order import browse, few_of_each, one_of_each
from digitcore.errors import BadInput


@pytest.fixture(scope="module")
def digits():
    return load("digits")


@pytest.fixture(scope="module")
def ranks(digits):
    return typicality(digits.train, class_averages(digits.train, class_count=10))


def test_stored_order_is_the_order_of_the_part_and_needs_no_distances(digits):
    assert browse(digits.train).tolist() == list(range(1347))
    assert browse(digits.train, label=4).tolist() == np.flatnonzero(digits.train.labels == 4).tolist()


def test_one_class_in_order_of_its_typicality(digits, ranks):
    typical = browse(digits.train, typicality=ranks, label=4, order="typical")
    assert set(digits.train.labels[typical]) == {4}
    assert typical[:12].tolist() == ranks.most_typical(4, count=12).tolist()
    assert (
        browse(digits.train, typicality=ranks, label=4, order="strange")[:5].tolist()
        == ranks.strangest(4, count=5).tolist()
    )


def test_unknown_order_gets_a_sentence(digits):
    with pytest.raises(BadInput, match="sideways"):
        browse(digits.train, order="sideways")


def test_an_order_by_distance_needs_the_distances(digits):
    with pytest.raises(ValueError, match="needs the typicality"):
        browse(digits.train, order="strange")


def test_few_of_each_are_the_first_of_every_class_there_is():
    split = Split(np.zeros((7, 8, 8)), np.array([4, 1, 4, 1, 4, 1, 9]))
    assert few_of_each(split, per_class=2).tolist() == [1, 3, 0, 2, 6]


def test_one_of_each_is_one_of_each_and_depends_on_the_seed(digits):
    chosen = one_of_each(digits.train, seed=3)
    assert digits.train.labels[chosen].tolist() == list(range(10))
    assert chosen.tolist() == one_of_each(digits.train, seed=3).tolist()
    assert chosen.tolist() != one_of_each(digits.train, seed=4).tolist()


def test_one_of_each_leaves_out_classes_without_images(digits):
    fewer = digits.train.take(np.flatnonzero(digits.train.labels != 5))
    assert 5 not in fewer.labels[one_of_each(fewer, seed=0)]
