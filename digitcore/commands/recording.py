"""`record`: train a recipe and store all its reports, which the Train page plays where nothing can be trained."""

from __future__ import annotations

from pathlib import Path

import click

from digitcore.commands.terminal import Bar
from digitcore.data import datasets
from digitcore.learning.engine import recording
from digitcore.learning.engine.quiet_tensorflow import import_tensorflow
from digitcore.learning.engine.reports import EpochReport, Report
from digitcore.learning.recipes import recipes
from digitcore.progress import Progress


@click.command()
@click.argument("recipe", default="mnist-cnn")
@click.option(
    "--seed", type=int, default=0, help="Initial weights, order and validation part follow from it."
)
@click.option(
    "-o", "output", type=click.Path(dir_okay=False, path_type=Path), default=recording.RECORDING_FILE
)
def record(recipe: str, seed: int, output: Path) -> None:
    """Train RECIPE, and keep what it reported in the place of the recording that comes with the app."""
    import_tensorflow()
    chosen = recipes.find(recipe)
    dataset = datasets.load(chosen.config.dataset)
    with Bar(visible=True) as bar:

        def show(report: Report) -> None:
            if isinstance(report, EpochReport):
                bar.report(Progress(chosen.title, report.epoch, chosen.config.epochs))

        result = recording.record(chosen, seed, dataset, on_report=show)
    recording.write(result, output)
    points = f"{len(result.points):,} points"
    click.echo(f"{result.words}: {points}, {result.test_accuracy:.2%} on the test images.")
