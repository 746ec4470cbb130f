"""The numbers of a run: settings, points, epochs with their confusion matrices, classes, probabilities, versions.

As one JSON value, or as tables, each a CSV file. Both hold the same, and nothing is rounded: float32 is written with as many
digits as tell it from its neighbours. A number beyond all bounds is `null` in JSON and an empty cell in CSV.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitcore.export.exported_run import TakenRun
from digitcore.figures.picture import Table
from digitcore.learning.engine.reports import EpochReport, Point

FORM = "digitlab-run"
VERSION = 1
"""Of the JSON's keys; one that goes or changes its meaning raises it."""

_POINT = ("step", "epoch", "loss", "accuracy", "seconds", "images_per_second")
_EPOCH = (
    "epoch", "train_loss", "train_accuracy", "validation_loss", "validation_accuracy", "seconds", "total_seconds",
    "learning_rate",
)  # fmt: skip


def as_json(taken: TakenRun) -> str:
    """All numbers as one JSON object."""
    judged = taken.judgement
    value = {
        "form": FORM,
        "version": VERSION,
        "run": _about(taken),
        "settings": _settings(taken),
        "class_names": list(taken.facts.class_names),
        "layers": [asdict(row) for row in taken.layer_table],
        "points": [_row(point, _POINT) for point in taken.points],
        "epochs": [
            _row(report, _EPOCH) | {"confusion_matrix": report.confusion_matrix.tolist()}
            for report in taken.epochs
        ],
        "test": {
            "n": judged.n,
            "accuracy": judged.accuracy,
            "interval": list(judged.interval),
            "cross_entropy": judged.loss,
            "confusion_matrix": judged.confusion_matrix.tolist(),
            "true_labels": taken.true_labels.tolist(),
            "probabilities": [_shortest(row) for row in taken.probabilities],
        },
        "per_class": taken.measures.rows(taken.facts.class_names),
        "versions": dict(taken.versions),
    }
    return json.dumps(value, ensure_ascii=False, allow_nan=False) + "\n"


def as_tables(taken: TakenRun) -> dict[str, Table]:
    """The same numbers as tables, by name."""
    names = taken.facts.class_names
    about = _about(taken) | {f"setting {name}": _written(value) for name, value in _settings(taken).items()}
    about |= {f"version of {name}": version for name, version in taken.versions.items()}
    said = np.array([_shortest(row) for row in taken.probabilities]).T
    probabilities: dict[str, Sequence[Any]] = {
        f"probability of {name}": said[k].tolist() for k, name in enumerate(names)
    }
    return {
        "run": Table({"what": list(about), "value": list(about.values())}),
        "points": _table([_row(point, _POINT) for point in taken.points], _POINT),
        "epochs": _table([_row(report, _EPOCH) for report in taken.epochs], _EPOCH),
        "confusion_matrices_per_epoch": _matrices(taken.epochs, names),
        "confusion_matrix_test": _matrix(taken.judgement.confusion_matrix, names),
        "per_class": _columns(taken.measures.rows(names)),
        "probabilities_test": Table(
            {"image": list(range(len(taken.true_labels))), "true": [names[k] for k in taken.true_labels]}
            | probabilities
        ),
        "layers": Table(
            {
                "number": [row.number for row in taken.layer_table],
                "layer": [row.words for row in taken.layer_table],
                "output": ["×".join(map(str, row.shape)) for row in taken.layer_table],
                "trainable": [row.trainable for row in taken.layer_table],
                "kept": [row.kept for row in taken.layer_table],
            }
        ),
    }


def _about(taken: TakenRun) -> dict[str, Any]:
    names = ("run", "title", "note", "recipe", "state", "reason", "epochs_done", "seconds", "parameters")
    values = {name: getattr(taken, name) for name in names}
    return values | ({"epochs_done": None} if taken.is_default else {})


def _settings(taken: TakenRun) -> dict[str, Any]:
    """As `RunConfig.from_json` takes them; empty for the default model."""
    return {} if taken.config is None else dict(json.loads(taken.config.to_json()))


def _row(report: Point | EpochReport, names: Sequence[str]) -> dict[str, Any]:
    values = {name: getattr(report, name) for name in names}
    return {name: value if np.isfinite(value) else None for name, value in values.items()}


def _shortest(values: NDArray[np.float32]) -> list[float]:
    """The doubles with the fewest digits that are these numbers in single precision."""
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
    """All matrices below each other, with the number of the epoch before each row."""
    stacked = np.concatenate(
        [report.confusion_matrix for report in epochs] or [np.zeros((0, len(names)), np.int64)]
    )
    numbers = [report.epoch for report in epochs for _ in names]
    return Table({"epoch": numbers, "true": list(names) * len(epochs), **_predicted(stacked, names)})


def _predicted(matrix: NDArray[np.int64], names: Sequence[str]) -> dict[str, list[int]]:
    """The columns of a matrix."""
    return {f"predicted {name}": matrix[:, k].tolist() for k, name in enumerate(names)}
