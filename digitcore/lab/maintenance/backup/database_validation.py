"""Whether a database from elsewhere is one that Digit Lab wrote. The hashes in a backup do not tell: anybody can compute them.

SQLite checks its pages, but not their meaning: a file may hold triggers that run when the app writes, tables that lack
columns, text where numbers belong. Hence every column is compared with the schema. See
https://www.sqlite.org/security.html
"""

from __future__ import annotations

import sqlite3
from functools import cache

import sqlalchemy as sa

from digitcore.lab.store import schema

_ACTIVE_CONTENT = (
    "SELECT name FROM sqlite_schema WHERE type IN ('trigger', 'view') OR sql LIKE 'CREATE VIRTUAL%'"
)
_LATEST = 253_402_300_799
"""The last second of the year 9999, the latest time in Python."""


class InvalidDatabase(Exception):
    """What is wrong with the database, for the log."""


def check_file(connection: sqlite3.Connection) -> None:
    """Check that its pages can be read, and that it has no triggers, views or virtual tables."""
    report = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if report != ("ok",):
        raise InvalidDatabase(report[0])
    if name := connection.execute(_ACTIVE_CONTENT).fetchone():
        raise InvalidDatabase(f"{name[0]!r} is no table of Digit Lab")


def check_tables(connection: sqlite3.Connection) -> None:
    """Check that all columns exist, in tables of this version, with values of their type."""
    for name, query in _strange_rows().items():
        if connection.execute(query).fetchone():
            raise InvalidDatabase(f"{name} holds values of another kind")


@cache
def _strange_rows() -> dict[str, str]:
    """A query for each table that finds a row no Digit Lab wrote; it fails where a column is missing."""
    return {
        table.name: f"SELECT 1 FROM {table.name} WHERE {' OR '.join(map(_is_strange, table.columns))} LIMIT 1"
        for table in schema.metadata.sorted_tables
    }


def _is_strange(column: sa.Column[object]) -> str:
    """An SQL condition for a value of a wrong type; never true of NULL."""
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
