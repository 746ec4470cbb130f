"""Runs per minute of a sweep with one worker and with two, each process pinned to a core of its own.

Scheduler and workers are started by their commands; the store is a file. Workers are warm before the clock starts.
"""

import os
import tempfile
import time
from pathlib import Path
from unittest.mock import patch

from digitcore.data import datasets
from digitcore.lab.queue import sweep_runs
from digitcore.lab.queue.dispatcher import Dispatcher
from digitcore.lab.store.store import open_store
from digitcore.learning.guided.sweeps import plan
from tests.core.clusters import loopback, machines
from tests.core.memories import wait_until
from tests.measured import NotMeasuredError

RUNS, EPOCHS = 12, 150
WANTED = 1.7


def run():
    """Measure and print the table."""
    cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
    if len(cores) < 2:
        raise NotMeasuredError("two workers need two cores, and Linux to pin them")
    print(f"{'workers':>8}{'runs':>8}{'seconds':>10}{'runs a minute':>16}{'times':>8}{'wanted':>8}")
    alone = None
    for count in (1, 2):
        seconds = seconds_with(cores[:count])
        alone = alone or seconds
        wanted = f"{WANTED:>8}" if count == 2 else ""
        print(
            f"{count:>8}{RUNS:>8}{seconds:>10.1f}{60 * RUNS / seconds:>16.1f}{alone / seconds:>8.2f}{wanted}",
            flush=True,
        )


def seconds_with(cores):
    """From requesting the sweep to its last result, with a worker on each of these cores."""
    data = {"digits": datasets.load("digits")}
    sweep = sweep_runs.for_data(
        plan("cnn-64", seeds=RUNS // 2, learning_rates=[0.001, 0.003], settings={"epochs": EPOCHS}), data
    )
    environment = {"DIGITLAB_SCHEDULER": f"tcp://{loopback()}"}
    with (
        tempfile.TemporaryDirectory() as folder,
        machines(environment, workers=0) as started,
        patch.dict(os.environ, environment),
    ):
        for core in cores:
            started.start_worker("taskset", "--cpu-list", str(core))
        store = open_store(f"sqlite:///{Path(folder) / 'bench.sqlite'}")
        begun = time.perf_counter()
        sweep_runs.request(store, sweep, data, visitor="")
        jobs = Dispatcher(store)
        jobs.start()
        try:
            wait_until(
                lambda: bool(jobs.problem) or not sweep_runs.progress(store, sweep).coming, "the sweep's end"
            )
            seconds = time.perf_counter() - begun
        finally:
            jobs.close()
        assert len(sweep_runs.progress(store, sweep).ended) == RUNS, jobs.problem
        return seconds


if __name__ == "__main__":
    run()
