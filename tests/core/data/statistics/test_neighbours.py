"""Neighbours are exact: against scikit-learn and whole-number distances; suspicious labels are found."""

import numpy as np
import pytest
from sklearn.neighbors import NearestNeighbors

from digitcore.data import datasets, spoiling
from digitcore.data.dataset import Split
from digitcore.data.statistics import neighbours
from digitcore.data.statistics.neighbours import nearest, suspicious


@pytest.fixture(scope="module")
def digits():
    return datasets.load("digits")


@pytest.fixture
def small_blocks(monkeypatch):
    """Several blocks of both kinds, even for small data."""
    monkeypatch.setattr(neighbours, "_QUERY_BLOCK", 97)
    monkeypatch.setattr(neighbours, "_SPLIT_BLOCK", 101)


def by_the_book(images, split, count, exclude=None):
    """Whole-number squared distances, sorted; equal ones in the order of the split."""
    rows = split.images.reshape(len(split), -1).astype(np.int64)
    order = []
    for number, image in enumerate(images.reshape(len(images), -1).astype(np.int64)):
        squared = ((rows - image) ** 2).sum(axis=1)
        if exclude is not None:
            squared[exclude[number]] = np.iinfo(np.int64).max
        order.append(np.argsort(squared, kind="stable")[:count])
    return np.array(order)


def test_distances_are_those_of_scikit_learn(digits, small_blocks):
    train, test = (
        split.images.reshape(len(split), -1).astype(float) for split in (digits.train, digits.test)
    )
    expected, _ = NearestNeighbors(n_neighbors=7, algorithm="brute").fit(train).kneighbors(test)
    np.testing.assert_allclose(
        nearest(digits.test.images, digits.train, count=7).distances, expected, rtol=1e-9
    )


@pytest.mark.parametrize("side", [8, 28, 40])
@pytest.mark.parametrize("values", [(0, 256), (254, 256), (0, 2)])
def test_neighbours_are_exact_at_every_size_with_ties_in_order(side, values, small_blocks):
    random = np.random.default_rng(side)
    images = random.integers(*values, size=(230, side, side), dtype=np.uint8)
    images[100:110] = images[50:60]
    split = Split(images, np.zeros(230, np.uint8))
    own = np.arange(230)
    expected = by_the_book(images, split, 9, exclude=own)
    assert np.array_equal(nearest(images, split, count=9, exclude=own).indices, expected)


def test_an_image_is_its_own_neighbour_unless_excluded(digits):
    one = digits.train.images[5:6]
    assert nearest(one, digits.train, count=1).indices.tolist() == [[5]]
    assert nearest(one, digits.train, count=1).distances.tolist() == [[0]]
    assert 5 not in nearest(one, digits.train, count=20, exclude=np.array([5])).indices


@pytest.mark.parametrize("count", [0, 3, 4, 99])
def test_there_are_no_more_neighbours_than_images(digits, count):
    four = digits.train.take(np.arange(4))
    found = nearest(four.images, four, count=count, exclude=np.arange(4))
    assert found.indices.shape == (4, min(count, 3))
    if count:
        assert all(set(row) == set(range(4)) - {own} for own, row in enumerate(found.indices.tolist()))


def test_progress_is_reported_up_to_the_end(digits, small_blocks):
    reports = []
    nearest(digits.test.images, digits.train, count=1, report=reports.append)
    done = [report.done for report in reports]
    assert sorted(set(done)) == [0, 97, 194, 291, 388, 450]
    assert done == sorted(done)
    assert {report.total for report in reports} == {450}


def test_wrong_labels_are_suspicious(digits):
    spoiled = spoiling.spoil(digits, wrong_labels=3)
    wrong = np.flatnonzero(spoiled.train.labels != digits.train.labels)
    found = suspicious(spoiled.train, sample=5_000)
    assert found.sample_size == found.split_size == len(digits.train)
    assert np.isin(wrong, found.indices).mean() > 0.95
    assert np.isin(found.indices[:25], wrong).all()
    truth = digits.train.labels[found.indices[:25]]
    assert np.array_equal(found.suggested[:25], truth)
    assert found.sentence.startswith(
        f"{len(found.indices)} of all 1,347 images have mostly neighbours with another label"
    )


def test_suspicion_is_ordered_and_counted_by_hand(digits):
    found = suspicious(spoiling.spoil(digits, wrong_labels=10).train, count=5)
    split = spoiling.spoil(digits, wrong_labels=10).train
    other = split.labels[found.neighbours.indices] != split.labels[found.indices, None]
    assert np.array_equal(other.sum(axis=1), found.disagreeing)
    assert (found.disagreeing >= 3).all()
    assert (np.diff(found.disagreeing) <= 0).all()
    means = found.neighbours.distances.mean(axis=1)
    assert all((np.diff(means[found.disagreeing == votes]) >= 0).all() for votes in (3, 4, 5))


def test_a_sample_is_drawn_by_seed_and_stated(digits):
    spoiled = spoiling.spoil(digits, wrong_labels=30).train
    first, again, other = (suspicious(spoiled, sample=200, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(first.indices, again.indices)
    assert set(first.indices) != set(other.indices)
    assert (first.sample_size, first.split_size) == (200, 1347)
    assert " of 200 images, drawn at random from 1,347, have mostly neighbours" in first.sentence


def test_clean_clusters_have_nothing_suspicious():
    images = np.repeat(np.array([0, 200], np.uint8), 30)[:, None, None] * np.ones((1, 8, 8), np.uint8)
    found = suspicious(Split(images, np.repeat([0, 1], 30)))
    assert len(found.indices) == len(found.suggested) == 0
    assert found.sentence.startswith("0 of all 60 images")
