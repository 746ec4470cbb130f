"""Where a run can go on, and its weights at some of its epochs.

All that training needs to go on (weights, optimiser) is kept once, the latest. Weights alone are kept for epochs
spread evenly over the run (`learning.kept_epochs` says which).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.engine import Connection

from digitcore.lab.runs.training_log import finite, number
from digitcore.lab.store import schema
from digitcore.lab.store.arrays import numbered, pack, sequence, unpack
from digitcore.lab.store.store import Store
from digitcore.learning.engine.kept_epochs import kept_epochs
from digitcore.learning.engine.reports import Checkpoint

Weights = Sequence[NDArray[Any]]
_KINDS = ("weights", "optimiser", "best_weights")
_checkpoints, _epoch_weights = schema.checkpoints, schema.epoch_weights


def save(connection: Connection, run_id: str, checkpoint: Checkpoint) -> None:
    """Make this the place from which the run goes on."""
    extra = {name: finite(value) for name, value in checkpoint.extra.items()}  # JSON has no NaN
    about = json.dumps({"seconds": checkpoint.seconds, "extra": extra}, allow_nan=False)
    named = {"about": np.frombuffer(about.encode(), dtype=np.uint8)}
    for kind in _KINDS:
        named |= numbered(kind, getattr(checkpoint, kind))
    content = pack(named)
    row = {"epoch": checkpoint.epoch, "step": checkpoint.step, "content": content}
    connection.execute(sa.delete(_checkpoints).where(_checkpoints.c.run_id == run_id))
    connection.execute(sa.insert(_checkpoints).values(run_id=run_id, **row))


def latest(store: Store, run_id: str) -> Checkpoint | None:
    """Where the run can go on; None where it must begin. Raises `Damaged` where the bytes are not what was saved."""
    with store.reading() as connection:
        row = connection.execute(sa.select(_checkpoints).where(_checkpoints.c.run_id == run_id)).one_or_none()
    if row is None:
        return None
    named = unpack(row.content, what="The last checkpoint of this run")
    about = json.loads(named["about"].tobytes())
    return Checkpoint(
        epoch=row.epoch,
        step=row.step,
        seconds=about["seconds"],
        extra={name: number(value) for name, value in about["extra"].items()},
        **{kind: sequence(kind, named) for kind in _KINDS},
    )


def forget(connection: Connection, run_id: str) -> None:
    """There is nothing to go on from any more: the run is at its end."""
    connection.execute(sa.delete(_checkpoints).where(_checkpoints.c.run_id == run_id))


def save_weights(connection: Connection, run_id: str, weights: Mapping[int, Weights]) -> None:
    """Keep the weights of these epochs, and thin out all of the run's that are kept."""
    if not weights:
        return
    this = _epoch_weights.c.run_id == run_id
    there = set(connection.execute(sa.select(_epoch_weights.c.epoch).where(this)).scalars())
    size = sum(array.nbytes for array in next(iter(weights.values())))
    kept = kept_epochs(max(there | set(weights)), size)
    connection.execute(sa.delete(_epoch_weights).where(this, _epoch_weights.c.epoch.not_in(kept)))
    rows = [
        {"run_id": run_id, "epoch": epoch, "weights": pack(numbered("weights", arrays))}
        for epoch, arrays in weights.items()
        if epoch in kept - there
    ]
    if rows:
        connection.execute(sa.insert(_epoch_weights), rows)


def epochs_with_weights(store: Store, run_id: str) -> list[int]:
    """The epochs whose weights are kept, in order."""
    query = sa.select(_epoch_weights.c.epoch).where(_epoch_weights.c.run_id == run_id)
    with store.reading() as connection:
        return sorted(connection.execute(query).scalars())


def weights_at(store: Store, run_id: str, epoch: int) -> tuple[NDArray[Any], ...] | None:
    """The model's arrays after this epoch, in the order of `Checkpoint.weights`; None where they are not kept."""
    this = (_epoch_weights.c.run_id == run_id) & (_epoch_weights.c.epoch == epoch)
    with store.reading() as connection:
        packed = connection.execute(sa.select(_epoch_weights.c.weights).where(this)).scalar()
    return None if packed is None else sequence("weights", unpack(packed, what=f"The model of epoch {epoch}"))
