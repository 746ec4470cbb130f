"""`sweep`: train a recipe with several learning rates and seeds on all workers, and print what came of each.

The workers are those of DIGITLAB_SCHEDULER, else one process on this machine. Broken off, the same command goes on: what is
trained already is joined, whoever asked for it.
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
    from digitcore.lab.queue.dispatcher import Jobs
    from digitcore.lab.queue.sweep_runs import Standing
    from digitcore.lab.store.store import Store

_LOOK_SECONDS = 0.5
_PATIENCE_SECONDS = 60.0
"""How long the scheduler or the database may be away before the sweep is given up."""
_MOST_TRIES = 3
"""A run whose worker died is asked for again, but not for ever."""
_MOST_BYTES = 100_000


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say how many runs it is, and how long they may take.")
@json_option
def sweep(file: Path, dry_run: bool, as_json: bool) -> None:
    """Train what FILE asks for (TOML, or .json): recipe, seeds, learning rates. Started again, it goes on."""
    from digitcore.lab.queue import sweep_runs
    from digitcore.lab.store.store import open_store

    wanted = _read(file)
    with Bar(visible=not as_json) as bar:
        names = dict.fromkeys(config.dataset for config in wanted.configs)
        data = {name: datasets.load(name, report=bar.report) for name in names}
    store, wanted = open_store(), sweep_runs.for_data(wanted, data)
    before = sweep_runs.standing(store, wanted)
    seconds = sweep_runs.seconds(store, before.missing, data)
    if not as_json:
        click.echo(_announced(before, seconds), err=not dry_run)
    if not dry_run:
        with Bar(visible=not as_json) as bar:
            _train(store, wanted, data, bar)
    after = sweep_runs.standing(store, wanted)
    _print_values(after, seconds) if as_json else _print_table(after, is_plan=dry_run)
    if after.missing and not dry_run:
        what = f"{len(after.missing)} of {len(wanted.configs)} runs came to no result."
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


def _train(store: Store, wanted: Sweep, data: Mapping[str, Dataset], bar: Bar) -> None:
    """Ask for what is missing, and see to it that all is trained."""
    from digitcore.lab.queue import sweep_runs
    from digitcore.lab.queue.dispatcher import Jobs

    jobs = Jobs(store)
    jobs.start()
    try:
        for _ in range(_MOST_TRIES):
            before = sweep_runs.standing(store, wanted)
            if before.missing:
                sweep_runs.ask(store, wanted, data, visitor="")
            elif not before.coming:
                return
            _follow(store, wanted, jobs, bar)
    finally:
        jobs.close()


def _follow(store: Store, wanted: Sweep, jobs: Jobs, bar: Bar) -> None:
    """Until nothing waits or learns any more; a trouble that stays is said, and ends it."""
    from digitcore.lab.queue import sweep_runs

    troubled_since = None
    while (standing := sweep_runs.standing(store, wanted)).coming:
        bar.report(Progress("runs", len(standing.ended), len(wanted.configs)))
        if not jobs.problem:
            troubled_since = None
        elif troubled_since is None:
            troubled_since = time.monotonic()
            click.echo(jobs.problem, err=True)
        elif time.monotonic() - troubled_since > _PATIENCE_SECONDS:
            raise DigitLabError(jobs.problem, "Then start the sweep again: it goes on.")
        time.sleep(_LOOK_SECONDS)
    bar.report(Progress("runs", len(standing.ended), len(wanted.configs)))


def _announced(before: Standing, seconds: float | None) -> str:
    settings, missing = before.sweep.settings, len(before.missing)
    count = len(before.sweep.configs)
    said = f"{count} runs: {len(settings)} settings with {len(settings[0].configs)} seeds each."
    if missing < count:
        said += f" {count - missing} of them are trained or asked for already."
    if not missing:
        return said
    if seconds is None:
        return f"{said} How long they take here was not measured yet: the app does that when it is idle."
    return f"{said} To be trained: {missing}, about {max(1, round(seconds)):,} s on one worker."


def _print_table(standing: Standing, *, is_plan: bool) -> None:
    outcomes = standing.outcomes
    width = max(len(one.setting.title) for one in outcomes) + 2
    heads = ("trained", "mean", "95% interval", "lowest", "highest", "seconds")
    click.echo(f"{'setting':<{width}}" + "".join(f"{head:>16}" for head in heads))
    for one in outcomes:
        click.echo(f"{one.setting.title:<{width}}" + "".join(f"{cell:>16}" for cell in _cells(one)))
    if (said := sweeps.verdict(outcomes)) and not is_plan:
        click.echo(said)


def _cells(one: SettingResult) -> list[str]:
    trained = f"{len(one.correct)} of {len(one.setting.configs)}"
    if one.mean is None:
        return [trained]
    low_high = "" if one.interval is None else f"{one.interval[0]:.4f}-{one.interval[1]:.4f}"
    ends = (f"{min(one.accuracies):.4f}", f"{max(one.accuracies):.4f}")
    return [trained, f"{one.mean:.4f}", low_high, *ends, f"{one.seconds:.1f}"]


def _print_values(standing: Standing, seconds: float | None) -> None:
    print_json(
        {
            "runs": len(standing.sweep.configs),
            "trained": len(standing.ended),
            "estimated_seconds": seconds,
            "settings": [_values(one, standing) for one in standing.outcomes],
        }
    )


def _values(one: SettingResult, standing: Standing) -> dict[str, Any]:
    return {
        "title": one.setting.title,
        "recipe": one.setting.recipe,
        "learning_rate": one.setting.learning_rate,
        "seeds": [config.seed for config in one.setting.configs],
        "runs": [run.id for run in standing.runs_of(one.setting)],
        "accuracies": one.accuracies,
        "n": one.n,
        "mean": one.mean,
        "interval": one.interval,
        "seconds": one.seconds,
    }
