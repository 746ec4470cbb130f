"""How long a training may take on this machine, in words, before it starts."""

from __future__ import annotations

from digitcore.data.dataset import Dataset
from digitcore.errors import BadInput
from digitcore.learning.engine import training_estimate
from digitcore.learning.recipes.config import RunConfig
from digitcore.learning.recipes.recipes import RECIPES, Recipe
from pages._shared import lab
from pages._shared.components import polling
from pages._shared.controls import state, words

_UNKNOWN = "time still being measured"


def of_recipe(recipe: Recipe) -> str:
    """The measured time."""
    speed = lab.speeds().get(recipe.name)
    if speed is not None:
        return words.duration(speed.seconds_per_epoch * recipe.config.epochs)
    return _UNKNOWN


def of_network(config: RunConfig, dataset: Dataset) -> str:
    """An estimate from what other networks take on this machine."""
    sizes = {"train_n": len(dataset.train), "test_n": len(dataset.test)}
    try:
        work = training_estimate.work_of(config, dataset.facts, **sizes)
    except BadInput as problem:
        return str(problem)
    if work is None:
        return "time not known for these data"
    seconds = training_estimate.seconds_per_epoch(work, list(lab.speeds().values()))
    if seconds is None:
        return _UNKNOWN
    at_most = "at most " if config.patience else ""
    return f"{at_most}{words.duration(seconds * config.epochs)} on this machine, judging by other networks"


def run_again_when_measured() -> None:
    """Run the page again when another recipe has been measured; poll only while some have not."""
    if (known := len(lab.speeds())) < len(RECIPES):
        _poll(known)


@polling.every(3.0)
def _poll(known: int) -> None:
    if len(lab.speeds()) != known:
        state.run_again()
