"""What the doctor examines, and small helpers of its checks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from digitcore.lab.store.store import Store

_MOST_NAMED = 3


@dataclass(frozen=True)
class Installation:
    """The files and the database of one HOME."""

    home: Path
    database: Path | None
    """The database as a file; None for PostgreSQL."""
    store: Store | None
    """None where there is no database yet."""


def named(names: Sequence[str]) -> str:
    """The first few names, and whether there are more.

    >>> named(["a", "b", "c", "d"])
    'a, b, c, …'
    """
    return ", ".join(names[:_MOST_NAMED]) + ", …" * (len(names) > _MOST_NAMED)


def count_rows(store: Store, table: sa.Table, these: sa.ColumnElement[bool]) -> int:
    """Count these rows of `table`."""
    with store.reading() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(table).where(these)).scalar() or 0


def delete_rows(store: Store, table: sa.Table, these: sa.ColumnElement[bool]) -> int:
    """Delete these rows of `table`; gives how many."""
    with store.writing() as connection:
        return connection.execute(sa.delete(table).where(these)).rowcount
