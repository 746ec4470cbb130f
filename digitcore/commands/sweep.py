"""`sweep`: train a recipe with several learning rates and seeds on all workers, and print the result of each.

The workers are those of DIGITLAB_SCHEDULER, or one process on this machine. If it was interrupted, the same command goes on,
since runs with the same settings are joined, whoever requested them.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from digitcore.commands.terminal import Bar, json_option, print_json
from digitcore.data import datasets
from digitcore.data.dataset import Dataset
from digitcore.errors import BadInput, DigitLabError
from digitcore.learning.guided import sweeps
from digitcore.learning.guided.sweeps import SettingResult, Sweep
from digitcore.progress import Progress

if TYPE_CHECKING:
    from digitcore.lab.queue.dispatcher import Dispatcher
    from digitcore.lab.queue.sweep_runs import SweepProgress
    from digitcore.lab.store.store import Store

_POLL_SECONDS = 0.5
_PATIENCE_SECONDS = 60.0
"""How long the scheduler or the database may be unreachable before the sweep is given up."""
_MOST_TRIES = 3
"""How often a run is requested whose worker dies."""
_MOST_BYTES = 100_000


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say how many runs it is, and how long they may take.")
@json_option
def sweep(file: Path, dry_run: bool, as_json: bool) -> None:
    """Train what FILE asks for (TOML, or .json): recipe, seeds, learning rates. Started again, it goes on."""
    from digitcore.lab.queue import sweep_runs
    from digitcore.lab.store.store import open_store

    plan = _read(file)
    with Bar(visible=not as_json) as bar:
        names = dict.fromkeys(config.dataset for config in plan.configs)
        data = {name: datasets.load(name, report=bar.report) for name in names}
    store, plan = open_store(), sweep_runs.for_data(plan, data)
    before = sweep_runs.progress(store, plan)
    seconds = sweep_runs.seconds(store, before.missing, data)
    if not as_json:
        click.echo(_announced(before, seconds), err=not dry_run)
    if not dry_run:
        with Bar(visible=not as_json) as bar:
            _train(store, plan, data, bar)
    after = sweep_runs.progress(store, plan)
    _print_values(after, seconds) if as_json else _print_table(after, is_plan=dry_run)
    if after.missing and not dry_run:
        what = f"{len(after.missing)} of {len(plan.configs)} runs came to no result."
        raise DigitLabError(what, "Look at `python -m digitcore runs`; started again, the sweep goes on.")


def _read(file: Path) -> Sweep:
    if not file.is_file():
        raise BadInput(f"There is no file {str(file)!r}.", sweeps.ADVICE)
    with file.open("rb") as opened:
        content = opened.read(_MOST_BYTES + 1)
    try:
        text = content.decode()
    except UnicodeDecodeError:
        raise BadInput(f"{file.name!r} is no text.", sweeps.ADVICE) from None
    if len(content) > _MOST_BYTES:
        raise BadInput(f"{file.name!r} is too large for a sweep.", sweeps.ADVICE)
    return sweeps.from_text(text, is_toml=file.suffix != ".json")


def _train(store: Store, plan: Sweep, data: Mapping[str, Dataset], bar: Bar) -> None:
    """Request the missing runs, and wait until all are trained."""
    from digitcore.lab.queue import sweep_runs
    from digitcore.lab.queue.dispatcher import Dispatcher

    jobs = Dispatcher(store)
    jobs.start()
    try:
        for _ in range(_MOST_TRIES):
            before = sweep_runs.progress(store, plan)
            if before.missing:
                sweep_runs.request(store, plan, data, visitor="")
            elif not before.coming:
                return
            _follow(store, plan, jobs, bar)
    finally:
        jobs.close()


def _follow(store: Store, plan: Sweep, jobs: Dispatcher, bar: Bar) -> None:
    """Wait until no run is queued or training; raises if a problem of the dispatcher lasts."""
    from digitcore.lab.queue import sweep_runs

    problem_since = None
    while (standing := sweep_runs.progress(store, plan)).coming:
        bar.report(Progress("runs", len(standing.ended), len(plan.configs)))
        if not jobs.problem:
            problem_since = None
        elif problem_since is None:
            problem_since = time.monotonic()
            click.echo(jobs.problem, err=True)
        elif time.monotonic() - problem_since > _PATIENCE_SECONDS:
            raise DigitLabError(jobs.problem, "Then start the sweep again: it goes on.")
        time.sleep(_POLL_SECONDS)
    bar.report(Progress("runs", len(standing.ended), len(plan.configs)))


def _announced(before: SweepProgress, seconds: float | None) -> str:
    settings, missing = before.sweep.settings, len(before.missing)
    count = len(before.sweep.configs)
    words = f"{count} runs: {len(settings)} settings with {len(settings[0].configs)} seeds each."
    if missing < count:
        words += f" {count - missing} of them are trained or asked for already."
    if not missing:
        return words
    if seconds is None:
        return f"{words} How long they take here was not measured yet: the app does that when it is idle."
    return f"{words} To be trained: {missing}, about {max(1, round(seconds)):,} s on one worker."


def _print_table(standing: SweepProgress, *, is_plan: bool) -> None:
    results = standing.outcomes
    width = max(len(result.setting.title) for result in results) + 2
    heads = ("trained", "mean", "95% interval", "lowest", "highest", "seconds")
    click.echo(f"{'setting':<{width}}" + "".join(f"{head:>16}" for head in heads))
    for result in results:
        click.echo(f"{result.setting.title:<{width}}" + "".join(f"{cell:>16}" for cell in _cells(result)))
    if (verdict := sweeps.verdict(results)) and not is_plan:
        click.echo(verdict)


def _cells(result: SettingResult) -> list[str]:
    trained = f"{len(result.correct)} of {len(result.setting.configs)}"
    if result.mean is None:
        return [trained]
    low_high = "" if result.interval is None else f"{result.interval[0]:.4f}-{result.interval[1]:.4f}"
    ends = (f"{min(result.accuracies):.4f}", f"{max(result.accuracies):.4f}")
    return [trained, f"{result.mean:.4f}", low_high, *ends, f"{result.seconds:.1f}"]


def _print_values(standing: SweepProgress, seconds: float | None) -> None:
    print_json(
        {
            "runs": len(standing.sweep.configs),
            "trained": len(standing.ended),
            "estimated_seconds": seconds,
            "settings": [_values(result, standing) for result in standing.outcomes],
        }
    )


def _values(result: SettingResult, standing: SweepProgress) -> dict[str, Any]:
    setting = result.setting
    return {
        "title": setting.title,
        "recipe": setting.recipe,
        "learning_rate": setting.learning_rate,
        "seeds": [config.seed for config in setting.configs],
        "runs": [run.id for run in standing.runs_of(setting)],
        "accuracies": result.accuracies,
        "n": result.n,
        "mean": result.mean,
        "interval": result.interval,
        "seconds": result.seconds,
    }
