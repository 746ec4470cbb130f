"""A recorded training in `assets/`, replayed when nothing can be trained: every report with its time.

A recording is no run: it has no id and no model and needs neither store nor worker. Its identity is that of its settings,
so a test notices when the recipe has changed.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

from digitcore import settings
from digitcore.data.dataset import Dataset
from digitcore.errors import BadInput
from digitcore.learning.engine.reports import EpochReport, Finished, Point, Report
from digitcore.learning.engine.training import train
from digitcore.learning.recipes.recipes import RECIPES, Recipe
from digitcore.wording import date

RECORDING_FILE = settings.ASSETS / "recording.json"
"""The recording that comes with the app."""

_DIGITS = 6
"""Significant digits of stored numbers."""


@dataclass(frozen=True, eq=False)
class Recording:
    """The reports of a training, and its result."""

    recipe: Recipe
    seed: int
    identity: str
    """Of the settings, dataset hash included."""
    date: str
    machine: str
    versions: Mapping[str, str]
    parameters: int
    seconds: float
    """Of training."""
    test_accuracy: float
    test_n: int
    test_interval: tuple[float, float]
    points: tuple[Point, ...]
    epochs: tuple[EpochReport, ...]

    @property
    def words(self) -> str:
        """The title: recipe, seed, date and machine."""
        day = dt.date.fromisoformat(self.date)
        return f"Recording of “{self.recipe.title}”, seed {self.seed}, made on {date(day)} on {self.machine}"


def record(
    recipe: Recipe, seed: int, dataset: Dataset, *, on_report: Callable[[Report], None] = lambda _: None
) -> Recording:
    """Train `recipe` to its end with this seed, and record its reports."""
    config = recipe.config.replace(seed=seed).for_dataset(dataset)
    points, epochs, finished = list[Point](), list[EpochReport](), list[Finished]()
    for report in train(config, dataset):
        on_report(report)
        if isinstance(report, Point):
            points.append(report)
        elif isinstance(report, EpochReport):
            epochs.append(report)
        elif isinstance(report, Finished):
            finished.append(report)
    (end,) = finished
    return Recording(
        recipe,
        seed,
        config.identity,
        dt.datetime.now(dt.UTC).date().isoformat(),
        f"{platform.system()} {platform.machine()} with {os.cpu_count()} cores",
        dict(end.versions),
        sum(row.parameters for row in end.layer_table),
        end.seconds,
        end.test_accuracy,
        end.test_n,
        end.test_interval,
        tuple(points),
        tuple(epochs),
    )


def write(recording: Recording, path: Path = RECORDING_FILE) -> None:
    """Write `recording` as JSON: thousands of points as columns, a line for each epoch."""
    about = {k: value for k, value in vars(recording).items() if k not in ("recipe", "points", "epochs")}
    about = {"recipe": recording.recipe.name} | {name: _short(value) for name, value in about.items()}
    points = {
        column.name: [_short(getattr(point, column.name)) for point in recording.points]
        for column in fields(Point)
    }
    epochs = [
        {name: _short(value) for name, value in vars(epoch).items()}
        | {"confusion_matrix": epoch.confusion_matrix.tolist()}
        for epoch in recording.epochs
    ]
    lines = [f'"{name}": {_compact(value)}' for name, value in (about | {"points": points}).items()]
    last = ",\n".join(map(_compact, epochs))
    path.write_text("{\n" + ",\n".join(lines) + f',\n"epochs": [\n{last}\n]\n}}\n', encoding="utf-8")


def read(path: Path = RECORDING_FILE) -> Recording:
    """The recording at `path`; raises `BadInput` for a missing or damaged file."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        values["recipe"] = RECIPES[values["recipe"]]
        values["test_interval"] = tuple(values["test_interval"])
        rows = zip(*values["points"].values(), strict=True)
        values["points"] = tuple(Point(**dict(zip(values["points"], row, strict=True))) for row in rows)
        values["epochs"] = tuple(
            EpochReport(**row | {"confusion_matrix": np.array(row["confusion_matrix"], np.int64)})
            for row in values["epochs"]
        )
        return Recording(**values)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadInput(
            f"{path.name} is no recording of a training.", "Make one: python -m digitcore record."
        ) from error


def _short(value: Any) -> Any:
    """Floats rounded to as many digits as a chart can show."""
    return float(f"{value:.{_DIGITS}g}") if isinstance(value, float) else value


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
