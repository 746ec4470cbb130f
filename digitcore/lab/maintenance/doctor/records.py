"""Runs and what they left behind: states that are true, and arrays that are what was stored.

A run whose model is damaged keeps its figures; it only makes way for a new training of the same settings.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import sqlalchemy as sa

from digitcore.errors import BadInput
from digitcore.lab.maintenance.doctor.installation import count_rows, delete_rows, named
from digitcore.lab.maintenance.report import Finding
from digitcore.lab.queue import lost_workers
from digitcore.lab.runs import artefacts, checkpoints, runs
from digitcore.lab.store import schema
from digitcore.lab.store.arrays import Damaged
from digitcore.lab.store.store import Store
from digitcore.wording import counted

_runs, _checkpoints, _artefacts = schema.runs, schema.checkpoints, schema.artefacts
_CANNOT_GO_ON = ("finished", "failed")


def lost(store: Store) -> Finding:
    """No run is marked as training without a worker."""
    count = lost_workers.count_lost_runs(store)
    if not count:
        return Finding(True, "Every run that trains has a worker.")
    return Finding(
        False,
        f"{counted(count, 'run')} said to be training, without a worker.",
        "Mark them as interrupted: they can go on.",
        lambda: f"{counted(lost_workers.mark_lost_runs(store), 'run')} marked as interrupted.",
    )


def interrupted(store: Store) -> Finding:
    """No interrupted run waits to be resumed."""
    run_ids = _interrupted(store)
    if not run_ids:
        return Finding(True, "No run is interrupted.")
    return Finding(
        False,
        f"{counted(len(run_ids), 'run')} interrupted: {named(run_ids)}.",
        "Put them back into the queue: they go on when the app runs.",
        lambda: _resume(store, run_ids),
    )


def unneeded_checkpoints(store: Store) -> Finding:
    """No checkpoints are left of runs that are over."""
    these = _checkpoints.c.run_id.in_(sa.select(_runs.c.id).where(_runs.c.state.in_(_CANNOT_GO_ON)))
    count = count_rows(store, _checkpoints, these)
    if not count:
        return Finding(True, "Checkpoints are there only for runs that can go on.")
    return Finding(
        False,
        f"{counted(count, 'checkpoint')} of runs that are over.",
        "Delete them: their runs have their models.",
        lambda: _delete_checkpoints(store, these),
    )


def damaged_checkpoints(store: Store) -> Finding:
    """Every checkpoint is what was stored."""
    damaged = [run_id for run_id in _ids(store, _checkpoints) if _is_damaged(store, run_id)]
    if not damaged:
        return Finding(True, "Every checkpoint is what was saved.")
    return Finding(
        False,
        f"{counted(len(damaged), 'checkpoint')} damaged: of {named(damaged)}.",
        "Delete them: these runs begin again, along the same curve, and keep what they reported.",
        lambda: _delete_checkpoints(store, _checkpoints.c.run_id.in_(damaged)),
    )


def models(store: Store) -> Finding:
    """Every finished run has its model, and it is what was stored."""
    damaged = [run_id for run_id in _ids(store, _artefacts) if not _can_be_read(store, run_id)]
    unusable = [*damaged, *_without_model(store)]
    if not unusable:
        return Finding(True, "Every model and what it said is what was saved.")
    value = f"The model of {named(unusable)} is damaged or missing; its figures are kept."
    these = _runs.c.id.in_(unusable) & _runs.c.joinable_identity.is_not(None)
    if not count_rows(store, _runs, these):
        return Finding(None, value, "Train it again with the same settings, or restore a backup.")
    return Finding(
        False,
        value,
        "Let the same settings be trained anew, instead of showing this run again.",
        lambda: _make_way(store, these),
    )


def _interrupted(store: Store) -> list[str]:
    these = (_runs.c.state == "interrupted") & _runs.c.deleted_at.is_(None)
    with store.reading() as connection:
        return list(
            connection.execute(sa.select(_runs.c.id).where(these).order_by(_runs.c.created_at)).scalars()
        )


def _resume(store: Store, run_ids: list[str]) -> str:
    count = 0
    for run_id in run_ids:
        with suppress(BadInput):  # another process resumed it
            runs.resume(store, run_id)
            count += 1
    return f"{counted(count, 'run')} put back into the queue."


def _make_way(store: Store, these: sa.ColumnElement[bool]) -> str:
    with store.writing() as connection:
        change = sa.update(_runs).where(these).values(joinable_identity=None)
        return f"{counted(connection.execute(change).rowcount, 'run')} can be trained anew."


def _ids(store: Store, table: sa.Table) -> list[str]:
    with store.reading() as connection:
        return list(
            connection.execute(sa.select(table.c.run_id).distinct().order_by(table.c.run_id)).scalars()
        )


def _without_model(store: Store) -> list[str]:
    these = (_runs.c.state == "finished") & _runs.c.id.not_in(sa.select(_artefacts.c.run_id))
    with store.reading() as connection:
        return list(connection.execute(sa.select(_runs.c.id).where(these)).scalars())


def _is_damaged(store: Store, run_id: str) -> bool:
    try:
        checkpoints.latest(store, run_id)
    except Damaged:
        return True
    return False


def _can_be_read(store: Store, run_id: str) -> bool:
    readers: tuple[Any, ...] = (
        artefacts.keras_file,
        artefacts.model_arrays,
        artefacts.answers,
        artefacts.model_facts,
    )
    try:
        for read in readers:
            read(store, run_id)
        for epoch in checkpoints.epochs_with_weights(store, run_id):
            checkpoints.weights_at(store, run_id, epoch)
    except Damaged:
        return False
    return True


def _delete_checkpoints(store: Store, these: sa.ColumnElement[bool]) -> str:
    return f"{counted(delete_rows(store, _checkpoints, these), 'checkpoint')} deleted."
