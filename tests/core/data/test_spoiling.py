"""Spoiling: exact amounts, nothing but what was asked, the test part untouched, the same seed the same damage."""

import numpy as np
import pytest

from digitcore.data import datasets, spoiling
from digitcore.errors import BadInput


@pytest.fixture(scope="module")
def clean():
    return datasets.load("digits")


def counts(dataset):
    return np.bincount(dataset.train.labels, minlength=10)


@pytest.mark.parametrize("name", ["noise", "wrong_labels", "imbalance", "fewer"])
def test_each_damage_makes_a_dataset_spoiled(name):
    assert spoiling.is_spoiled(datasets.load("digits", **{name: 5}).options)
    assert spoiling.is_spoiled({name: 5})


def test_a_seed_or_more_images_spoil_nothing():
    assert not spoiling.is_spoiled(datasets.load("digits", spoil_seed=3).options)
    assert not spoiling.is_spoiled(datasets.load("synthetic", images=60, seed=2).options)
    assert not spoiling.is_spoiled({option.name: option.default for option in spoiling.OPTIONS})


def test_nothing_to_spoil_gives_back_the_same_object(clean):
    assert spoiling.spoil(clean) is clean
    assert spoiling.spoil(clean, spoil_seed=7) is clean


@pytest.mark.parametrize("options", [{"noise": 20}, {"wrong_labels": 10}, {"imbalance": 50}, {"fewer": 50}])
def test_the_test_part_stays_and_the_seed_decides(clean, options):
    spoiled = spoiling.spoil(clean, **options)
    assert spoiled.test is clean.test
    assert spoiled.content_hash != clean.content_hash
    assert spoiled.content_hash == spoiling.spoil(clean, **options).content_hash
    assert spoiled.content_hash != spoiling.spoil(clean, **options, spoil_seed=1).content_hash
    with pytest.raises(ValueError, match="read-only"):
        spoiled.train.images[0] = 0


def test_wrong_labels_are_as_many_as_asked_and_truly_wrong(clean):
    spoiled = spoiling.spoil(clean, wrong_labels=10)
    changed = spoiled.train.labels != clean.train.labels
    assert changed.sum() == 135  # 10 % of 1,347
    assert spoiled.train.labels.max() <= 9
    assert len(set(zip(clean.train.labels[changed], spoiled.train.labels[changed], strict=True))) > 40
    assert np.array_equal(spoiled.train.images, clean.train.images)
    assert (spoiling.spoil(clean, wrong_labels=100).train.labels != clean.train.labels).all()


def test_more_wrong_labels_only_add_to_the_wrong_ones(clean):
    some, more = (spoiling.spoil(clean, wrong_labels=percent).train.labels for percent in (10, 20))
    changed = some != clean.train.labels
    assert np.array_equal(more[changed], some[changed])


def test_fewer_images_keeps_the_same_share_of_every_class(clean):
    kept = counts(spoiling.spoil(clean, fewer=75))
    assert np.array_equal(kept, np.rint(counts(clean) * 0.25))


def test_fewer_images_leaves_one_of_each_class_and_the_order(clean):
    spoiled = spoiling.spoil(clean, fewer=99)
    assert (counts(spoiled) >= 1).all()
    rows = [
        next(i for i, image in enumerate(clean.train.images) if np.array_equal(image, kept))
        for kept in spoiled.train.images
    ]
    assert rows == sorted(rows)
    assert np.array_equal(clean.train.labels[rows], spoiled.train.labels)


def test_imbalance_falls_evenly_from_the_first_class_to_the_last(clean):
    left = counts(spoiling.spoil(clean, imbalance=90))
    assert left[0] == counts(clean)[0]
    assert np.array_equal(left, np.rint(counts(clean) * (1 - 0.9 * np.arange(10) / 9)))


def test_noise_has_the_asked_spread_and_stays_in_the_range(clean):
    images = np.full((2000, 8, 8), 8, np.uint8)  # in the middle of 0..16, where nothing is cut off
    grey = type(clean)("grey", clean.facts, type(clean.train)(images, np.zeros(2000, np.uint8)), clean.test)
    values = spoiling.spoil(grey, noise=10).train.images.astype(float)
    assert values.std() == pytest.approx(
        np.sqrt(1.6**2 + 1 / 12), rel=0.01
    )  # rounding adds 1/12 to the variance
    assert values.mean() == pytest.approx(8, abs=0.02)
    loud = spoiling.spoil(clean, noise=100).train
    assert loud.images.max() == 16
    assert np.array_equal(loud.labels, clean.train.labels)


def test_options_are_loaded_by_name_and_kept_with_the_dataset(clean):
    spoiled = datasets.load("digits", noise=20, spoil_seed=3)
    assert spoiled.options == {"noise": 20, "spoil_seed": 3}
    assert spoiled.content_hash == spoiling.spoil(clean, noise=20, spoil_seed=3).content_hash


@pytest.mark.parametrize("name", [option.name for option in spoiling.OPTIONS])
def test_an_option_out_of_bounds_is_refused_with_a_sentence(name):
    with pytest.raises(BadInput, match=f"{name}=-1 cannot be used. Give a whole number from 0 to"):
        datasets.load("digits", **{name: -1})
