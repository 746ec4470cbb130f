"""Checkpoints: where a run can resume, and its weights after some of its epochs.

All that training needs to resume (weights, optimiser) is stored once, the latest. Weights alone are stored for epochs
spread evenly over the run (`kept_epochs`).
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
    """Store the checkpoint from which the run resumes."""
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
    """The latest checkpoint; None where the run starts anew. Raises `Damaged`."""
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


def delete(connection: Connection, run_id: str) -> None:
    """Delete the checkpoint of a run that is at its end."""
    connection.execute(sa.delete(_checkpoints).where(_checkpoints.c.run_id == run_id))


def save_weights(connection: Connection, run_id: str, weights: Mapping[int, Weights]) -> None:
    """Store the weights of these epochs, and thin out those of the run's earlier epochs."""
    if not weights:
        return
    this = _epoch_weights.c.run_id == run_id
    stored = set(connection.execute(sa.select(_epoch_weights.c.epoch).where(this)).scalars())
    size = sum(array.nbytes for array in next(iter(weights.values())))
    kept = kept_epochs(max(stored | set(weights)), size)
    connection.execute(sa.delete(_epoch_weights).where(this, _epoch_weights.c.epoch.not_in(kept)))
    rows = [
        {"run_id": run_id, "epoch": epoch, "weights": pack(numbered("weights", arrays))}
        for epoch, arrays in weights.items()
        if epoch in kept - stored
    ]
    if rows:
        connection.execute(sa.insert(_epoch_weights), rows)


def epochs_with_weights(store: Store, run_id: str) -> list[int]:
    """The epochs whose weights are stored, in order."""
    query = sa.select(_epoch_weights.c.epoch).where(_epoch_weights.c.run_id == run_id)
    with store.reading() as connection:
        return sorted(connection.execute(query).scalars())


def weights_at(store: Store, run_id: str, epoch: int) -> tuple[NDArray[Any], ...] | None:
    """The model's arrays after this epoch, in the order of `Checkpoint.weights`; None where not stored."""
    this = (_epoch_weights.c.run_id == run_id) & (_epoch_weights.c.epoch == epoch)
    with store.reading() as connection:
        packed = connection.execute(sa.select(_epoch_weights.c.weights).where(this)).scalar()
    return None if packed is None else sequence("weights", unpack(packed, what=f"The model of epoch {epoch}"))
