"""How commands print: JSON, `key=value` settings, a progress bar, a line that is written anew."""

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
    """`("noise=20",)` as {"noise": "20"}."""
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
    """A table of what checks found: well, not well or not told, in `words`, and below each what was done or is to be done.

    A line has a check with a title, and a finding with `ok` and `value`; `done` where something was mended.
    """
    state_width = max(map(len, words.values())) + 2
    width = max(len(line.check.title) for line in lines)
    for line in lines:
        finding = line.finding
        word = f"{words[finding.ok]:<{state_width}}"
        click.echo(
            f"{click.style(word, fg=_COLOURS[finding.ok], bold=finding.ok is False)}{line.check.title:<{width}}  {finding.value}"
        )
        for mark, sentence in (("✓", getattr(line, "done", "")), ("→", next_step(finding))):
            if sentence:
                click.echo(f"{'':<{state_width + width + 2}}{mark} {sentence}")


def bounded_bytes(path: Path) -> bytes:
    """The file's content; of one that is too large only enough for the reader to refuse it."""
    with path.open("rb") as file:
        return file.read(limits.UPLOAD_BYTES + 1)


class Bar:
    """A progress bar on stderr, which follows what is being done; none in JSON mode or without a terminal."""

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
        """What to hand to a core function."""
        return self._draw if self._visible else ignore

    def _draw(self, progress: Progress) -> None:
        if self._bar is None:
            self._bar = click.progressbar(length=progress.total, file=sys.stderr, show_eta=False)
        bar = self._bar  # one bar for all stretches of the work: each has its own words and length
        bar.label, bar.length, bar.finished = progress.doing, progress.total, False
        bar.make_step(progress.done - bar.pos)
        bar.render_progress()
