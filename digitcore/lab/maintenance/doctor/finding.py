"""What a check of the doctor is told, and what it gives back. Which checks there are is in `checks`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from digitcore.lab.store.store import Store

_MOST_NAMED = 3


@dataclass(frozen=True)
class Case:
    """What is examined."""

    home: Path
    database: Path | None
    """The database as a file; None where it is a server's."""
    store: Store | None
    """None where there is no database yet."""


@dataclass(frozen=True)
class Finding:
    """What one check found."""

    ok: bool | None
    """None: it cannot be told now."""
    value: str
    """What was found, in a sentence."""
    advice: str = ""
    """The next step: of who asks, or of the repair where there is one."""
    repair: Callable[[], str] | None = field(default=None, compare=False)
    """Does what `advice` says, and says what it did. It deletes nothing that a user was told is kept."""


def named(names: Sequence[str]) -> str:
    """The first few, and that there are more."""
    return ", ".join(names[:_MOST_NAMED]) + ", …" * (len(names) > _MOST_NAMED)


def count_rows(store: Store, table: sa.Table, these: sa.ColumnElement[bool]) -> int:
    """How many rows of `table` are `these`."""
    with store.reading() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(table).where(these)).scalar() or 0


def delete_rows(store: Store, table: sa.Table, these: sa.ColumnElement[bool]) -> int:
    """Delete `these` rows; how many there were."""
    with store.writing() as connection:
        return connection.execute(sa.delete(table).where(these)).rowcount
