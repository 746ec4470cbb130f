"""The doctor: every check made in its order, and what can be mended, mended where that is asked for.

A check that needs the database is not made while the database itself is not well. A new check is one entry of `CHECKS`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from digitcore import settings
from digitcore.errors import DigitLabError
from digitcore.lab.maintenance.doctor import database, files, records
from digitcore.lab.maintenance.doctor.finding import Case, Finding
from digitcore.lab.store.store import Store, open_as_it_is
from digitcore.progress import Progress, Report, ignore


@dataclass(frozen=True)
class Check:
    """One thing that may be broken."""

    name: str
    title: str
    look: Callable[[Case], Finding]
    comes_first: bool = False
    """Where this is not well, the checks behind it cannot tell anything."""


def of_store(look: Callable[[Store], Finding]) -> Callable[[Case], Finding]:
    """A check of what the database holds; where there is none yet, nothing can be wrong with it."""
    return lambda case: look(case.store) if case.store else Finding(True, "There is no database yet.")


CHECKS = (
    Check("disk", "Disk", files.disk),
    Check("half-written", "Half-written files", files.half_written),
    Check("datasets", "Added datasets", files.added_datasets),
    Check("images", "Images of deleted datasets", files.unlisted_images),
    Check("mnist", "Copy of MNIST", files.mnist_copy),
    Check("database", "Database", database.integrity, comes_first=True),
    Check("version", "Version of its tables", of_store(database.version), comes_first=True),
    Check("leftovers", "Leftovers of deletions", of_store(database.leftovers)),
    Check("orphans", "Runs without a worker", of_store(records.orphaned)),
    Check(
        "unneeded-checkpoints", "Checkpoints of runs that are over", of_store(records.unneeded_checkpoints)
    ),
    Check("checkpoints", "Checkpoints", of_store(records.damaged_checkpoints)),
    Check("models", "Models", of_store(records.models)),
    Check("interrupted", "Interrupted runs", of_store(records.interrupted)),
)
_UNTOLD = Finding(None, "Cannot be told before the database is well.")


@dataclass(frozen=True)
class Line:
    """One check, what it found, and what was done about it."""

    check: Check
    finding: Finding
    done: str = ""
    """What the repair did; empty where there was none."""


@dataclass(frozen=True)
class Diagnosis:
    """All lines."""

    lines: tuple[Line, ...]

    @property
    def failed(self) -> tuple[Line, ...]:
        """What is not well (any more)."""
        return tuple(line for line in self.lines if line.finding.ok is False)

    @property
    def ok(self) -> bool:
        """Nothing is known to be wrong."""
        return not self.failed

    @property
    def can_be_mended(self) -> bool:
        """Whether a repair would do anything."""
        return any(line.finding.repair for line in self.failed)


def examine(*, repair: bool = False, report: Report = ignore) -> Diagnosis:
    """Look at everything; with `repair` mend what can be mended, and look again."""
    lines: list[Line] = []
    is_readable = True
    for number, check in enumerate(CHECKS):
        report(Progress(check.title, number, len(CHECKS), "checks"))
        line = _made(check, repair=repair) if is_readable else Line(check, _UNTOLD)
        is_readable &= not (check.comes_first and line.finding.ok is False)
        lines.append(line)
    report(Progress("Done", len(CHECKS), len(CHECKS), "checks"))
    return Diagnosis(tuple(lines))


def _made(check: Check, *, repair: bool) -> Line:
    """One check, and its repair; what either raises is what it found."""
    finding = _looked(check)
    if not repair or finding.repair is None:
        return Line(check, finding)
    try:
        done = finding.repair()
    except DigitLabError as problem:
        return Line(check, Finding(False, problem.what_happened, problem.what_to_do))
    except OSError as problem:
        return Line(
            check, Finding(False, f"It could not be mended: {problem}.", "Free some space, and try again.")
        )
    return Line(check, _looked(check), done)


def _looked(check: Check) -> Finding:
    """Each check opens the database anew: the one before may have put another in its place."""
    case = None
    try:
        case = _case()
        return check.look(case)
    except DigitLabError as problem:
        return Finding(False, problem.what_happened, problem.what_to_do)
    except OSError as problem:
        return Finding(
            False, f"It cannot be looked at: {problem}.", "See to it that this account may read it."
        )
    finally:
        if case is not None and case.store is not None:
            case.store.engine.dispose()


def _case() -> Case:
    now = settings.current()
    address = sa.make_url(now.database_url)
    if address.get_backend_name() != "sqlite":
        return Case(now.home, None, open_as_it_is(now.database_url))
    path = Path(address.database or "")
    return Case(now.home, path, open_as_it_is(now.database_url) if path.is_file() else None)
