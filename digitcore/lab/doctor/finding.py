"""What a check of the doctor is told, and what it gives back. Which checks there are is in `checks`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from digitcore.lab.store import Store


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


def counted(count: int, thing: str) -> str:
    """`1 run`, `2 runs`."""
    return f"{count:,} {thing}{'s' * (count != 1)}"
