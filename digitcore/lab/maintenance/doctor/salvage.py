"""A damaged SQLite database: all rows that can still be read go into a new one, and the old file is kept beside it.

A page that is lost takes the rows on it along, not the table: rows are read from both ends, and one by one in between.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from digitcore.errors import BadInput
from digitcore.lab.maintenance.backup.making import connected, is_in_use
from digitcore.lab.maintenance.backup.restoring import STAGING
from digitcore.lab.store import schema
from digitcore.lab.store.store import open_store

_MOST_TRIED = 20_000
"""So many rows are tried one by one between the ends, and beyond the first end where there is no second one."""

_Row = tuple[object, ...]


@dataclass(frozen=True)
class Salvaged:
    """What was read, and where the rest is."""

    rows: dict[str, int]
    """By table."""
    old: Path


def salvage(database: Path) -> Salvaged:
    """Put a new database in the place of a damaged one; nobody may have it open."""
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
        new.rename(database)
    return Salvaged(rows, old)


def _make_empty(path: Path) -> None:
    store = open_store(f"sqlite:///{path}")
    store.settle()
    store.engine.dispose()


def _tables() -> list[sa.Table]:
    return [table for table in schema.metadata.sorted_tables if table is not schema.schema_version]


def _copy(source: sqlite3.Connection, target: sqlite3.Connection, table: sa.Table) -> int:
    """The readable rows of one table; of two with the same key, the first."""
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
    """Those that the damaged database has too: it may be of an older version."""
    with suppress(sqlite3.DatabaseError):
        there = {row[1] for row in source.execute(f"PRAGMA table_info({table.name})")}
        return [column.name for column in table.columns if column.name in there]
    return []


def _rows(source: sqlite3.Connection, query: str) -> Iterator[_Row]:
    """Forwards to where a page cannot be read, backwards to there, and what can be had between the two."""
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
    """The damaged file and its logs under another name."""
    old = database.with_name(f"{database.name}.damaged-{schema.now():%Y%m%d-%H%M%S}")
    for path in sorted(database.parent.glob(f"{database.name}*")):
        if path.name in (database.name, f"{database.name}-wal", f"{database.name}-shm"):
            path.rename(old.with_name(path.name.replace(database.name, old.name, 1)))
    return old
