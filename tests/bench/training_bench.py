"""Seconds per epoch of the ten recipes: ours as the app runs it, Keras's `fit`, and PyTorch, on the same data in one run.

All validate each epoch. Ours also counts the confusion matrix, and its live points, epochs, checkpoints and weights go
into a store on disk. The first epoch of each, in which graphs are traced, is not counted. PyTorch is measured where
`make peers` has installed it. `python -m tests.bench.training_bench [RECIPE…]` runs it alone.
"""

import gc
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from digitcore.data import datasets
from digitcore.data.preparation import one_hot
from digitcore.lab.queue import queue, worker
from digitcore.lab.runs import runs
from digitcore.lab.store.store import open_store
from digitcore.learning.engine.data_split import parts_of
from digitcore.learning.engine.reports import EpochReport
from digitcore.learning.layers import network
from digitcore.learning.layers.optimisers import OPTIMISERS
from digitcore.learning.recipes import recipes

EPOCHS = {
    "perceptron": 99, "cnn-5": 60, "cnn-64": 30, "shallow-mse": 6, "shallow-poisson": 6, "mnist-cnn": 1,
    "dense-128": 5, "smallest-95": 3, "dense-bn": 3, "dense-dropout": 2,
}  # fmt: skip
"""Epochs measured of each, after the first."""

WANTED = {
    "perceptron": 20, "cnn-5": 8, "cnn-64": 6, "shallow-mse": 2.5, "shallow-poisson": 2.5, "mnist-cnn": 1.1,
    "dense-128": 1.5, "smallest-95": 4, "dense-bn": 2, "dense-dropout": 1.5,
}  # fmt: skip
"""Times as fast as `fit`."""

ROUNDS = 3
"""Each is measured this often, in turns, and the quickest counts: other work on the machine only slows it down."""

PEER = Path(__file__).parents[2] / ".peers/bin/python"


def run(names=tuple(EPOCHS)):
    """Measure and print the table."""
    head = ("recipe", "fit, s/epoch", "ours, s/epoch", "times as fast", "wanted", "torch, s/epoch")
    print("".join(f"{title:>16}" if number else f"{title:<18}" for number, title in enumerate(head)))
    for name in names:
        config = recipes.find(name).config
        dataset = datasets.load(config.dataset)
        measured = [
            [measure(config, dataset, EPOCHS[name]) for measure in (seconds_of_fit, seconds_of_ours)]
            for _ in range(ROUNDS)
        ]
        keras_fit, ours = (min(column) for column in zip(*measured, strict=True))
        torch = seconds_of_torch(config, dataset, EPOCHS[name])
        print(
            f"{name:<18}{keras_fit:>16.4f}{ours:>16.4f}{keras_fit / ours:>16.1f}{WANTED[name]:>16}{torch:>16}",
            flush=True,
        )


def seconds_of_ours(config, dataset, epochs):
    """As a worker of the app does it, in this process."""
    ended = []

    def note(report):
        if isinstance(report, EpochReport):
            ended.append(report.total_seconds)

    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/bench.sqlite")
        wanted = config.replace(epochs=epochs + 1).for_dataset(dataset)
        request = runs.request_run(store, wanted, recipe="", visitor="")
        worker.train_run(store, queue.claim(store, request.id), on_report=note)
        assert runs.get(store, request.id).state == "finished"
    gc.collect()
    return (ended[-1] - ended[0]) / epochs


def seconds_of_fit(config, dataset, epochs):
    parts, facts = parts_of(config, dataset), dataset.facts
    model = network.build(config.layers, side=facts.side, class_count=facts.class_count, seed=config.seed)
    optimiser = OPTIMISERS[config.optimiser].build(
        learning_rate=config.learning_rate, momentum=config.momentum, nesterov=config.nesterov
    )
    model.compile(optimiser, config.loss, metrics=["accuracy"])
    train_part, validation = (
        (parts.preparation.apply(part.images)[..., None], one_hot(part.labels, facts.class_count))
        for part in (parts.train, parts.validation)
    )
    options = {"batch_size": config.batch, "validation_data": validation, "verbose": 0}
    model.fit(*train_part, epochs=1, **options)
    started = time.perf_counter()
    model.fit(*train_part, epochs=epochs, **options)
    seconds = (time.perf_counter() - started) / epochs
    gc.collect()
    return seconds


def seconds_of_torch(config, dataset, epochs):
    """Plain eager PyTorch in its own environment; a dash where there is none."""
    if not PEER.exists():
        return "-"
    parts = parts_of(config, dataset)
    arrays = {}
    for name, part in (("", parts.train), ("held_", parts.validation)):
        arrays[f"{name}images"] = parts.preparation.apply(part.images)[:, None].astype(np.float32)
        arrays[f"{name}labels"] = part.labels.astype(np.int64)
    job = {
        "layers": [layer.to_dict() for layer in config.layers], "classes": dataset.class_count, "loss": config.loss,
        "optimiser": config.optimiser, "learning_rate": config.learning_rate, "batch": config.batch, "epochs": epochs,
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        np.savez(f"{folder}/data.npz", **arrays)
        (Path(folder) / "job.json").write_text(json.dumps(job))
        command = [PEER, Path(__file__).with_name("torch_epochs.py"), folder]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    return f"{float(done.stdout):.4f}"


if __name__ == "__main__":
    run(sys.argv[1:] or tuple(EPOCHS))
