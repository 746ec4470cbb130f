"""The training log: points within the epochs, and one report an epoch. Append only; readers ask for what is new.

A run that resumes from a checkpoint reports some steps again, with the same numbers. The first report stays, so a
reader's cursor (its last step or epoch) stays valid for ever.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.engine import Connection

from digitcore.lab.store import schema
from digitcore.lab.store.store import Store
from digitcore.learning.engine.reports import EpochReport, Point

_points, _epochs = schema.points, schema.epochs
_POINT_NUMBERS = ("loss", "accuracy", "seconds", "images_per_second")
_EPOCH_NUMBERS = (
    "train_loss",
    "train_accuracy",
    "validation_loss",
    "validation_accuracy",
    "seconds",
    "total_seconds",
    "learning_rate",
)
_COUNT = np.dtype("<u4")


def points_since(store: Store, run_id: str, step: int = 0) -> list[Point]:
    """The points after this step, in order."""
    query = (
        sa.select(_points).where(_points.c.run_id == run_id, _points.c.step > step).order_by(_points.c.step)
    )
    with store.reading() as connection:
        rows = connection.execute(query).mappings().all()
    return [Point(step=row["step"], epoch=row["epoch"], **_read_numbers(row, _POINT_NUMBERS)) for row in rows]


def epochs_since(store: Store, run_id: str, epoch: int = 0) -> list[EpochReport]:
    """The reports after this epoch, in order, each with its confusion matrix."""
    query = (
        sa.select(_epochs)
        .where(_epochs.c.run_id == run_id, _epochs.c.epoch > epoch)
        .order_by(_epochs.c.epoch)
    )
    with store.reading() as connection:
        rows = connection.execute(query).mappings().all()
    return [
        EpochReport(
            epoch=row["epoch"],
            confusion_matrix=_matrix(row["confusion_matrix"]),
            **_read_numbers(row, _EPOCH_NUMBERS),
        )
        for row in rows
    ]


def accuracies(store: Store, epochs_done: Mapping[str, int], *, most: int = 40) -> dict[str, list[float]]:
    """The validation accuracies of these runs, for curves that are small: about `most` epochs of each, evenly."""
    if not epochs_done:
        return {}
    each = [
        (_epochs.c.run_id == run_id) & (_epochs.c.epoch % max(1, -(-done // most)) == 0)
        for run_id, done in epochs_done.items()
    ]
    columns = (_epochs.c.run_id, _epochs.c.validation_accuracy)
    query = sa.select(*columns).where(sa.or_(*each)).order_by(_epochs.c.run_id, _epochs.c.epoch)
    found: dict[str, list[float]] = {run_id: [] for run_id in epochs_done}
    with store.reading() as connection:
        for run_id, accuracy in connection.execute(query):
            found[run_id].append(number(accuracy))
    return found


def images_per_second(store: Store, run_id: str) -> float | None:
    """Images per second, the median over the points; None where there are no points."""
    query = sa.select(_points.c.images_per_second).where(_points.c.run_id == run_id)
    with store.reading() as connection:
        speeds = [speed for speed in connection.execute(query).scalars() if speed is not None]
    return float(np.median(speeds)) if speeds else None


def last_step_and_epoch(connection: Connection, run_id: str) -> tuple[int, int]:
    """The last stored step and epoch; 0 where there are none."""
    step = connection.execute(
        sa.select(sa.func.max(_points.c.step)).where(_points.c.run_id == run_id)
    ).scalar()
    epoch = connection.execute(
        sa.select(sa.func.max(_epochs.c.epoch)).where(_epochs.c.run_id == run_id)
    ).scalar()
    return step or 0, epoch or 0


def append(
    connection: Connection, run_id: str, *, points: Sequence[Point] = (), epochs: Sequence[EpochReport] = ()
) -> None:
    """Add reports later than all stored ones."""
    if points:
        connection.execute(sa.insert(_points), [_point_row(run_id, point) for point in points])
    if epochs:
        connection.execute(sa.insert(_epochs), [_epoch_row(run_id, report) for report in epochs])


def _point_row(run_id: str, point: Point) -> dict[str, Any]:
    return {"run_id": run_id, "step": point.step, "epoch": point.epoch} | _written_numbers(
        point, _POINT_NUMBERS
    )


def _epoch_row(run_id: str, report: EpochReport) -> dict[str, Any]:
    matrix = report.confusion_matrix.astype(_COUNT).tobytes()
    return {"run_id": run_id, "epoch": report.epoch, "confusion_matrix": matrix} | _written_numbers(
        report, _EPOCH_NUMBERS
    )


def _matrix(counts: bytes) -> NDArray[np.int64]:
    """Bytes → int64 (K, K)."""
    flat = np.frombuffer(counts, dtype=_COUNT).astype(np.int64)
    side = math.isqrt(flat.size)
    return flat.reshape(side, side)


def finite(value: float) -> float | None:
    """A number for the database: NULL where it is not finite."""
    return float(value) if math.isfinite(value) else None


def number(value: float | None) -> float:
    """A number from the database: NaN where it is NULL."""
    return math.nan if value is None else value


def _written_numbers(report: Point | EpochReport, names: Sequence[str]) -> dict[str, float | None]:
    return {name: finite(getattr(report, name)) for name in names}


def _read_numbers(row: sa.RowMapping, names: Sequence[str]) -> dict[str, float]:
    return {name: number(row[name]) for name in names}
