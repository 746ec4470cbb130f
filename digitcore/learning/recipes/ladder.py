"""The ladder: models on one dataset, from the commonest class to a convolutional network, to compare others with.

A recipe for this dataset is a rung unchanged, with the same identity; on other data its network gets pixels from 0 to 1.
"""

from __future__ import annotations

from dataclasses import dataclass

from digitcore.data.dataset import Dataset
from digitcore.errors import BadInput
from digitcore.learning.recipes.config import NETWORK, RunConfig
from digitcore.learning.recipes.recipes import RECIPES, Recipe

_RUNGS = ("commonest", "nearest-average", "logistic-regression", "nearest-neighbours", "perceptron")
_LARGEST = ("mnist-cnn", "cnn-64")
"""The first of these that fits the images is the last rung."""


@dataclass(frozen=True)
class Rung:
    """A recipe, and its settings for this dataset."""

    recipe: Recipe
    config: RunConfig


def ladder(dataset: Dataset) -> tuple[Rung, ...]:
    """The rungs for this dataset, simplest first."""
    fitting = [name for name in _LARGEST if _fits(RECIPES[name].config, dataset)]
    return tuple(_rung(RECIPES[name], dataset) for name in (*_RUNGS, *fitting[:1]))


def _rung(recipe: Recipe, dataset: Dataset) -> Rung:
    config = recipe.config
    if config.model == NETWORK and config.dataset != dataset.name:
        config = config.replace(preparation="scaled")
    return Rung(recipe, config.for_dataset(dataset))


def _fits(config: RunConfig, dataset: Dataset) -> bool:
    try:
        config.layer_table(dataset.facts)
    except BadInput:
        return False
    return True
