"""How fast this machine trains the recipes: an idle worker measures it, and the store holds one figure a recipe.

Figures are stored by machine and package versions. Pages read them without loading TensorFlow; `training_estimate` derives
the time of other networks from them.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import sqlalchemy as sa

from digitcore.data import datasets
from digitcore.data.dataset import Dataset
from digitcore.lab.queue import queue, worker_datasets
from digitcore.lab.store import schema
from digitcore.lab.store.store import Store
from digitcore.learning.engine.training_estimate import (
    Speed,
    Work,
    fewest_seconds_per_epoch,
    seconds_per_epoch,
    work_of,
)
from digitcore.learning.recipes.config import RunConfig
from digitcore.learning.recipes.recipes import RECIPES, Recipe

_speeds = schema.speeds


def known_speeds(store: Store) -> dict[str, Speed]:
    """The figures by recipe, of the machine that measured last."""
    last = sa.select(_speeds.c.machine, _speeds.c.versions).order_by(_speeds.c.measured_at.desc()).limit(1)
    with store.reading() as connection:
        which = connection.execute(last).one_or_none()
        if which is None:
            return {}
        same = (_speeds.c.machine == which.machine) & (_speeds.c.versions == which.versions)
        rows = connection.execute(sa.select(_speeds).where(same)).all()
    return {row.recipe: _speed(row) for row in rows if row.recipe in RECIPES}


def measure_missing(store: Store) -> bool:
    """Time the recipes not yet timed on this machine; False where a training interrupted it."""
    machine = this_machine()
    timed = sa.select(_speeds.c.recipe).where(*(_speeds.c[name] == value for name, value in machine.items()))
    with store.reading() as connection:
        done = set(connection.execute(timed).scalars())
    for recipe in RECIPES.values():
        if recipe.name not in done:
            row = _measured(recipe, lambda: queue.needs_a_worker(store))
            if row is None:
                return False
            with (
                suppress(sa.exc.IntegrityError),
                store.writing() as connection,
            ):  # another worker measured it first
                connection.execute(sa.insert(_speeds).values(**machine, **row, measured_at=schema.now()))
    return True


def this_machine() -> dict[str, str]:
    """What decides the time of an epoch, besides the recipe."""
    from digitcore.learning.engine.final_report import versions

    return {"machine": _machine(), "versions": ", ".join(versions("tensorflow", "keras").values())}


def seconds(config: RunConfig, dataset: Dataset, known: Sequence[Speed]) -> float | None:
    """Estimated seconds of a training on the measured machine; None where too little was measured."""
    work = _work(config, dataset)
    if work is None:
        return 0.0  # classical models take moments
    measured = next((speed.seconds_per_epoch for speed in known if speed.work == work), None)
    per_epoch = seconds_per_epoch(work, known) if measured is None else measured
    return None if per_epoch is None else per_epoch * config.epochs


def fewest_seconds(config: RunConfig, dataset: Dataset) -> float:
    """The least seconds that a training takes on any machine."""
    work = _work(config, dataset)
    return 0.0 if work is None else fewest_seconds_per_epoch(work) * config.epochs


def _work(config: RunConfig, dataset: Dataset) -> Work | None:
    return work_of(config, dataset.facts, train_n=len(dataset.train), test_n=len(dataset.test))


def _measured(recipe: Recipe, should_stop: Callable[[], bool]) -> dict[str, object] | None:
    """One row without its machine; None where the measurement was interrupted."""
    from digitcore.learning.engine import epoch_timing

    if should_stop():
        return None
    dataset = worker_datasets.load(recipe.config.dataset, {})
    per_epoch = epoch_timing.seconds_per_epoch(recipe.config, dataset, should_stop=should_stop)
    if per_epoch is None:
        return None
    return {
        "recipe": recipe.name,
        "train_n": len(dataset.train),
        "test_n": len(dataset.test),
        "seconds_per_epoch": per_epoch,
    }


def _speed(row: sa.Row[tuple[object, ...]]) -> Speed:
    config = RECIPES[row.recipe].config
    facts = datasets.find(config.dataset).facts
    return Speed(
        row.recipe,
        work_of(config, facts, train_n=row.train_n, test_n=row.test_n),
        row.seconds_per_epoch,
    )


def _machine() -> str:
    """Processor and cores, in words."""
    model = platform.processor() or platform.machine()
    with suppress(OSError, StopIteration):
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        model = next(line for line in lines if line.startswith("model name")).partition(":")[2].strip()
    return f"{model}, {os.cpu_count()} cores"[:128]
