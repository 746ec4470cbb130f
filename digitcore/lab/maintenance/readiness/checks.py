"""Ready for class: the registry of checks, and all of them made one after the other.

One at a time, so that none disturbs what another one measures. A check that raises is one that failed: its
sentence is its finding. A new check is one entry of `CHECKS`.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from digitcore.errors import DigitLabError
from digitcore.lab.maintenance.readiness import contents, machine, speed
from digitcore.lab.maintenance.readiness.finding import Finding, Here
from digitcore.progress import Progress, Report, ignore

MEASURED_FOR = dt.timedelta(minutes=1)
"""So long a measurement is taken over: it keeps the machine busy for seconds, and anybody may ask for another one."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Check:
    """One thing that must be well before a class begins."""

    name: str
    title: str
    look: Callable[[Here], Finding]
    is_measurement: bool = False
    """Whether it takes the machine's time to tell."""


CHECKS = (
    Check("data", "Data", contents.data),
    Check("model", "Default model", contents.model),
    Check("answers", "Time of an answer", speed.answers, is_measurement=True),
    Check("training", "Time of training", speed.training, is_measurement=True),
    Check("canvas", "Canvas", contents.canvas),
    Check("store", "Store", machine.store),
    Check("disk", "Disk", machine.disk),
    Check("memory", "Memory", machine.memory),
    Check("address", "Address for phones", machine.address),
    Check("versions", "Versions", contents.versions),
)


@dataclass(frozen=True)
class Line:
    """One check and what it found."""

    check: Check
    finding: Finding
    found_at: dt.datetime = field(default_factory=lambda: dt.datetime.now().astimezone())


@dataclass(frozen=True)
class Readiness:
    """All lines, and when they were made."""

    lines: tuple[Line, ...]
    made_at: dt.datetime

    @property
    def ok(self) -> bool:
        """Nothing is known to be wrong; what could not be told does not count."""
        return not self.failed

    @property
    def failed(self) -> tuple[Line, ...]:
        """The lines that are not well."""
        return tuple(line for line in self.lines if line.finding.ok is False)

    @property
    def untold(self) -> tuple[Line, ...]:
        """The lines of what could not be told."""
        return tuple(line for line in self.lines if line.finding.ok is None)

    def with_canvas(self, here: Here) -> Readiness:
        """The same with what the canvas has heard by now."""
        lines = (made(line.check, here) if line.check.name == "canvas" else line for line in self.lines)
        return replace(self, lines=tuple(lines))


def check(here: Here, *, before: Readiness | None = None, report: Report = ignore) -> Readiness:
    """Make all checks; what was measured just `before` is not measured again."""
    lines = []
    for number, one in enumerate(CHECKS):
        report(Progress(one.title, number, len(CHECKS), "checks"))
        lines.append(_measured_lately(one, before) or made(one, here))
    report(Progress("Done", len(CHECKS), len(CHECKS), "checks"))
    return Readiness(tuple(lines), dt.datetime.now().astimezone())


def _measured_lately(one: Check, before: Readiness | None) -> Line | None:
    if before is None or not one.is_measurement:
        return None
    lately = dt.datetime.now().astimezone() - MEASURED_FOR
    return next((line for line in before.lines if line.check == one and line.found_at > lately), None)


def made(one: Check, here: Here) -> Line:
    """One check; whatever it raises is what it found."""
    try:
        return Line(one, one.look(here))
    except DigitLabError as problem:
        return Line(one, Finding(False, problem.what_happened, problem.what_to_do))
    except Exception as error:  # noqa: BLE001  the other lines are still worth having
        _log.exception("the check %s failed", one.name)
        words = " ".join(str(error).split())
        return Line(
            one,
            Finding(
                False, f"The check itself failed: {type(error).__name__}: {words}", "Tell who runs the app."
            ),
        )
