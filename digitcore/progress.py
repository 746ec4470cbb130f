"""How far a long piece of work has come.

Core functions that take longer than a second accept `report`, a function that is called
with a `Progress` now and then. They never print or draw: the caller does. What is left out:
threads and screens (`pages/_shared/background_tasks.py`), terminals (`__main__.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """`done` of `total` units; `doing` says in words what is going on."""

    doing: str
    done: int
    total: int
    unit: str = ""

    @property
    def share(self) -> float:
        """The finished part, 0 to 1."""
        return min(1.0, self.done / self.total) if self.total else 0.0


Report = Callable[[Progress], None]


def ignore(progress: Progress) -> None:
    """Report to nobody: the default of every `report` argument."""
