"""`evaluate`: how good a model is on the test part of a dataset, as a whole and for each class."""

from __future__ import annotations

from typing import Any

import click

from digitcore.commands.terminal import Bar, json_option, print_json
from digitcore.data import datasets
from digitcore.learning.engine.quiet_tensorflow import import_tensorflow
from digitcore.learning.judging.measures import most_confused
from digitcore.learning.prediction.examination import Examination

_COLUMNS = ("precision", "sensitivity", "f1", "specificity")


@click.command()
@click.option("--run", default="default", help="A finished run; without it, the default model.")
@click.option("--dataset", help="Another dataset than the model's own, with images of the same size.")
@json_option
def evaluate(run: str, dataset: str | None, as_json: bool) -> None:
    """Judge a model on images it never saw."""
    from digitcore.lab.runs import run_models
    from digitcore.lab.store.store import open_store
    from digitcore.learning.prediction import examination
    from digitcore.learning.prediction.prediction import DEFAULT, load_predictor

    if dataset is not None:
        import_tensorflow()
        with Bar(visible=not as_json) as bar:
            images = datasets.load(dataset, report=bar.report)
        found = examination.examine(load_predictor(run), images)
    elif run == DEFAULT:
        found = examination.of_default_model()
    else:
        found = run_models.examination(open_store(), run)
    if as_json:
        print_json(_values(found))
    else:
        _print(found)


def _values(found: Examination) -> dict[str, Any]:
    judged, measures = found.judgement, found.measures
    return {
        "run": found.run,
        "dataset": found.dataset,
        "n": judged.n,
        "accuracy": judged.accuracy,
        "interval": list(judged.interval),
        "loss": judged.loss,
        "confusion_matrix": judged.confusion_matrix.tolist(),
        "per_class": measures.rows(found.class_names),
        "mistakes": len(found.mistakes),
    }


def _print(found: Examination) -> None:
    judged, measures = found.judgement, found.measures
    low, high = judged.interval
    click.echo(
        f"{found.title} on the test part of {found.dataset}: {judged.accuracy:.4f} of {judged.n:,} images"
    )
    click.echo(
        f"  95% interval {low:.4f} to {high:.4f}, loss {judged.loss:.4f}, {len(found.mistakes):,} mistakes"
    )
    click.echo(f"  {'class':<10}{'images':>8}" + "".join(f"{name:>13}" for name in _COLUMNS))
    for k, name in enumerate(found.class_names):
        values = "".join(f"{measures.of(column)[k]:>13.4f}" for column in _COLUMNS)
        click.echo(f"  {name:<10}{measures.support[k]:>8,}{values}")
    for pair in most_confused(judged.confusion_matrix, count=3):
        click.echo(f"  {pair.sentence(found.class_names)}")
