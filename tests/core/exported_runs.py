"""Runs that are trained here and exported without a store, and exported scripts run in a fresh process."""

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
from digitcore.export.exported_run import ExportedRun
from digitcore.learning.engine.data_split import parts_of
from digitcore.learning.engine.reports import EpochReport, Finished, Point
from digitcore.learning.prediction.examination import Examination
from digitcore.learning.recipes.config import TEST, RunConfig
from tests.core.trainings import train_once


def trained(
    config: RunConfig, dataset: Dataset | None = None, *, title: str = "A run", recipe: str = ""
) -> ExportedRun:
    """A run of `config`, trained in this process without a store."""
    dataset = dataset or datasets.load(config.dataset, **config.dataset_options)
    reports = train_once(config, dataset)
    end = reports[-1]
    assert isinstance(end, Finished)
    examination = Examination(
        "0123456789ab", title, dataset.name, dataset.facts.class_names, end.test_probabilities, end.test_labels,
        dataset.test.content_hash,
    )  # fmt: skip
    return ExportedRun(
        examination=examination, note="", recipe=recipe, state="finished", reason=end.reason, seconds=end.seconds,
        epochs_done=end.epochs, parameters=sum(row.parameters for row in end.layer_table) or None, config=config,
        facts=dataset.facts, points=tuple(report for report in reports if isinstance(report, Point)),
        epochs=tuple(report for report in reports if isinstance(report, EpochReport)),
        layer_table=end.layer_table, versions=end.versions, arrays=end.arrays,
        load_keras=None if end.keras_bytes is None else lambda: end.keras_bytes, load_dataset=lambda: dataset,
    )  # fmt: skip


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

results = []
for number, arguments in enumerate(json.loads(sys.argv[1])):
    sys.argv = arguments
    names = runpy.run_path(arguments[0])
    model = names["model"]
    if hasattr(model, "get_weights"):
        np.savez(f"weights{number}.npz", *model.get_weights())
    results.append({
        "accuracy": float(names["accuracy"]),
        "parameters": model.count_params() if hasattr(model, "count_params") else None,
        "train": hashed(names["x_train"]),
        "validation": hashed(names["x_validation"]),
        "test": hashed(names["x_test"]),
    })
assert "digitcore" not in sys.modules
with open("results.json", "w") as file:
    json.dump(results, file)
"""


def run_scripts(folder: Path, calls: Sequence[Sequence[str]]) -> list[dict]:
    """Run scripts of `folder` there, each with its arguments, in one fresh process; the results of each."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    done = subprocess.run(
        [sys.executable, "-c", _RUN, json.dumps(calls)],
        cwd=folder, env=environment | {"TF_CPP_MIN_LOG_LEVEL": "3"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    results = json.loads((folder / "results.json").read_text())
    for number, result in enumerate(results):
        path = folder / f"weights{number}.npz"
        result["weights"] = list(np.load(path).values()) if path.exists() else []
    return results
