"""A sweep in the store: which of its runs are there, what the others may take, asking for them, and what came of it.

After `runs` and `machine_speed`. A sweep is kept nowhere: it is its settings, and the runs with these settings are
its runs, whoever
asked for them. So it can be broken off at any moment and asked for again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from digitcore.data.dataset import Dataset
from digitcore.lab.queue import machine_speed, training_limits
from digitcore.lab.runs import runs
from digitcore.lab.store.records import RunRecord
from digitcore.lab.store.store import Store
from digitcore.learning.guided.sweeps import Setting, SettingResult, Sweep
from digitcore.learning.recipes.config import RunConfig


@dataclass(frozen=True)
class Standing:
    """A sweep as it stood when it was looked at."""

    sweep: Sweep
    found: Mapping[str, RunRecord]
    """Those of its runs that were asked for, by identity."""

    @property
    def missing(self) -> list[RunConfig]:
        """What has to be asked for: never asked for, or broken off."""
        return [
            config for config in self.sweep.configs if not _comes_or_came(self.found.get(config.identity))
        ]

    @property
    def ended(self) -> list[RunRecord]:
        """Those with a result."""
        return [run for run in self.found.values() if _has_ended(run)]

    @property
    def coming(self) -> list[RunRecord]:
        """Those that wait or learn."""
        return [run for run in self.found.values() if not run.is_over]

    @property
    def outcomes(self) -> list[SettingResult]:
        """What came of each setting so far."""
        return [self._outcome(setting) for setting in self.sweep.settings]

    def runs_of(self, setting: Setting) -> list[RunRecord]:
        """The runs of one setting that were asked for, in the order of its seeds."""
        return [self.found[one.identity] for one in setting.configs if one.identity in self.found]

    def seeds_of(self, setting: Setting) -> list[int]:
        """Of those that have a result, in the order of their accuracies in `outcomes`."""
        return [run.config.seed for run in self.runs_of(setting) if _has_ended(run)]

    def _outcome(self, setting: Setting) -> SettingResult:
        ended = [run for run in self.runs_of(setting) if _has_ended(run)]
        correct = tuple(round((run.test_accuracy or 0) * (run.test_n or 0)) for run in ended)
        n = (ended[0].test_n or 0) if ended else 0
        return SettingResult(setting, correct, n, sum(run.seconds for run in ended))


def for_data(sweep: Sweep, data: Mapping[str, Dataset]) -> Sweep:
    """The same sweep for exactly this data, by name; networks that do not fit are refused here, before anything starts."""
    settings = []
    for setting in sweep.settings:
        configs = tuple(config.for_dataset(data[config.dataset]) for config in setting.configs)
        configs[0].layer_table(data[configs[0].dataset].facts)
        settings.append(Setting(setting.title, setting.recipe, setting.learning_rate, configs))
    return Sweep(tuple(settings))


def standing(store: Store, sweep: Sweep) -> Standing:
    """Look at it now."""
    return Standing(sweep, runs.joinable(store, [config.identity for config in sweep.configs]))


def ask(store: Store, sweep: Sweep, data: Mapping[str, Dataset], *, visitor: str) -> None:
    """Ask for all its runs, or join them: seed by seed, once this machine can train each."""
    for config in sweep.configs:
        training_limits.check_new(store, config, data[config.dataset])
    recipes = {config.identity: setting.recipe for setting in sweep.settings for config in setting.configs}
    titles = {config.identity: setting.title for setting in sweep.settings for config in setting.configs}
    for config in sweep.configs:
        parameters = sum(row.parameters for row in config.layer_table(data[config.dataset].facts)) or None
        runs.request_run(
            store, config, recipe=recipes[config.identity], visitor=visitor, title=titles[config.identity],
            parameters=parameters,
        )  # fmt: skip


def seconds(store: Store, configs: Sequence[RunConfig], data: Mapping[str, Dataset]) -> float | None:
    """What these trainings may take one after the other, on the machine that was measured; None where it was not."""
    known = list(machine_speed.known(store).values())
    each = [machine_speed.seconds(config, data[config.dataset], known) for config in configs]
    return None if None in each else sum(one for one in each if one is not None)


def _has_ended(run: RunRecord) -> bool:
    return run.state == "finished" and run.test_accuracy is not None


def _comes_or_came(run: RunRecord | None) -> bool:
    return run is not None and (not run.is_over or _has_ended(run))
