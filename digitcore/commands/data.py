"""`data …`: list, add, remove and describe datasets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from digitcore.commands.terminal import Bar, bounded_bytes, json_option, key_values, print_json, set_option
from digitcore.data import datasets
from digitcore.data.dataset import Source
from digitcore.data.sources import own_datasets
from digitcore.data.sources.draft import read
from digitcore.data.statistics import statistics

_INVERTED = {"find": None, "dark": True, "bright": False}
"""Values of `--ink`, and the argument `inverted` of `read` for each."""


@click.group()
def data() -> None:
    """Datasets: which there are, adding, and their statistics."""


@data.command("list")
@json_option
def list_datasets(as_json: bool) -> None:
    """The datasets known on this machine."""
    rows = [_row(source) for source in datasets.sources().values()]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        what = f"{row['title']}: {row['side']}×{row['side']}, {row['classes']} classes"
        click.echo(f"{row['name']:<18} {what} ({_state(row)})")


@data.command()
@click.argument("name", default=datasets.DEFAULT)
@set_option
@json_option
def stats(name: str, settings: tuple[str, ...], as_json: bool) -> None:
    """What is in a dataset: counts, values, ink."""
    with Bar(visible=not as_json) as bar:
        dataset = datasets.load(name, report=bar.report, **key_values(settings))
    description = statistics.describe(dataset)
    if as_json:
        print_json(description)
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
@click.option(
    "--ink",
    type=click.Choice(list(_INVERTED)),
    default="find",
    show_default=True,
    help="How the ink looks: dark on bright paper, bright on dark, or to be found out.",
)
@json_option
def add(files: tuple[Path, ...], title: str, ink: str, as_json: bool) -> None:
    """Add a dataset of your own: .npz, idx, CSV, or a ZIP of images in one folder per class."""
    with Bar(visible=not as_json) as bar:
        contents = [(path.name, bounded_bytes(path)) for path in files]
        draft = read(contents, inverted=_INVERTED[ink], report=bar.report)
    source = own_datasets.save(draft, title=title, owner="")
    if as_json:
        print_json(_row(source))
        return
    for note in draft.notes:
        click.echo(note)
    click.echo(
        f"Added as {source.name}: {len(draft.train):,} images to learn from, {len(draft.test):,} to test."
    )


@data.command()
@click.argument("name")
@json_option
def remove(name: str, as_json: bool) -> None:
    """Delete a dataset that was added, here or in the app, for everybody who has it."""
    own_datasets.delete_for_all(name)
    if as_json:
        print_json({"removed": name})
    else:
        click.echo(f"{name} is deleted.")


def _row(source: Source) -> dict[str, Any]:
    facts = source.facts
    return {
        "name": source.name,
        "title": facts.title,
        "ready": not source.is_lost(),
        "lost": source.is_lost(),
        "side": facts.side,
        "maximum": facts.maximum,
        "classes": facts.class_count,
        "framing": facts.framing,
        "origin": facts.origin,
        "licence": facts.licence,
        "options": [option.name for option in datasets.options_of(source)],
    }


def _state(row: dict[str, Any]) -> str:
    if row["lost"]:
        return f"its images are lost: python -m digitcore data remove {row['name']}"
    return "ready"
