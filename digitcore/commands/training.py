"""`train`, `runs`, `show`: train a recipe or a file of settings, show runs and stop them.

A run is recorded in the store like one of the app, and the same settings are the same run: if it was trained already, it is
printed. The training happens in this process.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from digitcore.commands.terminal import Bar, json_option, key_values, print_json, set_option
from digitcore.data import datasets
from digitcore.errors import BadInput, DigitLabError
from digitcore.learning.engine.quiet_tensorflow import import_tensorflow
from digitcore.learning.engine.reports import EpochReport, Report
from digitcore.learning.recipes import published_curves, published_reports, recipes
from digitcore.learning.recipes.config import NETWORK, RunConfig
from digitcore.learning.recipes.published import PUBLISHED
from digitcore.wording import counted

_POLL_SECONDS = 0.5
_BLOCKS = "▁▂▃▄▅▆▇█"
_CURVE_LENGTH = 30


@click.command()
@click.argument("recipe")
@set_option
@click.option("--seed", type=int, help="Initial weights, order and validation part follow from it.")
@click.option("--dataset", help="Another dataset than the recipe's.")
@json_option
def train(
    recipe: str, settings: tuple[str, ...], seed: int | None, dataset: str | None, as_json: bool
) -> None:
    """Train RECIPE, or the settings in a FILE.json, and record the run."""
    from digitcore.lab.queue import training_limits
    from digitcore.lab.runs import runs as lab_runs
    from digitcore.lab.store.store import open_store

    name, config = _config(recipe)
    changes = {key: _value(text) for key, text in key_values(settings).items()}
    changes |= {"seed": seed} if seed is not None else {}
    changes |= {"dataset": dataset} if dataset is not None else {}
    config = config.replace(**changes)
    with Bar(visible=not as_json) as bar:
        images = datasets.load(config.dataset, report=bar.report, **config.dataset_options)
    config = config.for_dataset(images)
    store = open_store()
    training_limits.check_new(store, config, images)
    run = lab_runs.request_run(store, config, recipe=name, visitor="")
    run = _trained(store, run, config, visible=not as_json)
    if run.state not in ("finished", "stopped"):
        raise DigitLabError(f"The run {run.id} is {run.state}: {run.reason}", "Start it again.")
    _print_run(run, as_json=as_json)


def _trained(store: Any, run: Any, config: RunConfig, *, visible: bool) -> Any:
    """Train the run here, or wait for whoever trains it; if that worker is gone, go on from its last checkpoint."""
    from digitcore.lab.queue import lost_workers, queue, worker
    from digitcore.lab.runs import runs as lab_runs

    monitor, said = lost_workers.HeartbeatMonitor(store), ""
    while not run.is_over or (run.state == "interrupted" and run.reason == lost_workers.LOST):
        if run.is_over:
            _tell(f"Its worker is gone. Going on after epoch {run.epochs_done}.")
            run = lab_runs.resume(store, run.id)
        if run.state == "queued" and (claim := queue.claim(store, run.id)):
            if config.model == NETWORK:
                import_tensorflow()
            worker.train_run(store, claim, on_report=_Curve(config.epochs, visible=visible).show)
        elif said != (
            sentence := f"Another process has this run: {run.epochs_done} epochs of {config.epochs}. Waiting."
        ):
            said = sentence
            _tell(sentence)
        else:
            time.sleep(_POLL_SECONDS)
        monitor.mark_lost()
        run = lab_runs.get(store, run.id)
    return run


def _tell(sentence: str) -> None:
    """For people: standard output is for the result."""
    click.echo(sentence, err=True)


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
def runs(context: click.Context, as_json: bool) -> None:
    """Every run that was recorded, the newest first; `stop` and `clear` end those of anybody."""
    if context.invoked_subcommand is None:
        _list_runs(as_json=as_json)


@runs.command()
@click.argument("run")
def stop(run: str) -> None:
    """Stop RUN, whoever began it, and keep what it has learned."""
    from digitcore.lab.runs import runs as lab_runs
    from digitcore.lab.store.store import open_store

    lab_runs.stop(open_store(), run)
    click.echo(f"The run {run} stops.")


@runs.command()
def clear() -> None:
    """Stop all runs that wait, whoever began them; the one that trains goes on."""
    from digitcore.lab.runs import runs as lab_runs
    from digitcore.lab.store.store import open_store

    count = lab_runs.stop_waiting(open_store())
    click.echo(f"{counted(count, 'run')} that waited {'is' if count == 1 else 'are'} stopped.")


def _list_runs(*, as_json: bool) -> None:
    from digitcore.lab.queue import lost_workers
    from digitcore.lab.runs import runs as lab_runs
    from digitcore.lab.store.store import open_store

    store = open_store()
    lost_workers.mark_lost_runs(store)
    recorded = lab_runs.list_runs(store)
    if as_json:
        print_json([_summary(run) for run in recorded])
        return
    for run in recorded:
        accuracy = f"test accuracy {run.test_accuracy:.4f}" if run.test_accuracy is not None else ""
        click.echo(f"{run.id}  {run.title:<24} {run.standing:<12} {run.epochs_done:>4} epochs  {accuracy}")
    if not recorded:
        click.echo("Nothing was trained yet. Try: python -m digitcore train perceptron")


@click.command()
@click.argument("run", metavar="RUN|RECIPE")
@click.option("--published", is_flag=True, help="What was published of a recipe, in place of a run.")
@json_option
def show(run: str, published: bool, as_json: bool) -> None:
    """One run: its settings and its figures. With --published a recipe: all that its source printed."""
    if published:
        _print_published(run, as_json=as_json)
        return
    from digitcore.lab.queue import lost_workers
    from digitcore.lab.runs import runs as lab_runs
    from digitcore.lab.store.store import open_store

    store = open_store()
    lost_workers.mark_lost_runs(store)
    record = lab_runs.get(store, run)
    _print_run(record, as_json=as_json)
    if not as_json:
        for key, value in json.loads(record.config_json).items():
            click.echo(f"  {key:<18} {value}")


def _print_published(name: str, *, as_json: bool) -> None:
    """The figures, each epoch and the confusion matrix of the source; null is what it does not print, or cannot be read."""
    recipe = recipes.find(name)
    if recipe.published is None:
        raise BadInput(f"Nothing was published of {name!r}.", f"Choose one of: {', '.join(PUBLISHED)}.")
    curve, report = published_curves.all_curves().get(name), published_reports.report_of(name)
    facts = {
        "recipe": name,
        "epochs": recipe.config.epochs,
        **asdict(recipe.published),
        "not_printed": list(recipe.not_printed),
        "rows": curve.rows() if curve else [],
        "report": asdict(report) if report else None,
        "first_mistakes": published_reports.first_mistakes(name),
    }
    if as_json:
        print_json(facts)
        return
    for key, value in facts.items():
        if key != "rows":
            click.echo(f"  {key:<18} {value}")
    for row in facts["rows"]:
        click.echo(
            "  " + "  ".join(f"{name} {'–' if value is None else value}" for name, value in row.items())
        )


def _config(recipe: str) -> tuple[str, RunConfig]:
    """The recipe's name and settings; an empty name for a file of settings."""
    if not recipe.endswith(".json"):
        return recipe, recipes.find(recipe).config
    path = Path(recipe)
    if not path.is_file():
        raise BadInput(f"There is no file {recipe!r}.", "Name a recipe, or a JSON file of settings.")
    with path.open("rb") as file:
        text = file.read(1_000_000)
    try:
        return "", RunConfig.from_json(text.decode())
    except UnicodeDecodeError:
        raise BadInput(f"{recipe!r} is no text.", "Name a JSON file of settings.") from None


def _value(text: str) -> Any:
    """The text behind the equals sign: a JSON value, or else a word."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _summary(run: Any) -> dict[str, Any]:
    config = json.loads(run.config_json)
    return {
        "run": run.id,
        "recipe": run.recipe,
        "state": run.state,
        "reason": "It is paused." if run.is_paused else run.reason,
        "seed": config["seed"],
        "parameters": run.parameters,
        "epochs": run.epochs_done,
        "seconds": run.seconds,
        "train": {"loss": run.train_loss, "accuracy": run.train_accuracy},
        "validation": {"loss": run.validation_loss, "accuracy": run.validation_accuracy},
        "test": {
            "loss": run.test_loss,
            "accuracy": run.test_accuracy,
            "n": run.test_n,
            "interval": [run.test_low, run.test_high],
        },
    }


def _print_run(run: Any, *, as_json: bool) -> None:
    summary = _summary(run)
    if as_json:
        print_json(summary)
        return
    click.echo(f"{run.title} ({run.id}), {run.standing}. {summary['reason']}")
    click.echo(f"  {run.epochs_done} epochs in {run.seconds:.1f} s, {run.parameters or 0:,} parameters")
    for part in ("train", "validation", "test"):
        loss, accuracy = summary[part]["loss"], summary[part]["accuracy"]
        if accuracy is not None:
            words = "" if loss is None else f", loss {loss:.4f}"
            click.echo(f"  {part:<11} accuracy {accuracy:.4f}{words}")
    if run.test_n:
        click.echo(f"  on {run.test_n:,} test images; 95% interval {run.test_low:.4f} to {run.test_high:.4f}")


class _Curve:
    """The validation loss as a line of blocks on stderr, which each epoch overwrites."""

    def __init__(self, epochs: int, *, visible: bool) -> None:
        self._epochs = epochs
        self._visible = visible and sys.stderr.isatty()
        self._losses: list[float] = []

    def show(self, report: Report) -> None:
        """Draw an epoch; ignores other reports."""
        if not self._visible or not isinstance(report, EpochReport):
            return
        self._losses.append(report.validation_loss)
        words = f"epoch {report.epoch}/{self._epochs} {self._blocks()} validation loss "
        words += f"{report.validation_loss:.4f}, accuracy {report.validation_accuracy:.4f}"
        end = "\n" if report.epoch == self._epochs else ""
        click.echo(f"\r\x1b[K{words}{end}", nl=False, err=True)

    def _blocks(self) -> str:
        shown = self._losses[:: max(1, len(self._losses) // _CURVE_LENGTH)]
        low, high = min(shown), max(shown)
        span = (high - low) or 1.0
        return "".join(_BLOCKS[round((loss - low) / span * (len(_BLOCKS) - 1))] for loss in shown)
