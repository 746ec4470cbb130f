"""The report of `doctor` and `readiness`: checks, what each found, and what to do about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Subject = TypeVar("Subject")


def _now() -> dt.datetime:
    return dt.datetime.now().astimezone()


@dataclass(frozen=True)
class Finding:
    """What a check found."""

    ok: bool | None
    """None: it cannot be checked now, or from here."""
    value: str
    """What was found, in a sentence with its figures."""
    advice: str = ""
    """The next step, of a person or of the repair; empty where all is well."""
    repair: Callable[[], str] | None = field(default=None, compare=False)
    """Does what `advice` says, and gives what it did. It deletes nothing that a user was told is saved."""


@dataclass(frozen=True)
class Check(Generic[Subject]):
    """One thing to check about a subject."""

    name: str
    title: str
    run: Callable[[Subject], Finding]
    comes_first: bool = False
    """Whether later checks are skipped where this one fails."""
    is_measurement: bool = False
    """Whether it keeps the machine busy for seconds."""


@dataclass(frozen=True)
class CheckResult(Generic[Subject]):
    """One check, what it found, and what was done about it."""

    check: Check[Subject]
    finding: Finding
    done: str = ""
    """What the repair did; empty without a repair."""
    checked_at: dt.datetime = field(default_factory=_now)


@dataclass(frozen=True)
class CheckReport(Generic[Subject]):
    """All results, and when they were complete."""

    results: tuple[CheckResult[Subject], ...]
    made_at: dt.datetime = field(default_factory=_now)

    @property
    def ok(self) -> bool:
        """Whether nothing is known to be wrong; unknown results do not count."""
        return not self.failed

    @property
    def failed(self) -> tuple[CheckResult[Subject], ...]:
        """The results that are not well."""
        return tuple(result for result in self.results if result.finding.ok is False)

    @property
    def unknown(self) -> tuple[CheckResult[Subject], ...]:
        """The results that could not be checked."""
        return tuple(result for result in self.results if result.finding.ok is None)

    @property
    def is_repairable(self) -> bool:
        """Whether a repair would do anything."""
        return any(result.finding.repair for result in self.failed)
