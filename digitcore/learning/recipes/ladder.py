"""The ladder: models from one that does not look to a convolutional network, on one dataset. Any other stands on a rung.

After `recipes` in the reading order. A recipe that was made for these data is a rung as it is, with the same identity;
on others a network gets values from 0 to 1.
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
    """A recipe, and its settings for these data."""

    recipe: Recipe
    config: RunConfig


def ladder(dataset: Dataset) -> tuple[Rung, ...]:
    """The rungs for exactly this data, the simplest first."""
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
