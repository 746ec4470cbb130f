"""The progress of long work: functions that take longer than a second accept `report` and call it with a `Progress`.

They never print or draw; their callers do (`pages/_shared/background_tasks.py`, `commands/terminal.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """`done` of `total` units; `doing` says in words what happens."""

    doing: str
    done: int
    total: int
    unit: str = ""

    @property
    def share(self) -> float:
        """The finished share, 0 to 1."""
        return min(1.0, self.done / self.total) if self.total else 0.0


Report = Callable[[Progress], None]


def ignore(progress: Progress) -> None:
    """Do nothing: the default of every `report` argument."""
