"""`backup` and `restore`: all data of users in one file, and back; `doctor`: find and repair damage."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from digitcore.commands.terminal import Bar, json_option, print_findings, print_json
from digitcore.errors import DigitLabError

_FILE = click.Path(dir_okay=False, path_type=Path)
_WORDS = {True: "well", False: "NOT WELL", None: "not told"}


@click.command()
@click.argument("file", type=_FILE)
@json_option
def backup(file: Path, as_json: bool) -> None:
    """Copy runs, drawings, classrooms and added datasets into one FILE, also while the app runs."""
    from digitcore.lab.maintenance.backup import making

    manifest = making.make(file)
    size_bytes = file.stat().st_size
    if as_json:
        print_json({"file": str(file), "bytes": size_bytes, "files": len(manifest.members)})
        return
    size = f"{size_bytes / 1e6:,.1f} MB"
    click.echo(
        f"{file} holds {_holds(manifest)}: {size}. Whoever has it can read what people drew and wrote."
    )


@click.command()
@click.argument("file", type=_FILE)
@click.option("--replace", is_flag=True, help="Also where something is kept already: that is put aside.")
@json_option
def restore(file: Path, replace: bool, as_json: bool) -> None:
    """Bring a backup back into DIGITLAB_HOME, while no app runs on it."""
    from digitcore import settings
    from digitcore.lab.maintenance.backup import restoring

    done = restoring.restore(file, replace=replace)
    home, aside = settings.current().home, None if done.aside is None else str(done.aside)
    if as_json:
        print_json({"home": str(home), "interrupted": done.interrupted, "aside": aside})
        return
    click.echo(f"{home} holds {_holds(done.manifest)} of {done.manifest.made_at:%Y-%m-%d %H:%M} UTC.")
    if done.interrupted:
        runs = "1 run was" if done.interrupted == 1 else f"{done.interrupted} runs were"
        click.echo(f"{runs} training then, and can go on: see the page Train.")
    if aside:
        click.echo(f"What was there before is in {aside}. Delete it when you need it no more.")


def _holds(manifest: Any) -> str:
    arrays = sum(member.name.endswith(".npz") for member in manifest.members)
    datasets = "1 added dataset" if arrays == 1 else f"{arrays} added datasets"
    return f"the database and {datasets}" if manifest.has_database else datasets


@click.command()
@click.option(
    "--repair", is_flag=True, help="Mend what can be mended; else it is only said what would be done."
)
@json_option
def doctor(repair: bool, as_json: bool) -> None:
    """What is broken in DIGITLAB_HOME and its database? Exit code 1 where something is not well."""
    from digitcore.lab.maintenance.doctor import checks

    with Bar(visible=not as_json) as bar:
        report = checks.examine(repair=repair, report=bar.report)
    if as_json:
        print_json({"ok": report.ok, "checks": [_row(line) for line in report.results]})
    else:
        print_findings(report.results, _WORDS, next_step=_next_step)
    if not report.ok:
        titles = ", ".join(line.check.title for line in report.failed)
        is_repairable = report.is_repairable and not repair
        advice = "To mend what can be mended: python -m digitcore doctor --repair"
        raise DigitLabError(f"Not well: {titles}.", advice if is_repairable else "Do what is said there.")


def _row(line: Any) -> dict[str, Any]:
    finding = line.finding
    return {
        "name": line.check.name,
        "ok": finding.ok,
        "value": finding.value,
        "advice": finding.advice,
        "can_be_mended": finding.repair is not None,
        "done": line.done,
    }


def _next_step(finding: Any) -> str:
    return f"--repair would: {finding.advice}" if finding.repair else str(finding.advice)
