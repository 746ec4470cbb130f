"""The command line: `python -m digitcore …`. Each command makes one or two core calls and prints what they return.

`--json` prints one JSON value and nothing else. Exit code 0 is success, 2 wrong use or bad input, 1 a
failure of ours; in both cases one sentence stands on stderr, never a traceback.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from digitcore.data import datasets, limits, own, statistics
from digitcore.data.dataset import OptionValue, Source
from digitcore.data.draft import read
from digitcore.errors import BadInput, DigitLabError
from digitcore.progress import Progress, Report, ignore


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Digit Lab: datasets of handwritten digits and what is in them."""


@main.group()
def data() -> None:
    """Datasets: which there are, fetching, adding, and their statistics."""


def _json_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON value.")(command)


@data.command("list")
@_json_option
def list_datasets(as_json: bool) -> None:
    """The datasets known on this machine."""
    rows = [_row(source) for source in datasets.sources().values()]
    if as_json:
        _print_json(rows)
        return
    for row in rows:
        state = "ready" if row["ready"] else f"not here yet: python -m digitcore data fetch {row['name']}"
        click.echo(
            f"{row['name']:<18} {row['title']}: {row['side']}×{row['side']}, {row['classes']} classes ({state})"
        )


@data.command()
@click.argument("name")
@_json_option
def fetch(name: str, as_json: bool) -> None:
    """Bring a dataset onto this machine."""
    source = datasets.find(name)
    if source.fetch is not None and not source.is_ready():
        with _Bar(visible=not as_json) as bar:
            source.fetch(bar.report)
    if as_json:
        _print_json(_row(source))
    else:
        click.echo(f"{source.facts.title} is on this machine.")


@data.command()
@click.argument("name")
@click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help="An option, such as noise=20.")
@_json_option
def stats(name: str, settings: tuple[str, ...], as_json: bool) -> None:
    """What is in a dataset: counts, values, ink."""
    with _Bar(visible=not as_json) as bar:
        dataset = datasets.load(name, report=bar.report, **_key_values(settings))
    description = statistics.describe(dataset)
    if as_json:
        _print_json(description)
        return
    click.echo(f"{dataset.facts.title} ({dataset.facts.licence}). {dataset.facts.origin}.")
    for part in ("train", "test"):
        click.echo(f"\n{part}")
        for key, value in description[part].items():
            words = " ".join(map(str, value)) if isinstance(value, list) else value
            click.echo(f"  {key.replace('_', ' '):<24} {words}")


@data.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--title", required=True, help="The name people see.")
@_json_option
def add(files: tuple[Path, ...], title: str, as_json: bool) -> None:
    """Add a dataset of your own: .npz, idx, CSV, or a ZIP of images in one folder per class."""
    draft = read({path.name: _bounded_bytes(path) for path in files})
    source = own.keep(draft, title=title, owner="")
    if as_json:
        _print_json(_row(source))
        return
    for note in draft.notes:
        click.echo(note)
    click.echo(
        f"Added as {source.name}: {len(draft.train):,} images to learn from, {len(draft.test):,} to test."
    )


@data.command()
@click.argument("name")
@_json_option
def remove(name: str, as_json: bool) -> None:
    """Delete a dataset that was added by `data add`."""
    own.forget(name, owner="")
    if as_json:
        _print_json({"removed": name})
    else:
        click.echo(f"{name} is deleted.")


def _row(source: Source) -> dict[str, Any]:
    facts = source.facts
    return {
        "name": source.name,
        "title": facts.title,
        "ready": source.is_ready(),
        "side": facts.side,
        "maximum": facts.maximum,
        "classes": facts.class_count,
        "framing": facts.framing,
        "origin": facts.origin,
        "licence": facts.licence,
        "options": [option.name for option in datasets.options_of(source)],
    }


def _bounded_bytes(path: Path) -> bytes:
    """The file's content; of one that is too large only enough for the reader to refuse it."""
    with path.open("rb") as file:
        return file.read(limits.UPLOAD_BYTES + 1)


def _key_values(settings: tuple[str, ...]) -> dict[str, OptionValue]:
    pairs = [setting.partition("=") for setting in settings]
    for setting, (key, equals, value) in zip(settings, pairs, strict=True):
        if not (key and equals and value):
            raise BadInput(
                f"--set {setting!r} cannot be read.", "Write it as key=value, for example noise=20."
            )
    return {key: value for key, _, value in pairs}


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False))


class _Bar:
    """A progress bar on stderr, drawn from the first report on; none in JSON mode or without a terminal."""

    def __init__(self, *, visible: bool) -> None:
        self._visible = visible and sys.stderr.isatty()
        self._bar: Any = None

    def __enter__(self) -> _Bar:
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
            self._bar = click.progressbar(length=progress.total, label=progress.doing, file=sys.stderr)
        self._bar.update(progress.done - self._bar.pos)


def run() -> None:
    """Run the command line; every error becomes a sentence and an exit code."""
    try:
        main()
    except DigitLabError as error:
        click.echo(str(error), err=True)
        raise SystemExit(error.exit_code) from None
    except Exception as error:  # noqa: BLE001  a traceback helps nobody at a terminal
        click.echo(f"This failed, and the fault is ours: {type(error).__name__}: {error}", err=True)
        raise SystemExit(1) from None


if __name__ == "__main__":
    run()
