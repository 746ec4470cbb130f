"""Salvage of a damaged SQLite database: all readable rows go into a new one, the old file stays beside it.

A lost page takes only its own rows along: rows are read from both ends, and one by one in between.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from digitcore.data.synced_files import move
from digitcore.errors import BadInput
from digitcore.lab.maintenance.backup.making import connected, is_in_use
from digitcore.lab.maintenance.backup.restoring import STAGING
from digitcore.lab.store import schema
from digitcore.lab.store.store import open_store

_MOST_TRIED = 20_000
"""How many rows are tried one by one after the first damage, at most."""

_Row = tuple[object, ...]


@dataclass(frozen=True)
class Salvaged:
    """What was read, and where the damaged file is."""

    rows: dict[str, int]
    """By table."""
    old: Path


def salvage(database: Path) -> Salvaged:
    """Replace a damaged database by a new one; refused while anybody has it open, as the app would write to
    the old file.
    """
    if is_in_use(database):
        raise BadInput(
            f"{database} is in use by an app that runs.", "Stop the app, and run the doctor again."
        )
    with tempfile.TemporaryDirectory(prefix=STAGING, dir=database.parent) as folder:
        new = Path(folder) / database.name
        _make_empty(new)
        with closing(connected(database)) as source, closing(connected(new)) as target:
            rows = {table.name: _copy(source, target, table) for table in _tables()}
        old = _aside(database)
        move(new, database)
    return Salvaged(rows, old)


def _make_empty(path: Path) -> None:
    store = open_store(f"sqlite:///{path}")
    store.truncate_log()
    store.engine.dispose()


def _tables() -> list[sa.Table]:
    return [table for table in schema.metadata.sorted_tables if table is not schema.schema_version]


def _copy(source: sqlite3.Connection, target: sqlite3.Connection, table: sa.Table) -> int:
    """Copy the readable rows of one table; of two with the same key, the first. Gives how many."""
    columns = _columns(source, table)
    if not columns:
        return 0
    places, names = ", ".join("?" * len(columns)), ", ".join(columns)
    target.execute("BEGIN")
    target.executemany(
        f"INSERT OR IGNORE INTO {table.name} ({names}) VALUES ({places})",
        (row[1:] for row in _rows(source, f"SELECT rowid, {names} FROM {table.name} NOT INDEXED")),
    )
    target.execute("COMMIT")
    return int(target.execute(f"SELECT count(*) FROM {table.name}").fetchone()[0])


def _columns(source: sqlite3.Connection, table: sa.Table) -> list[str]:
    """The columns that the damaged database has; it may be of an older version."""
    with suppress(sqlite3.DatabaseError):
        existing = {row[1] for row in source.execute(f"PRAGMA table_info({table.name})")}
        return [column.name for column in table.columns if column.name in existing]
    return []


def _rows(source: sqlite3.Connection, query: str) -> Iterator[_Row]:
    """Read forwards to the first damage, backwards to there, and what is readable in between."""
    last = 0
    try:
        for row in source.execute(f"{query} ORDER BY rowid"):
            last = _rowid(row)
            yield row
        return
    except sqlite3.DatabaseError:
        pass
    first_behind = last + _MOST_TRIED
    for row in _until_damage(source, f"{query} WHERE rowid > {last} ORDER BY rowid DESC"):
        first_behind = _rowid(row)
        yield row
    for rowid in range(last + 1, min(first_behind, last + _MOST_TRIED)):
        yield from _until_damage(source, f"{query} WHERE rowid = {rowid}")


def _until_damage(source: sqlite3.Connection, query: str) -> Iterator[_Row]:
    with suppress(sqlite3.DatabaseError):
        yield from source.execute(query)


def _rowid(row: _Row) -> int:
    return int(str(row[0]))


def _aside(database: Path) -> Path:
    """Rename the damaged file and its logs."""
    old = database.with_name(f"{database.name}.damaged-{schema.now():%Y%m%d-%H%M%S}")
    for path in sorted(database.parent.glob(f"{database.name}*")):
        if path.name in (database.name, f"{database.name}-wal", f"{database.name}-shm"):
            path.rename(old.with_name(path.name.replace(database.name, old.name, 1)))
    return old
