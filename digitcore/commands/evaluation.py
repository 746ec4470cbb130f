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
        if run != DEFAULT:
            import_tensorflow()
            run_models.register()
        with Bar(visible=not as_json) as bar:
            images = datasets.load(dataset, report=bar.report)
        result = examination.examine(load_predictor(run), images)
    elif run == DEFAULT:
        result = examination.of_default_model()
    else:
        result = run_models.examination(open_store(), run)
    if as_json:
        print_json(_values(result))
    else:
        _print(result)


def _values(result: Examination) -> dict[str, Any]:
    judgement = result.judgement
    return {
        "run": result.run,
        "dataset": result.dataset,
        "n": judgement.n,
        "accuracy": judgement.accuracy,
        "interval": list(judgement.interval),
        "loss": judgement.loss,
        "confusion_matrix": judgement.confusion_matrix.tolist(),
        "per_class": result.measures.rows(result.class_names),
        "mistakes": len(result.mistakes),
    }


def _print(result: Examination) -> None:
    judgement, measures = result.judgement, result.measures
    accuracy, n, (low, high) = judgement.accuracy, judgement.n, judgement.interval
    click.echo(f"{result.title} on the test part of {result.dataset}: {accuracy:.4f} of {n:,} images")
    click.echo(
        f"  95% interval {low:.4f} to {high:.4f}, loss {judgement.loss:.4f}, {len(result.mistakes):,} mistakes"
    )
    click.echo(f"  {'class':<10}{'images':>8}" + "".join(f"{name:>13}" for name in _COLUMNS))
    for k, name in enumerate(result.class_names):
        values = "".join(f"{measures.of(column)[k]:>13.4f}" for column in _COLUMNS)
        click.echo(f"  {name:<10}{measures.support[k]:>8,}{values}")
    for pair in most_confused(judgement.confusion_matrix, count=3):
        click.echo(f"  {pair.sentence(result.class_names)}")
