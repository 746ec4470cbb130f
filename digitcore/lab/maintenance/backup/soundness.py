"""Whether a database that comes from elsewhere is one that Digit Lab made: hashes in a backup are right whoever wrote them.

SQLite checks its pages, but keeps whatever was written: instructions of its own that run when the app writes, tables that
lack something, words where numbers belong. What the words mean is left to who reads them.
"""

from __future__ import annotations

import sqlite3
from functools import cache

import sqlalchemy as sa

from digitcore.lab.store import schema

_OF_ITS_OWN = "SELECT name FROM sqlite_schema WHERE type IN ('trigger', 'view') OR sql LIKE 'CREATE VIRTUAL%'"
_LATEST = 253_402_300_799
"""The last second of the year 9999: no later one is a time in Python."""


class Unsound(Exception):
    """What is wrong with it, for the log."""


def check_file(connection: sqlite3.Connection) -> None:
    """Its pages can be read, and nothing in it acts by itself."""
    found = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if found != ("ok",):
        raise Unsound(found[0])
    if name := connection.execute(_OF_ITS_OWN).fetchone():
        raise Unsound(f"{name[0]!r} is no table of Digit Lab")


def check_tables(connection: sqlite3.Connection) -> None:
    """All columns are there, once its tables are of this version, and what stands in them is of their kind."""
    for name, query in _strange_rows().items():
        if connection.execute(query).fetchone():
            raise Unsound(f"{name} holds values of another kind")


@cache
def _strange_rows() -> dict[str, str]:
    """By table, what finds a row in it that no Digit Lab wrote; where a column is missing, it cannot be run."""
    return {
        table.name: f"SELECT 1 FROM {table.name} WHERE {' OR '.join(map(_is_strange, table.columns))} LIMIT 1"
        for table in schema.metadata.sorted_tables
    }


def _is_strange(column: sa.Column[object]) -> str:
    """Never true of NULL."""
    name, kind = column.name, column.type
    if isinstance(kind, schema.Moment):
        return f"typeof({name}) NOT IN ('real', 'integer', 'null') OR {name} NOT BETWEEN 0 AND {_LATEST}"
    if isinstance(kind, sa.Boolean):
        return f"{name} NOT IN (0, 1)"
    if isinstance(kind, sa.Integer):
        return f"typeof({name}) NOT IN ('integer', 'null')"
    if isinstance(kind, sa.Float):
        return f"typeof({name}) NOT IN ('real', 'integer', 'null')"
    return f"typeof({name}) NOT IN ('{'blob' if isinstance(kind, sa.LargeBinary) else 'text'}', 'null')"
