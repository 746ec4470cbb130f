"""The doctor: makes every check in order, and repairs what can be repaired on request.

Checks of the database are skipped while the database itself is not well. A new check is one entry of `CHECKS`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

from digitcore import settings
from digitcore.errors import DigitLabError
from digitcore.lab.maintenance.doctor import database, files, records
from digitcore.lab.maintenance.doctor.installation import Installation
from digitcore.lab.maintenance.report import Check, CheckReport, CheckResult, Finding
from digitcore.lab.store.store import Store, open_as_it_is
from digitcore.progress import Progress, Report, ignore

Diagnosis = CheckReport[Installation]


def of_store(run: Callable[[Store], Finding]) -> Callable[[Installation], Finding]:
    """A check of what the database holds; it passes where there is no database yet."""
    return lambda subject: run(subject.store) if subject.store else Finding(True, "There is no database yet.")


CHECKS = (
    Check("disk", "Disk", files.disk),
    Check("half-written", "Half-written files", files.half_written),
    Check("datasets", "Added datasets", files.added_datasets),
    Check("aside", "What was set aside", files.set_aside),
    Check("images", "Images of deleted datasets", files.unlisted_images),
    Check("database", "Database", database.integrity, comes_first=True),
    Check("version", "Version of its tables", of_store(database.table_version), comes_first=True),
    Check("leftovers", "Leftovers of deletions", of_store(database.leftovers)),
    Check("orphans", "Runs without a worker", of_store(records.lost)),
    Check(
        "unneeded-checkpoints", "Checkpoints of runs that are over", of_store(records.unneeded_checkpoints)
    ),
    Check("checkpoints", "Checkpoints", of_store(records.damaged_checkpoints)),
    Check("models", "Models", of_store(records.models)),
    Check("interrupted", "Interrupted runs", of_store(records.interrupted)),
)
_UNKNOWN = Finding(None, "Cannot be told before the database is well.")


def examine(*, repair: bool = False, report: Report = ignore) -> Diagnosis:
    """Make every check; with `repair` repair what can be repaired, and check that again."""
    results: list[CheckResult[Installation]] = []
    is_readable = True
    for number, check in enumerate(CHECKS):
        report(Progress(check.title, number, len(CHECKS), "checks"))
        result = _made(check, repair=repair) if is_readable else CheckResult(check, _UNKNOWN)
        is_readable &= not (check.comes_first and result.finding.ok is False)
        results.append(result)
    report(Progress("Done", len(CHECKS), len(CHECKS), "checks"))
    return CheckReport(tuple(results))


def _made(check: Check[Installation], *, repair: bool) -> CheckResult[Installation]:
    """Make one check, and its repair; the error of either is the finding."""
    finding = _finding(check)
    if not repair or finding.repair is None:
        return CheckResult(check, finding)
    try:
        done = finding.repair()
    except DigitLabError as problem:
        return CheckResult(check, Finding(False, problem.what_happened, problem.what_to_do))
    except OSError as problem:
        finding = Finding(False, f"It could not be mended: {problem}.", "Free some space, and try again.")
        return CheckResult(check, finding)
    return CheckResult(check, _finding(check), done)


def _finding(check: Check[Installation]) -> Finding:
    """Each check opens the database anew, since the repair before it may have replaced the file."""
    subject = None
    try:
        subject = _installation()
        return check.run(subject)
    except DigitLabError as problem:
        return Finding(False, problem.what_happened, problem.what_to_do)
    except OSError as problem:
        advice = "See to it that this account may read it."
        return Finding(False, f"It cannot be looked at: {problem}.", advice)
    finally:
        if subject is not None and subject.store is not None:
            subject.store.engine.dispose()


def _installation() -> Installation:
    current = settings.current()
    address = sa.make_url(current.database_url)
    if address.get_backend_name() != "sqlite":
        return Installation(current.home, None, open_as_it_is(current.database_url))
    path = Path(address.database or "")
    return Installation(current.home, path, open_as_it_is(current.database_url) if path.is_file() else None)
