"""Runs: requested, listed, named, deleted. What they learn is in `training_log`, `checkpoints` and `artefacts`; when,
in `queue`.

The same settings requested thirty times are one run with thirty watchers. It belongs to the visitor who requested it
first: the others may hide it from their list, only its owner stops, renames, deletes or resumes it. Where others watch it,
deleting hands it over to one of them.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from digitcore.data import datasets
from digitcore.errors import BadInput
from digitcore.lab.store import schema
from digitcore.lab.store.records import RunRecord, record
from digitcore.lab.store.store import Store, retry_on_conflict
from digitcore.learning.engine.training import can_go_on_later
from digitcore.learning.recipes.config import RunConfig

TITLE_LENGTH = 100
NOTE_LENGTH = 2000
MOST_WAITING, MOST_WAITING_IN_ALL = 120, 600
"""Trainings that wait, of one visitor and of everybody: a sweep has at most a hundred."""
UNDO_TIME = dt.timedelta(days=1)
"""How long a deleted run can be restored, at least."""
_ID_BYTES = 6

_runs, _watchers = schema.runs, schema.watchers


def request_run(
    store: Store,
    config: RunConfig,
    *,
    recipe: str,
    visitor: str,
    title: str = "",
) -> RunRecord:
    """Queue a training, or join the run with the same settings; an interrupted one is resumed.

    Failed and deleted runs, and those that somebody else stopped, are not joined: the training starts anew.
    """
    values = {
        "identity": config.identity,
        "joinable_identity": config.identity,
        "config_json": config.to_json(),
        "recipe": recipe,
        "title": _cleaned(title, TITLE_LENGTH) or recipe or "My network",
        "owner": visitor,
        "parameters": _parameters(config),
        "epochs_wanted": config.epochs,
    }
    run = retry_on_conflict(lambda: _join_or_insert(store, values, visitor))
    store.run_requested.set()
    return run


def _parameters(config: RunConfig) -> int | None:
    return sum(row.parameters for row in config.layer_table(datasets.find(config.dataset).facts)) or None


def _join_or_insert(store: Store, values: dict[str, Any], visitor: str) -> RunRecord:
    with store.writing() as connection:
        same = _runs.c.joinable_identity == values["identity"]
        query = sa.select(_runs.c.id, _runs.c.state, _runs.c.owner).where(same).with_for_update()
        existing = connection.execute(query).one_or_none()
        if existing and existing.state == "stopped" and visitor not in ("", existing.owner):
            # Else nobody but its owner could train this.
            _change(connection, existing.id, joinable_identity=None)
            existing = None
        if existing is None:
            _check_queue(connection, visitor)
        run_id = existing.id if existing else _insert(connection, values)
        if existing and existing.state == "interrupted":
            _queue_again(connection, run_id)
        _watch(connection, run_id, visitor)
        return _read(connection, run_id)


def _check_queue(connection: Connection, visitor: str) -> None:
    """Refuse one more training where many wait; whoever runs the server, a visitor without an id, may queue any number."""
    if not visitor:
        return
    is_own = sa.case((_runs.c.owner == visitor, 1), else_=0)
    counts = sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(is_own), 0))
    in_all, own = connection.execute(counts.where(_runs.c.state == "queued", _runs.c.owner != "")).one()
    if own >= MOST_WAITING or in_all >= MOST_WAITING_IN_ALL:
        whose = f"{own} trainings of yours wait" if own >= MOST_WAITING else f"{in_all} trainings wait"
        raise BadInput(f"{whose} already.", "Wait until some are done, or stop some of yours.")


def _insert(connection: Connection, values: dict[str, Any]) -> str:
    moment = schema.now()
    row = values | {"id": secrets.token_hex(_ID_BYTES), "state": "queued"}
    connection.execute(sa.insert(_runs).values(row | {"created_at": moment, "queued_at": moment}))
    return str(row["id"])


def get(store: Store, run_id: str) -> RunRecord:
    """The run with this id, also a deleted one; raises BadInput where there is none."""
    with store.reading() as connection:
        return _read(connection, run_id)


def joinable(store: Store, identities: Iterable[str]) -> dict[str, RunRecord]:
    """The runs that `request_run` would join, by identity."""
    query = sa.select(_runs).where(_runs.c.joinable_identity.in_(list(identities)))
    with store.reading() as connection:
        return {row.identity: record(row) for row in connection.execute(query)}


def list_runs(store: Store, visitor: str | None = None) -> list[RunRecord]:
    """The runs that this visitor requested or opened and did not hide (None: everybody's), the newest first."""
    query = sa.select(_runs).where(_runs.c.deleted_at.is_(None)).order_by(_runs.c.created_at.desc())
    if visitor is not None:
        query = query.join(_watchers).where(_watchers.c.visitor == visitor, ~_watchers.c.hidden)
    with store.reading() as connection:
        return [record(row) for row in connection.execute(query)]


def watch(store: Store, run_id: str, visitor: str) -> None:
    """Put a run on this visitor's list, or back on it."""
    retry_on_conflict(lambda: _put_on_list(store, run_id, visitor, hidden=False))


def hide(store: Store, run_id: str, visitor: str) -> None:
    """Take a run off this visitor's list; `watch` is the undo."""
    retry_on_conflict(lambda: _put_on_list(store, run_id, visitor, hidden=True))


def rename(store: Store, run_id: str, visitor: str, title: str) -> None:
    """Give the visitor's own run another title."""
    cleaned = _cleaned(title, TITLE_LENGTH)
    if not cleaned:
        raise BadInput("A run needs a title.", "Write at least one letter.")
    _change_own(store, run_id, visitor, title=cleaned)


def annotate(store: Store, run_id: str, visitor: str, note: str) -> None:
    """Write a note to the visitor's own run."""
    _change_own(store, run_id, visitor, note=note.strip()[:NOTE_LENGTH])


def delete(store: Store, run_id: str, visitor: str) -> None:
    """Delete the visitor's own run; a running one is stopped. `restore` is the undo.

    Where others watch it, it only leaves this visitor's list, and belongs to one of them from now on.
    """
    with store.writing() as connection:
        run = _own(connection, run_id, visitor)
        heir = _another_watcher(connection, run)
        if heir is not None:
            _change(connection, run_id, owner=heir)
            _watch(connection, run_id, visitor, hidden=True)
            return
        _change(connection, run_id, deleted_at=schema.now(), joinable_identity=None)
        if not run.is_over:
            _stop(connection, run)


def restore(store: Store, run_id: str, visitor: str) -> None:
    """Undo `delete`. A run with the same settings that was requested meanwhile stays the one to join."""
    retry_on_conflict(lambda: _restore(store, run_id, visitor))


def _restore(store: Store, run_id: str, visitor: str) -> None:
    with store.writing() as connection:
        run = _locked(connection, run_id)
        if run.deleted_at is None and _has_on_list(connection, run_id, visitor):
            _watch(connection, run_id, visitor)  # it was handed over
            return
        run = _own(connection, run_id, visitor)
        same = sa.select(_runs.c.id).where(_runs.c.joinable_identity == run.identity)
        free = run.state != "failed" and connection.execute(same).first() is None
        _change(connection, run_id, deleted_at=None, joinable_identity=run.identity if free else None)


def purge_deleted(store: Store) -> int:
    """Remove for good the runs that were deleted a while ago; gives how many."""
    with store.writing() as connection:
        is_old = _runs.c.deleted_at < schema.now() - UNDO_TIME
        expired = sa.delete(_runs).where(is_old, _runs.c.state != "running")
        return int(connection.execute(expired).rowcount)


def request_stop(store: Store, run_id: str, visitor: str, *, keep: bool) -> None:
    """Stop the visitor's own run and keep the model so far, or discard it (`restore` is the undo)."""
    if not keep:
        delete(store, run_id, visitor)
        return
    with store.writing() as connection:
        run = _own(connection, run_id, visitor)
        if not run.is_over:
            _stop(connection, run)


def steer(store: Store, run_id: str, visitor: str, wish: str) -> None:
    """Pause the visitor's own run (`PAUSE`), let it do a batch or an epoch more (`STEPS`), or let it go on ("")."""
    with store.writing() as connection:
        run = _own(connection, run_id, visitor)
        if not can_go_on_later(run.config):
            raise BadInput(f"The run {run.title!r} learns in one go.", "Let it finish.")
        if not run.is_over and run.wish != "stop":
            _change(connection, run_id, wish=wish)


def stop(store: Store, run_id: str) -> None:
    """Stop anybody's run, for whoever runs the server; what it has learned is kept."""
    with store.writing() as connection:
        run = _locked(connection, run_id)
        if run.is_over:
            raise BadInput(f"The run {run_id} is over.", "Look at `python -m digitcore runs`.")
        _stop(connection, run)


def stop_waiting(store: Store) -> int:
    """Stop all runs that wait, for whoever runs the server; gives how many."""
    with store.writing() as connection:
        query = sa.select(_runs).where(_runs.c.state == "queued", _runs.c.wish != "stop").with_for_update()
        waiting = [record(row) for row in connection.execute(query)]
        for run in waiting:
            _stop(connection, run)
    return len(waiting)


def resume(store: Store, run_id: str, visitor: str | None = None) -> RunRecord:
    """Queue an interrupted or stopped run again; it resumes from its last checkpoint.

    What its owner has stopped no other visitor resumes; None is whoever runs the server.
    """
    with store.writing() as connection:
        run = _locked(connection, run_id)
        if not run.can_go_on or run.deleted_at is not None:
            raise BadInput(f"The run {run.title!r} is {run.state}: it cannot go on.", "Start a new one.")
        if visitor is not None and not may_resume(run, visitor):
            raise BadInput(f"The run {run.title!r} was stopped by who started it.", "Start a new one.")
        _queue_again(connection, run_id)
        queued = _read(connection, run_id)
    store.run_requested.set()
    return queued


def may_resume(run: RunRecord, visitor: str) -> bool:
    """Whether this visitor may: anybody an interrupted run, its owner a stopped one."""
    return run.can_go_on and (run.state == "interrupted" or run.owner == visitor)


def _another_watcher(connection: Connection, run: RunRecord) -> str | None:
    """Somebody else who has the run on the list."""
    others = (_watchers.c.run_id == run.id) & (_watchers.c.visitor != run.owner) & ~_watchers.c.hidden
    heir: str | None = connection.execute(sa.select(sa.func.min(_watchers.c.visitor)).where(others)).scalar()
    return heir


def _has_on_list(connection: Connection, run_id: str, visitor: str) -> bool:
    """Whether the run is, or was, on this visitor's list."""
    this = (_watchers.c.run_id == run_id) & (_watchers.c.visitor == visitor)
    return connection.execute(sa.select(_watchers.c.run_id).where(this)).first() is not None


def _stop(connection: Connection, run: RunRecord) -> None:
    """End a run that never began here; any other is ended by a worker, which leaves a model behind."""
    if run.state == "queued" and run.started_at is None:
        reason = "It was stopped before it began."
        _change(connection, run.id, state="stopped", reason=reason, ended_at=schema.now())
    else:
        _change(connection, run.id, wish="stop")


def _queue_again(connection: Connection, run_id: str) -> None:
    judged = dict.fromkeys(("ended_at", "test_loss", "test_accuracy", "test_n", "test_low", "test_high"))
    _change(connection, run_id, state="queued", reason="", wish="", queued_at=schema.now(), **judged)


def _put_on_list(store: Store, run_id: str, visitor: str, *, hidden: bool) -> None:
    with store.writing() as connection:
        _read(connection, run_id)
        _watch(connection, run_id, visitor, hidden=hidden)


def _watch(connection: Connection, run_id: str, visitor: str, *, hidden: bool = False) -> None:
    this = (_watchers.c.run_id == run_id) & (_watchers.c.visitor == visitor)
    if not connection.execute(sa.update(_watchers).where(this).values(hidden=hidden)).rowcount:
        connection.execute(sa.insert(_watchers).values(run_id=run_id, visitor=visitor, hidden=hidden))


def _change(connection: Connection, run_id: str, **values: Any) -> None:
    connection.execute(sa.update(_runs).where(_runs.c.id == run_id).values(**values))


def _change_own(store: Store, run_id: str, visitor: str, **values: Any) -> None:
    with store.writing() as connection:
        _own(connection, run_id, visitor)
        _change(connection, run_id, **values)


def _own(connection: Connection, run_id: str, visitor: str) -> RunRecord:
    run = _locked(connection, run_id)
    if run.owner != visitor:
        raise BadInput(
            f"The run {run.title!r} belongs to who started it first.", "You can hide it from your list."
        )
    return run


def _locked(connection: Connection, run_id: str) -> RunRecord:
    """The run, locked until the end of the transaction; SQLite's write transactions lock everything anyway."""
    return _read(connection, run_id, locked=True)


def _read(connection: Connection, run_id: str, *, locked: bool = False) -> RunRecord:
    query = sa.select(_runs).where(_runs.c.id == run_id)
    row = connection.execute(query.with_for_update() if locked else query).one_or_none()
    if row is None:
        raise BadInput(f"There is no run {run_id[:64]!r}.", "Choose one from the list of runs.")
    return record(row)


def _cleaned(text: str, length: int) -> str:
    return " ".join(text.split())[:length]
