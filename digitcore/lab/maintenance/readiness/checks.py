"""Ready for class: the registry of checks, made one after the other, so that none disturbs what another one measures.

They repair nothing: whoever checks wants to know. A check that raises has failed, with its error as the finding. A new check
is one entry of `CHECKS`.
"""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import replace

from digitcore.errors import DigitLabError
from digitcore.lab.maintenance.readiness import contents, machine, speed
from digitcore.lab.maintenance.readiness.class_setup import ClassSetup
from digitcore.lab.maintenance.report import Check, CheckReport, CheckResult, Finding
from digitcore.progress import Progress, Report, ignore

MEASURED_FOR = dt.timedelta(minutes=1)
"""A measurement is reused for so long: it keeps the machine busy for seconds, and anybody may request one."""
_log = logging.getLogger(__name__)

Readiness = CheckReport[ClassSetup]

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


def check(setup: ClassSetup, *, before: Readiness | None = None, report: Report = ignore) -> Readiness:
    """Make all checks; reuses the recent measurements of the report `before`."""
    results = []
    for number, each in enumerate(CHECKS):
        report(Progress(each.title, number, len(CHECKS), "checks"))
        results.append(_recent_measurement(each, before) or make(each, setup))
    report(Progress("Done", len(CHECKS), len(CHECKS), "checks"))
    return CheckReport(tuple(results))


def with_canvas(readiness: Readiness, setup: ClassSetup) -> Readiness:
    """The same report with what the canvas received by now."""
    results = (
        make(result.check, setup) if result.check.name == "canvas" else result for result in readiness.results
    )
    return replace(readiness, results=tuple(results))


def make(check: Check[ClassSetup], setup: ClassSetup) -> CheckResult[ClassSetup]:
    """Make one check; whatever it raises is its finding."""
    try:
        return CheckResult(check, check.run(setup))
    except DigitLabError as problem:
        return CheckResult(check, Finding(False, problem.what_happened, problem.what_to_do))
    except Exception as error:  # noqa: BLE001  the other results are still worth having
        _log.exception("the check %s failed", check.name)
        message = f"{type(error).__name__}: {' '.join(str(error).split())}"
        finding = Finding(False, f"The check itself failed: {message}", "Tell who runs the app.")
        return CheckResult(check, finding)


def _recent_measurement(check: Check[ClassSetup], before: Readiness | None) -> CheckResult[ClassSetup] | None:
    if before is None or not check.is_measurement:
        return None
    since = dt.datetime.now().astimezone() - MEASURED_FOR
    return next((each for each in before.results if each.check == check and each.checked_at > since), None)
