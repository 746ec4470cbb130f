"""Which images a run learns from, watches and is judged on."""

import numpy as np
import pytest
from sklearn.model_selection import train_test_split

from digitcore.data import datasets
from digitcore.data.dataset import Dataset
from digitcore.errors import BadInput
from digitcore.learning.engine.data_split import parts_of
from digitcore.learning.recipes.config import RunConfig


def test_digits_are_cut_as_the_recipes_say_and_as_scikit_learn_cuts():
    digits = datasets.load("digits")
    parts = parts_of(RunConfig(seed=3), digits)
    assert [len(part) for part in (parts.train, parts.validation, parts.test)] == [1010, 337, 450]
    train, validation = train_test_split(digits.train.images, test_size=0.25, random_state=3)
    np.testing.assert_array_equal(parts.train.images, train)
    np.testing.assert_array_equal(parts.validation.images, validation)
    np.testing.assert_array_equal(parts.test.images, digits.test.images)


def test_the_test_part_may_be_the_validation_set():
    digits = datasets.load("digits")
    parts = parts_of(RunConfig(validation="test"), digits)
    assert parts.validation is parts.test and parts.train is digits.train


def test_the_preparation_is_fitted_on_the_training_portion_only():
    parts = parts_of(RunConfig(preparation="standardised"), datasets.load("digits"))
    prepared = parts.preparation.apply(parts.train.images)
    np.testing.assert_allclose(prepared.mean(axis=0), 0, atol=1e-5)
    assert abs(parts.preparation.apply(parts.validation.images).mean(axis=0)).max() > 0.01


def test_other_data_than_the_settings_name_is_refused():
    digits, spoilt = datasets.load("digits"), datasets.load("digits", noise=10)
    with pytest.raises(BadInput, match="'mnist'"):
        parts_of(RunConfig(dataset="mnist"), digits)
    with pytest.raises(BadInput, match="are not those"):
        parts_of(RunConfig().for_dataset(digits), spoilt)
    parts_of(RunConfig().for_dataset(spoilt), spoilt)


def test_too_few_images_are_refused():
    digits = datasets.load("digits")
    one = digits.train.take(np.array([0]))
    with pytest.raises(BadInput, match="too few"):
        parts_of(RunConfig(), Dataset("digits", digits.facts, one, digits.test))
