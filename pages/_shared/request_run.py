"""How pages put a training into the queue."""

from __future__ import annotations

from digitcore.data.dataset import Dataset
from digitcore.lab.queue import training_limits
from digitcore.lab.runs import runs
from digitcore.lab.store.records import RunRecord
from digitcore.learning.recipes.config import RunConfig
from pages._shared import lab
from pages._shared.controls import visitor


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
