"""`reproduce`: train the published experiments, judge them, and store the measurements in `assets/`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import click

from digitcore.commands.terminal import Bar, json_option, print_json
from digitcore.data import datasets
from digitcore.data.dataset import Dataset
from digitcore.learning.engine.quiet_tensorflow import import_tensorflow
from digitcore.learning.engine.reports import EpochReport, Report
from digitcore.learning.guided import curve_distance, reproduction
from digitcore.learning.guided.reproduction import Attempt
from digitcore.learning.recipes import recipes
from digitcore.learning.recipes.published import PUBLISHED
from digitcore.progress import Progress


@click.command()
@click.argument("names", nargs=-1, metavar="[RECIPE]…")
@click.option(
    "-o", "output", type=click.Path(dir_okay=False, path_type=Path), default=reproduction.TABLE_FILE
)
@click.option("--again", is_flag=True, help="Also what the table has already.")
@json_option
def reproduce(names: tuple[str, ...], output: Path, again: bool, as_json: bool) -> None:
    """Train the published experiments with their seeds, and print the table. What is in the file already is kept."""
    import_tensorflow()
    chosen = [recipes.find(name).name for name in names] or list(PUBLISHED)
    attempts = {(attempt.recipe, attempt.seed): attempt for attempt in reproduction.read(output)}
    for name in (name for name in chosen if name in PUBLISHED):
        config = recipes.find(name).config
        dataset = datasets.load(config.dataset)
        for seed in reproduction.seeds_of(name):
            attempt = attempts.get((name, seed))
            identity = config.replace(seed=seed).for_dataset(dataset).identity
            if attempt is None or attempt.identity != identity or again:
                with Bar(visible=not as_json) as bar:
                    attempts[name, seed] = _attempt(name, seed, dataset, bar, visible=not as_json)
                reproduction.write(attempts.values(), output)
    results = reproduction.reproductions(attempts.values())
    if as_json:
        print_json(
            [
                entry | {"curve": _curve(entry["recipe"], attempts.values())}
                for entry in reproduction.summary(results)
            ]
        )
    else:
        click.echo(reproduction.as_markdown(results))
        click.echo(curve_distance.as_markdown(attempts.values()))


def _curve(recipe: str, attempts: Iterable[Attempt]) -> list[dict[str, object]]:
    return [asdict(each) for each in curve_distance.distances(recipe, attempts)]


def _attempt(name: str, seed: int, dataset: Dataset, bar: Bar, *, visible: bool) -> Attempt:
    epochs = recipes.find(name).config.epochs

    def show(report: Report) -> None:
        if isinstance(report, EpochReport):
            bar.report(Progress(f"{name}, seed {seed}", report.epoch, epochs))

    attempt = reproduction.attempt(name, seed, dataset, on_report=show)
    if visible:
        click.echo(f"{name}, seed {seed}: {attempt.accuracy:.4f} in {attempt.seconds:.0f} s", err=True)
    return attempt
