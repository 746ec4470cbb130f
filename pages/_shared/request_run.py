"""How pages put a training into the queue."""

from __future__ import annotations

from digitcore.data import datasets
from digitcore.data.dataset import Dataset
from digitcore.lab.queue import training_limits
from digitcore.lab.runs import runs
from digitcore.lab.store.records import RunRecord
from digitcore.learning.recipes.config import RunConfig
from pages._shared import lab
from pages._shared.controls import visitor

_SEEDS_TRIED = 100


def on_dataset(config: RunConfig, dataset: Dataset, *, recipe: str, title: str) -> RunRecord:
    """Request a run on exactly this data, or join the run with the same identity."""
    config = config.for_dataset(dataset)
    training_limits.check_new(lab.store(), config, dataset)
    return runs.request_run(lab.store(), config, recipe=recipe, visitor=visitor.current(), title=title)


def with_seed(run: RunRecord, seed: int) -> RunRecord:
    """The same training with another seed."""
    config = run.config.replace(seed=seed)
    return runs.request_run(
        lab.store(), config, recipe=run.recipe, visitor=visitor.current(), title=run.title
    )


def can_be_repeated(run: RunRecord) -> bool:
    """Whether its data is still there."""
    source = datasets.sources().get(run.config.dataset)
    return source is not None and not source.is_lost()


def with_new_seed(run: RunRecord) -> RunRecord:
    """The same training with the next seed that nobody has trained it with."""
    seed = run.config.seed + 1
    configs = {each: run.config.replace(seed=each) for each in range(seed, seed + _SEEDS_TRIED)}
    trained = runs.joinable(lab.store(), [config.identity for config in configs.values()])
    return with_seed(run, next((seed for seed in configs if configs[seed].identity not in trained), seed))
