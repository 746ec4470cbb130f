"""What commands share: options, JSON, `key=value` settings, the table of findings, the progress bar."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from digitcore.data import limits
from digitcore.errors import BadInput
from digitcore.progress import Progress, Report, ignore

_COLOURS = {True: "green", False: "red", None: None}


def json_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--json`, the same for every command."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON value.")(command)


def set_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--set key=value`, any number of times."""
    return click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help="A setting.")(command)


def print_json(value: Any) -> None:
    """One JSON value, on one line."""
    click.echo(json.dumps(value, ensure_ascii=False))


def key_values(settings: tuple[str, ...]) -> dict[str, str]:
    """The values of `--set`.

    >>> key_values(("noise=20", "seed=1"))
    {'noise': '20', 'seed': '1'}
    """
    values: dict[str, str] = {}
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not (key and equals and value):
            raise BadInput(
                f"--set {setting!r} cannot be read.", "Write it as key=value, for example noise=20."
            )
        if key in values:
            raise BadInput(f"--set {key}=… is given twice.", "Give each setting once.")
        values[key] = value
    return values


def print_findings(
    lines: Sequence[Any], words: Mapping[bool | None, str], *, next_step: Callable[[Any], str]
) -> None:
    """A table of findings: each in `words` for its state, and below it what was done or what to do.

    A line has a check with a title, and a finding with `ok` and `value`; it has `done` if something was repaired.
    """
    state_width = max(map(len, words.values())) + 2
    width = max(len(line.check.title) for line in lines)
    for line in lines:
        finding = line.finding
        padded = f"{words[finding.ok]:<{state_width}}"
        word = click.style(padded, fg=_COLOURS[finding.ok], bold=finding.ok is False)
        click.echo(f"{word}{line.check.title:<{width}}  {finding.value}")
        for mark, sentence in (("✓", line.done), ("→", next_step(finding))):
            if sentence:
                click.echo(f"{'':<{state_width + width + 2}}{mark} {sentence}")


def bounded_bytes(path: Path) -> bytes:
    """The file's content; of a file that is too large, just enough for the reader to refuse it."""
    with path.open("rb") as file:
        return file.read(limits.UPLOAD_BYTES + 1)


class Bar:
    """A progress bar on stderr; nothing if not `visible`, or without a terminal."""

    def __init__(self, *, visible: bool) -> None:
        self._visible = visible and sys.stderr.isatty()
        self._bar: Any = None

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.render_finish()

    @property
    def report(self) -> Report:
        """The argument `report` for functions of the library."""
        return self._draw if self._visible else ignore

    def _draw(self, progress: Progress) -> None:
        if self._bar is None:
            self._bar = click.progressbar(length=progress.total, file=sys.stderr, show_eta=False)
        bar = self._bar  # one bar for all parts of the work, which differ in words and length
        bar.label, bar.length, bar.finished = progress.doing, progress.total, False
        bar.make_step(progress.done - bar.pos)
        bar.render_progress()
