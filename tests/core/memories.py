"""What the tests of the memory share: a store of one's own, settings of a short run, and made-up reports."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import numpy as np
import pytest
import sqlalchemy as sa

from digitcore.lab.queue import claims, machine_speed, queue
from digitcore.lab.queue.queue import Claim
from digitcore.lab.runs import runs
from digitcore.lab.store import schema
from digitcore.lab.store.records import RunRecord
from digitcore.lab.store.store import Store, open_store
from digitcore.learning.engine.reports import Checkpoint, EpochReport, Finished, Point, Snapshot
from digitcore.learning.judging.paired_test import PairedComparison
from digitcore.learning.recipes.config import RunConfig

ROOT = Path(__file__).parents[2]
ADA, BEN, CLEO = ("a" * 32, "b" * 32, "c" * 32)
GIVE_UP_SECONDS = 120


def store_in(folder: Path, **options: float) -> Store:
    return open_store(f"sqlite:///{folder / 'digitlab.sqlite'}", **options)


@contextmanager
def empty_database(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """The address of one of the kind that a fixture has as its parameter."""
    if request.param == "sqlite":
        yield f"sqlite:///{folder / 'digitlab.sqlite'}"
        return
    with request.getfixturevalue("postgresql").database() as url:
        yield url


def perceptron(**changes: object) -> RunConfig:
    """650 parameters on the digits that are always there."""
    return RunConfig().replace(**changes)


def ask(store: Store, visitor: str = ADA, **changes: object) -> RunRecord:
    return runs.request_run(store, perceptron(**changes), recipe="perceptron", visitor=visitor)


def keep_speeds(store: Store, seconds: Mapping[str, float]) -> None:
    """As a worker would have measured them on this machine: seconds an epoch, by recipe."""
    sizes = {"train_n": 60_000, "test_n": 10_000}
    rows = [
        {
            **machine_speed.this_machine(),
            **sizes,
            "recipe": name,
            "seconds_per_epoch": taken,
            "measured_at": schema.now(),
        }
        for name, taken in seconds.items()
    ]
    with store.writing() as connection:
        connection.execute(sa.insert(schema.speeds), rows)


def begun(store: Store, run_id: str | None = None) -> Claim:
    """The next run, taken up by a worker."""
    claim = queue.claim(store, run_id)
    assert claim is not None
    assert claims.begin(store, claim, worker="test:1")
    return claim


def point(step: int, **changes: float) -> Point:
    values = {"epoch": step / 8, "loss": 1 / step, "accuracy": 0.5, "seconds": step / 100}
    return Point(step=step, images_per_second=1000.0, **values | changes)


def epoch_report(epoch: int, **changes: object) -> EpochReport:
    values = {
        "train_loss": 1 / epoch,
        "train_accuracy": 0.5,
        "validation_loss": 2 / epoch,
        "validation_accuracy": 0.4,
        "confusion_matrix": np.arange(100, dtype=np.int64).reshape(10, 10) * epoch,
        "seconds": 0.1,
        "total_seconds": epoch / 10,
        "learning_rate": 0.001,
    }
    return EpochReport(epoch=epoch, **values | changes)


def checkpoint(epoch: int, *, step: int | None = None, units: int = 10) -> Checkpoint:
    """Weights of a layer with `units` units, all of them the epoch's number."""
    weights = (np.full((64, units), epoch, np.float32), np.zeros(units, np.float32))
    optimiser = (np.int64(8 * epoch), np.full((64, units), 0.5, np.float32))
    extra = {"best_loss": 0.25, "waited": 3.0}
    best = tuple(array - 1 for array in weights)
    return Checkpoint(epoch, step or 8 * epoch, epoch / 10, weights, optimiser, extra, best)


def snapshot(epoch: int) -> Snapshot:
    """The weights of `checkpoint`."""
    return Snapshot(epoch, checkpoint(epoch).weights)


def finished(reason: str = "finished", *, epochs: int = 3) -> Finished:
    return Finished(
        reason=reason,
        epochs=epochs,
        seconds=1.5,
        test_loss=0.3,
        test_accuracy=0.9,
        test_n=450,
        test_interval=(0.87, 0.92),
        test_probabilities=np.full((450, 10), 0.1, np.float32),
        layer_table=perceptron().layer_table(_digits_facts()),
        keras_bytes=b"PK\x03\x04 not really",
        arrays={"offset": np.float32(0), "names": np.array(["zero", "one"])},
        versions={"numpy": np.__version__},
        test_labels=np.arange(450, dtype=np.uint8) % 10,
        test_hash="of the test images",
        against_average=PairedComparison(350, 55, 40, 5),
    )


def _digits_facts():
    from digitcore.data.sources import digits

    return digits.SOURCE.facts


def wait_until(happened: Callable[[], bool], what: str, *, instead: Callable[[], object] = str) -> None:
    """Wait for a state; the limit only ends a test that hangs, which then says what there is `instead`."""
    give_up = monotonic() + GIVE_UP_SECONDS
    while not happened():
        if monotonic() > give_up:
            pytest.fail(f"never came: {what}. {instead()}")
        sleep(0.02)


@contextmanager
def program(code: str, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    """Another process that runs this code with the project at hand; killed at the end."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()
