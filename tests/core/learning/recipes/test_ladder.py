"""The ladder on small and large images: what stands on it, and that its runs are the recipes' own."""

from dataclasses import replace

import numpy as np

from digitcore.data import datasets
from digitcore.data.dataset import Dataset, Split
from digitcore.learning.recipes.config import NETWORK
from digitcore.learning.recipes.ladder import ladder
from digitcore.learning.recipes.recipes import RECIPES

SIMPLE = ["commonest", "nearest-average", "logistic-regression", "nearest-neighbours", "perceptron"]


def test_on_digits_the_rungs_are_the_recipes_themselves():
    dataset = datasets.load("digits")
    rungs = ladder(dataset)
    assert [rung.recipe.name for rung in rungs] == [*SIMPLE, "cnn-64"]
    for rung in rungs:
        assert rung.config.identity == RECIPES[rung.recipe.name].config.for_dataset(dataset).identity


def test_on_larger_images_the_last_rung_is_larger_and_values_are_scaled():
    dataset = datasets.load("synthetic", images=1_000)
    rungs = {rung.recipe.name: rung.config for rung in ladder(dataset)}
    assert list(rungs) == [*SIMPLE, "mnist-cnn"]
    assert all(config.preparation == "scaled" for config in rungs.values() if config.model == NETWORK)
    assert all(config.dataset_hash == dataset.content_hash for config in rungs.values())


def test_images_too_small_for_a_convolution_have_a_ladder_without_one():
    digits = datasets.load("digits")
    small = Split(np.ascontiguousarray(digits.train.images[:, :3, :3]), digits.train.labels)
    dataset = Dataset("own-small", replace(digits.facts, side=3), small, small)
    assert [rung.recipe.name for rung in ladder(dataset)] == SIMPLE
