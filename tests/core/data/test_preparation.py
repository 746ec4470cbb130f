"""Splits and preparations, against scikit-learn and by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler, label_binarize

from digitcore.data import datasets
from digitcore.data.preparation import PREPARATIONS, Preparation, fit, one_hot, split_indices
from digitcore.errors import BadInput

# Two images of 2×2: the first pixel never changes, the last is 0 or 10.
TWO = np.array([[[7, 0], [4, 0]], [[7, 2], [8, 10]]], np.uint8)


@pytest.fixture(scope="module")
def digits():
    return datasets.load("digits")


@pytest.mark.parametrize(
    ("n", "share", "seed"), [(1797, 0.25, 0), (1347, 0.25, 3), (60_000, 0.1, 1), (7, 0.5, 2)]
)
def test_a_split_is_that_of_scikit_learn(n, share, seed):
    rest, first = train_test_split(np.arange(n), test_size=share, random_state=seed)
    ours = split_indices(n, first_share=share, seed=seed)
    assert np.array_equal(ours[0], first)
    assert np.array_equal(ours[1], rest)


@given(
    counts=st.lists(st.integers(2, 60), min_size=2, max_size=12),
    share=st.floats(0.05, 0.95),
    seed=st.integers(0, 1000),
)
def test_a_stratified_split_keeps_proportions_and_every_class_in_both_parts(counts, share, seed):
    n, classes = sum(counts), len(counts)
    size = int(np.ceil(n * share))
    labels = np.random.default_rng(seed).permutation(np.repeat(np.arange(classes), counts))
    if not classes <= size <= n - classes:
        with pytest.raises(BadInput, match=f"A part of {size} of {n} images"):
            split_indices(n, first_share=share, seed=seed, labels=labels)
        return
    first, rest = split_indices(n, first_share=share, seed=seed, labels=labels)
    assert len(first) == size
    assert np.array_equal(np.sort(np.concatenate([first, rest])), np.arange(n))
    in_first = np.bincount(labels[first], minlength=classes)
    assert (in_first >= 1).all()
    assert (in_first < counts).all()
    quotas = np.array(counts) * size / n
    if (quotas >= 1).all() and (
        quotas <= np.array(counts) - 1
    ).all():  # nothing had to be moved for a rare class
        assert (np.abs(in_first - quotas) < 1).all()


def test_a_stratified_split_by_hand():
    labels = np.repeat(
        [0, 1, 2], [5, 3, 2]
    )  # half of them: 2.5, 1.5, 1; the first of equal remainders gets the odd one
    first, rest = split_indices(10, first_share=0.5, seed=0, labels=labels)
    assert np.bincount(labels[first]).tolist() == [3, 1, 1]
    assert np.bincount(labels[rest]).tolist() == [2, 2, 1]


def test_a_class_of_one_image_and_a_missing_class_are_no_hindrance():
    labels = np.repeat([0, 2, 3], [10, 1, 9])
    first, rest = split_indices(20, first_share=0.25, seed=1, labels=labels)
    assert len(first) == 5
    assert {0, 3} <= set(labels[first]) & set(labels[rest])


def test_standardised_equals_scikit_learn_where_a_pixel_changes(digits):
    train, test = (
        split.images.reshape(len(split), -1).astype(float) for split in (digits.train, digits.test)
    )
    scaler = StandardScaler().fit(train)
    changes = scaler.var_ > 0
    assert 0 < (~changes).sum() < 10
    preparation = fit("standardised", digits.train.images, maximum=16)
    for images, expected in ((digits.train.images, train), (digits.test.images, test)):
        ours = preparation.apply(images).reshape(len(images), -1)
        assert ours.dtype == np.float32
        np.testing.assert_allclose(
            ours[:, changes], scaler.transform(expected)[:, changes], rtol=1e-6, atol=1e-6
        )
        assert (ours[:, ~changes] == 0).all()


def test_standardised_by_hand():
    preparation = fit("standardised", TWO, maximum=16)
    assert preparation.apply(TWO).tolist() == [[[0, -1], [-1, -1]], [[0, 1], [1, 1]]]
    new = np.array([[[16, 5], [6, 20]]], np.uint8)
    assert preparation.apply(new).tolist() == [[[0, 4], [0, 3]]]  # a constant pixel is 0, whatever comes


def test_raw_and_scaled_by_hand():
    assert fit("raw", TWO, maximum=16).apply(TWO).tolist() == TWO.tolist()
    assert fit("scaled", TWO, maximum=16).apply(TWO).tolist() == (TWO / 16).tolist()
    every_value = np.arange(256, dtype=np.uint8).reshape(1, 16, 16)
    scaled = fit("scaled", every_value, maximum=255).apply(every_value)
    assert np.array_equal(scaled, (every_value / 255).astype(np.float32))


@pytest.mark.parametrize("name", PREPARATIONS)
def test_a_stored_preparation_does_the_same(digits, name, tmp_path):
    preparation = fit(name, digits.train.images, maximum=16)
    np.savez(tmp_path / "stored.npz", **preparation.to_arrays())
    with np.load(tmp_path / "stored.npz", allow_pickle=False) as arrays:
        again = Preparation.from_arrays(name, arrays)
    assert np.array_equal(again.apply(digits.test.images), preparation.apply(digits.test.images))
    assert again.name == preparation.name == name


@pytest.mark.parametrize("name", PREPARATIONS)
def test_many_images_one_and_none_are_prepared_alike(digits, name):
    preparation = fit(name, digits.train.images, maximum=16)
    whole = preparation.apply(digits.train.images)  # more than one step
    assert whole.shape == digits.train.images.shape
    assert np.array_equal(preparation.apply(digits.train.images[1200:1201]), whole[1200:1201])
    framed = digits.train.images[:1].astype(np.float32)
    assert np.array_equal(preparation.apply(framed), whole[:1])
    assert preparation.apply(digits.train.images[:0]).shape == (0, 8, 8)


def test_images_of_another_size_are_refused(digits):
    preparation = fit("standardised", digits.train.images, maximum=16)
    with pytest.raises(BadInput, match=r"Images of 28×28 pixels do not fit a preparation for 8×8\."):
        preparation.apply(np.zeros((1, 28, 28), np.uint8))


def test_an_unknown_preparation_is_refused_with_the_names_there_are():
    with pytest.raises(
        BadInput, match=r"no preparation called 'log'\. Choose one of: raw, scaled, standardised"
    ):
        fit("log", TWO, maximum=16)


def test_one_hot_equals_scikit_learn(digits):
    labels = digits.test.labels
    assert np.array_equal(one_hot(labels, 10), label_binarize(labels, classes=range(10)))
    assert one_hot(labels, 10).dtype == np.float32
