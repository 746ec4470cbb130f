"""The database as a whole: can it be read, is it of this version, does every row belong to something."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from digitcore.errors import StorageProblem
from digitcore.lab.maintenance.backup.making import connected
from digitcore.lab.maintenance.doctor.installation import Installation, count_rows, delete_rows
from digitcore.lab.maintenance.doctor.salvage import salvage
from digitcore.lab.maintenance.report import Finding
from digitcore.lab.store import schema
from digitcore.lab.store.store import PATIENCE_SECONDS, Store, open_store, version_of
from digitcore.wording import counted


def integrity(subject: Installation) -> Finding:
    """Every page can be read, and tables and indexes agree."""
    if subject.store is None:
        return Finding(True, "There is none yet; it is made when it is first needed.")
    if subject.database is None:
        version_of(subject.store)  # raises where it does not answer
        return Finding(True, "It answers. Its pages are its server's to check: see pg_amcheck.")
    fault = _fault(subject.database)
    if not fault:
        return Finding(True, "Every page of it can be read, and all agree.")
    database = subject.database
    return Finding(
        False,
        f"{database.name} is damaged: {fault}.",
        "Copy all that can be read into a new one, and keep the damaged file. A backup may have more.",
        lambda: _salvage(database),
    )


def table_version(store: Store) -> Finding:
    """The tables are of this program's version."""
    version = version_of(store)
    if not version:
        return Finding(
            False,
            "It has no tables yet.",
            "Make them, as the next start of the app would.",
            lambda: _migrate(store.url),
        )
    if version == schema.VERSION:
        return Finding(True, f"Its tables are of version {version}.")
    if version > schema.VERSION:
        return Finding(
            False,
            f"Its tables are of version {version}, and this Digit Lab knows {schema.VERSION}.",
            "Start the newer Digit Lab that wrote it.",
        )
    return Finding(
        False,
        f"Its tables are of version {version}, not {schema.VERSION}.",
        "Renew them, as the next start of the app would.",
        lambda: _migrate(store.url),
    )


def leftovers(store: Store) -> Finding:
    """No rows are left of runs and rooms that were deleted."""
    count = sum(count_rows(store, table, has_no_parent) for table, has_no_parent in _orphaned())
    if not count:
        return Finding(True, "Every row belongs to a run or a room that is there.")
    return Finding(
        False,
        f"{counted(count, 'row')} of runs or rooms that are gone.",
        "Delete them: nothing can show them any more.",
        lambda: _delete(store),
    )


def _fault(database: Path) -> str:
    """SQLite's report on the file; empty where all is well."""
    try:
        with closing(connected(database, patience_seconds=PATIENCE_SECONDS)) as connection:
            rows = connection.execute("PRAGMA integrity_check(1)").fetchall()
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise StorageProblem(
                f"{database.name} is held by another program.", "Close that program, and look again."
            ) from error
        return str(error)
    message = " ".join(str(rows[0][0]).split()) if rows else ""
    return "" if message == "ok" else message.removeprefix("*** in database main *** ")


def _salvage(database: Path) -> str:
    salvaged = salvage(database)
    kept = ", ".join(
        counted(salvaged.rows[name], thing)
        for name, thing in (
            ("runs", "run"),
            ("drawings", "drawing"),
            ("rooms", "room"),
            ("room_drawings", "classroom drawing"),
        )
    )
    return f"A new database has {kept}. The damaged one is {salvaged.old}."


def _migrate(url: str) -> str:
    open_store(url)
    return f"Tables renewed to version {schema.VERSION}."


def _orphaned() -> Iterator[tuple[sa.Table, sa.ColumnElement[bool]]]:
    """Each table with a foreign key, and which of its rows have no parent."""
    for table in schema.metadata.sorted_tables:
        for key in table.foreign_keys:
            yield table, key.parent.not_in(sa.select(key.column))


def _delete(store: Store) -> str:
    count = sum(delete_rows(store, table, has_no_parent) for table, has_no_parent in _orphaned())
    return f"{counted(count, 'row')} deleted."
