"""Networks of the published experiments, trained for a few epochs: how quick a page is does not depend on how good they are."""

from dataclasses import replace

from digitcore.data import datasets
from digitcore.data.dataset import Dataset
from digitcore.lab.queue import queue, worker
from digitcore.lab.runs import runs
from digitcore.lab.store.store import Store
from digitcore.learning.recipes.recipes import RECIPES

VISITOR = "a" * 32
_FEW = 1_000


def trained(store: Store, recipe: str, *, epochs: int) -> str:
    """A finished run, trained in this process; where it is of MNIST, on a few images of that size."""
    is_large = RECIPES[recipe].config.dataset == "mnist"
    images = datasets.load("synthetic", images=_FEW) if is_large else datasets.load("digits")
    run_id = _requested(store, recipe, images, epochs)
    worker.train_run(store, queue.claim(store, run_id))
    return run_id


def requested(store: Store, recipe: str, *, epochs: int) -> str:
    """A run in the queue."""
    return _requested(store, recipe, datasets.load(RECIPES[recipe].config.dataset), epochs)


def _requested(store: Store, recipe: str, images: Dataset, epochs: int) -> str:
    found = RECIPES[recipe]
    config = replace(found.config, epochs=epochs).for_dataset(images)
    return runs.request_run(store, config, recipe=recipe, visitor=VISITOR, title=found.title).id
