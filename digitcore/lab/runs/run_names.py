"""What tells a run apart from others of its title: the settings that are its own, and its data."""

from __future__ import annotations

from digitcore.data import datasets
from digitcore.errors import BadInput
from digitcore.lab.store.records import RunRecord
from digitcore.learning.recipes.config import NETWORK, RunConfig
from digitcore.learning.recipes.recipes import RECIPES

_SETTINGS = {
    "learning_rate": "rate {:g}",
    "batch": "batches of {}",
    "epochs": "{:,} epochs",
    "optimiser": "{}",
    "loss": "{}",
    "seed": "seed {}",
}
_MOST_LAYERS = 3


def apart(run: RunRecord) -> str:
    """Such as "rate 0.1, seed 3, Digits 8×8": what differs from the published experiment, and the data.

    A network of one's own differs from none: it is known by its hidden layers. What the title says is not repeated.
    """
    config, recipe = run.config, RECIPES.get(run.recipe)
    usual = recipe.config if recipe else RunConfig()
    own = [] if recipe else _hidden_layers(config)
    for name, words in _SETTINGS.items():
        if (value := getattr(config, name)) != getattr(usual, name):
            own.append(words.format(value).replace("_", " "))
    return ", ".join([*(each for each in own if each not in run.title), _title_of_data(config.dataset)])


def _hidden_layers(config: RunConfig) -> list[str]:
    source = datasets.sources().get(config.dataset)
    if config.model != NETWORK or source is None:
        return []
    try:
        rows = config.layer_table(source.facts)[:-1]
    except BadInput:  # the dataset was replaced by another of this name
        return []
    named = [row.words for row in rows if row.kind != "flatten"]
    return named[:_MOST_LAYERS] + ["…"] * (len(named) > _MOST_LAYERS)


def _title_of_data(name: str) -> str:
    source = datasets.sources().get(name)
    return source.facts.title if source else name
