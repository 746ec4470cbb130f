"""What the tests of exports share: a run trained here and taken away without a store, and scripts in a fresh process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from digitcore.data import datasets
from digitcore.data.dataset import Dataset, Split
from digitcore.data.preparation import split_indices
from digitcore.export.exported_run import TakenRun
from digitcore.learning.engine.data_split import parts_of
from digitcore.learning.engine.reports import EpochReport, Finished, Point
from digitcore.learning.engine.training import train
from digitcore.learning.recipes.config import TEST, RunConfig


def trained(config: RunConfig, dataset: Dataset | None = None, **changes: object) -> TakenRun:
    """A run of `config`, carried out here; `changes` are fields of the run."""
    dataset = dataset or datasets.load(config.dataset, **config.dataset_options)
    reports = list(train(config, dataset))
    end = reports[-1]
    assert isinstance(end, Finished)
    values = {
        "run": "0123456789ab", "title": "A run", "note": "", "recipe": "", "state": "finished", "reason": end.reason,
        "seconds": end.seconds, "epochs_done": end.epochs, "config": config, "facts": dataset.facts,
        "parameters": sum(row.parameters for row in end.layer_table) or None,
        "points": tuple(one for one in reports if isinstance(one, Point)),
        "epochs": tuple(one for one in reports if isinstance(one, EpochReport)),
        "probabilities": end.test_probabilities, "true_labels": end.test_labels, "layer_table": end.layer_table,
        "versions": end.versions, "arrays": end.arrays,
        "load_keras": None if end.keras_bytes is None else lambda: end.keras_bytes,
        "load_dataset": lambda: dataset,
    }  # fmt: skip
    return TakenRun(**values | changes)


def with_first_images(config: RunConfig, dataset: Dataset, n: int) -> Dataset:
    """A dataset of which a run of `config` learns from those `n` images that a script with `--images n` takes."""
    first = parts_of(config, dataset).train.take(np.arange(n))
    if config.validation == TEST:
        return Dataset(dataset.name, dataset.facts, first, dataset.test)
    total = next(total for total in range(n, 100 * n) if total - np.ceil(total * config.validation) == n)
    watched, learnt = split_indices(total, first_share=config.validation, seed=config.seed)
    images, labels = np.empty((total, *first.images.shape[1:]), np.uint8), np.empty(total, np.uint8)
    images[learnt], labels[learnt] = first.images, first.labels
    images[watched], labels[watched] = (
        dataset.test.images[: len(watched)],
        dataset.test.labels[: len(watched)],
    )
    return Dataset(dataset.name, dataset.facts, Split(images, labels), dataset.test)


_RUN = """
import hashlib, json, runpy, sys
import numpy as np

def hashed(images):
    return hashlib.sha256(np.ascontiguousarray(images, np.uint8)).hexdigest()

found = []
for number, arguments in enumerate(json.loads(sys.argv[1])):
    sys.argv = arguments
    names = runpy.run_path(arguments[0])
    model = names["model"]
    if hasattr(model, "get_weights"):
        np.savez(f"weights{number}.npz", *model.get_weights())
    found.append({
        "accuracy": float(names["accuracy"]),
        "parameters": model.count_params() if hasattr(model, "count_params") else None,
        "train": hashed(names["x_train"]),
        "validation": hashed(names["x_validation"]),
        "test": hashed(names["x_test"]),
    })
assert "digitcore" not in sys.modules
with open("found.json", "w") as file:
    json.dump(found, file)
"""


def run_scripts(folder: Path, calls: Sequence[Sequence[str]]) -> list[dict]:
    """Run scripts of `folder` there, each with its arguments, in one fresh process; what each came to."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    done = subprocess.run(
        [sys.executable, "-c", _RUN, json.dumps(calls)],
        cwd=folder, env=environment | {"TF_CPP_MIN_LOG_LEVEL": "3"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads((folder / "found.json").read_text())
    for number, one in enumerate(found):
        path = folder / f"weights{number}.npz"
        one["weights"] = list(np.load(path).values()) if path.exists() else []
    return found
