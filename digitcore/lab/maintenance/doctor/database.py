"""The database as a whole: can it be read, is it of this version, does everything in it belong to something."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from digitcore.errors import StorageProblem
from digitcore.lab.maintenance.backup.making import connected
from digitcore.lab.maintenance.doctor.finding import Case, Finding, count_rows, delete_rows
from digitcore.lab.maintenance.doctor.salvage import salvage
from digitcore.lab.store import schema
from digitcore.lab.store.store import PATIENCE_SECONDS, Store, open_store, version_of
from digitcore.wording import counted


def integrity(case: Case) -> Finding:
    """Every page can be read, and tables and indexes agree."""
    if case.store is None:
        return Finding(True, "There is none yet; it is made when it is first needed.")
    if case.database is None:
        version_of(case.store)  # a sentence where it does not answer
        return Finding(True, "It answers. Its pages are its server's to check: see pg_amcheck.")
    fault = _fault(case.database)
    if not fault:
        return Finding(True, "Every page of it can be read, and all agree.")
    database = case.database
    return Finding(
        False,
        f"{database.name} is damaged: {fault}.",
        "Copy all that can be read into a new one, and keep the damaged file. A backup may have more.",
        lambda: _mend(database),
    )


def version(store: Store) -> Finding:
    """The tables are of this program's version."""
    found = version_of(store)
    if not found:
        return Finding(
            False,
            "It has no tables yet.",
            "Make them, as the next start of the app would.",
            lambda: _renew(store.url),
        )
    if found == schema.VERSION:
        return Finding(True, f"Its tables are of version {found}.")
    if found > schema.VERSION:
        return Finding(
            False,
            f"Its tables are of version {found}, and this Digit Lab knows {schema.VERSION}.",
            "Start the newer Digit Lab that wrote it.",
        )
    return Finding(
        False,
        f"Its tables are of version {found}, not {schema.VERSION}.",
        "Renew them, as the next start of the app would.",
        lambda: _renew(store.url),
    )


def leftovers(store: Store) -> Finding:
    """Rows of runs and rooms that are not there any more."""
    count = sum(count_rows(store, table, of_none) for table, of_none in _of_nobody())
    if not count:
        return Finding(True, "Every row belongs to a run or a room that is there.")
    return Finding(
        False,
        f"{counted(count, 'row')} of runs or rooms that are gone.",
        "Delete them: nothing can show them any more.",
        lambda: _delete(store),
    )


def _fault(database: Path) -> str:
    """What SQLite says of the file; empty where all is well."""
    try:
        with closing(connected(database, patience_seconds=PATIENCE_SECONDS)) as connection:
            rows = connection.execute("PRAGMA integrity_check(1)").fetchall()
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise StorageProblem(
                f"{database.name} is held by another program.", "Close that program, and look again."
            ) from error
        return str(error)
    said = " ".join(str(rows[0][0]).split()) if rows else ""
    return "" if said == "ok" else said.removeprefix("*** in database main *** ")


def _mend(database: Path) -> str:
    found = salvage(database)
    kept = ", ".join(
        counted(found.rows[name], thing)
        for name, thing in (
            ("runs", "run"),
            ("drawings", "drawing"),
            ("rooms", "room"),
            ("room_drawings", "classroom drawing"),
        )
    )
    return f"A new database has {kept}. The damaged one is {found.old}."


def _renew(url: str) -> str:
    open_store(url)
    return f"Tables renewed to version {schema.VERSION}."


def _of_nobody() -> Iterator[tuple[sa.Table, sa.ColumnElement[bool]]]:
    """Each table that belongs to another one, and which of its rows belong to none there."""
    for table in schema.metadata.sorted_tables:
        for key in table.foreign_keys:
            yield table, key.parent.not_in(sa.select(key.column))


def _delete(store: Store) -> str:
    count = sum(delete_rows(store, table, of_none) for table, of_none in _of_nobody())
    return f"{counted(count, 'row')} deleted."
