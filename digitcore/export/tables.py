"""The numbers of a run: settings, points, epochs with their confusion matrices, classes, probabilities, versions.

One JSON value or several tables, each a CSV file, with the same content. Nothing is rounded: float32 has as many digits
as distinguish it from its neighbours. NaN and infinity are `null` in JSON and an empty cell in CSV.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitcore.export.exported_run import ExportedRun
from digitcore.figures.picture import Table
from digitcore.learning.engine.reports import EpochReport, Point

FORM = "digitlab-run"
VERSION = 1
"""Of the JSON's keys: raise it when a key goes or changes its meaning."""

_POINT = ("step", "epoch", "loss", "accuracy", "seconds", "images_per_second")
_EPOCH = (
    "epoch", "train_loss", "train_accuracy", "validation_loss", "validation_accuracy", "seconds", "total_seconds",
    "learning_rate",
)  # fmt: skip


def as_json(run: ExportedRun) -> str:
    """All numbers as one JSON object."""
    examination = run.examination
    judgement = examination.judgement
    value = {
        "form": FORM,
        "version": VERSION,
        "run": _about(run),
        "settings": _settings(run),
        "class_names": list(run.facts.class_names),
        "layers": [asdict(row) for row in run.layer_table],
        "points": [_row(point, _POINT) for point in run.points],
        "epochs": [
            _row(report, _EPOCH) | {"confusion_matrix": report.confusion_matrix.tolist()}
            for report in run.epochs
        ],
        "test": {
            "n": judgement.n,
            "accuracy": judgement.accuracy,
            "interval": list(judgement.interval),
            "cross_entropy": judgement.loss,
            "confusion_matrix": judgement.confusion_matrix.tolist(),
            "true_labels": examination.true_labels.tolist(),
            "probabilities": [_shortest(row) for row in examination.probabilities],
        },
        "per_class": examination.measures.rows(run.facts.class_names),
        "versions": dict(run.versions),
    }
    return json.dumps(value, ensure_ascii=False, allow_nan=False) + "\n"


def as_tables(run: ExportedRun) -> dict[str, Table]:
    """The same numbers as tables, by name."""
    names, examination = run.facts.class_names, run.examination
    about = _about(run) | {f"setting {name}": _written(value) for name, value in _settings(run).items()}
    about |= {f"version of {name}": version for name, version in run.versions.items()}
    by_class = np.array([_shortest(row) for row in examination.probabilities]).T
    probabilities: dict[str, Sequence[Any]] = {
        f"probability of {name}": by_class[k].tolist() for k, name in enumerate(names)
    }
    return {
        "run": Table({"what": list(about), "value": list(about.values())}),
        "points": _table([_row(point, _POINT) for point in run.points], _POINT),
        "epochs": _table([_row(report, _EPOCH) for report in run.epochs], _EPOCH),
        "confusion_matrices_per_epoch": _matrices(run.epochs, names),
        "confusion_matrix_test": _matrix(examination.judgement.confusion_matrix, names),
        "per_class": _columns(examination.measures.rows(names)),
        "probabilities_test": Table(
            {
                "image": list(range(len(examination.true_labels))),
                "true": [names[k] for k in examination.true_labels],
            }
            | probabilities
        ),
        "layers": Table(
            {
                "number": [row.number for row in run.layer_table],
                "layer": [row.words for row in run.layer_table],
                "output": ["×".join(map(str, row.shape)) for row in run.layer_table],
                "trainable": [row.trainable for row in run.layer_table],
                "kept": [row.kept for row in run.layer_table],
            }
        ),
    }


def _about(run: ExportedRun) -> dict[str, Any]:
    names = ("title", "note", "recipe", "state", "reason", "epochs_done", "seconds", "parameters")
    values = {"run": run.id} | {name: getattr(run, name) for name in names}
    return values | ({"epochs_done": None} if run.is_default else {})


def _settings(run: ExportedRun) -> dict[str, Any]:
    """The settings as `RunConfig.from_json` reads them; empty for the default model."""
    return {} if run.config is None else dict(json.loads(run.config.to_json()))


def _row(report: Point | EpochReport, names: Sequence[str]) -> dict[str, Any]:
    values = {name: getattr(report, name) for name in names}
    return {name: value if np.isfinite(value) else None for name, value in values.items()}


def _shortest(values: NDArray[np.float32]) -> list[float]:
    """The doubles with the fewest digits that round to these float32 numbers."""
    return [float(str(value)) for value in values]


def _written(value: Any) -> Any:
    """A list or an object as JSON, for one cell."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


def _table(rows: Sequence[dict[str, Any]], names: Iterable[str]) -> Table:
    return Table({name: [row[name] for row in rows] for name in names})


def _columns(rows: Sequence[dict[str, Any]]) -> Table:
    return _table(rows, rows[0])


def _matrix(matrix: NDArray[np.int64], names: Sequence[str]) -> Table:
    return Table({"true": list(names), **_predicted(matrix, names)})


def _matrices(epochs: Sequence[EpochReport], names: Sequence[str]) -> Table:
    """All matrices one below the other; the first column is the epoch."""
    stacked = np.concatenate(
        [report.confusion_matrix for report in epochs] or [np.zeros((0, len(names)), np.int64)]
    )
    numbers = [report.epoch for report in epochs for _ in names]
    return Table({"epoch": numbers, "true": list(names) * len(epochs), **_predicted(stacked, names)})


def _predicted(matrix: NDArray[np.int64], names: Sequence[str]) -> dict[str, list[int]]:
    """The columns of a matrix."""
    return {f"predicted {name}": matrix[:, k].tolist() for k, name in enumerate(names)}
