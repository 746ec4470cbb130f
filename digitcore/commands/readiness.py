"""`check`: is this machine ready for a class, in one table of what is well and what to do."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import click

from digitcore.commands.terminal import Bar, json_option, print_findings, print_json
from digitcore.errors import DigitLabError
from digitcore.lab.maintenance.readiness.class_setup import PORT, ClassSetup
from digitcore.learning.engine.quiet_tensorflow import import_tensorflow

_WORDS = {True: "ready", False: "NOT READY", None: "not checked"}


@click.command()
@click.option(
    "--port", type=click.IntRange(1, 65_535), default=PORT, show_default=True, help="Where the app listens."
)
@json_option
def check(port: int, as_json: bool) -> None:
    """Ready for class? Data, model, speed, store, room, and the way in; exit code 1 where something is not."""
    from digitcore.lab.maintenance.readiness import checks

    with suppress(ImportError):  # then the lines that need it say so
        import_tensorflow()
    with Bar(visible=not as_json) as bar:
        report = checks.check(ClassSetup(port=port), report=bar.report)
    if as_json:
        print_json({"ok": report.ok, "checks": [_row(line) for line in report.results]})
    else:
        print_findings(report.results, _WORDS, next_step=lambda finding: str(finding.advice))
        if report.ok:
            click.echo("\nReady for class." if not report.unknown else "\nNo fault found.")
    if not report.ok:
        titles = ", ".join(line.check.title for line in report.failed)
        raise DigitLabError(f"Not ready: {titles}.", "Do what is said there, then check again.")


def _row(line: Any) -> dict[str, Any]:
    finding = line.finding
    return {"name": line.check.name, "ok": finding.ok, "value": finding.value, "advice": finding.advice}
