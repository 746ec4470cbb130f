"""The runs of a sweep: which exist, how long the others may take, requesting them, and their results.

A sweep is stored nowhere. It is its settings, and all runs with these settings are its runs, whoever requested them: it can
be resumed, joined and linked to.
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
class SweepProgress:
    """A sweep and its runs as they stood when they were read."""

    sweep: Sweep
    runs: Mapping[str, RunRecord]
    """Its requested runs, by identity."""

    @property
    def missing(self) -> list[RunConfig]:
        """The settings still to request: never requested, or ended without a result."""
        return [config for config in self.sweep.configs if not _is_under_way(self.runs.get(config.identity))]

    @property
    def ended(self) -> list[RunRecord]:
        """The runs with a result."""
        return [run for run in self.runs.values() if _has_ended(run)]

    @property
    def coming(self) -> list[RunRecord]:
        """The runs that wait or train."""
        return [run for run in self.runs.values() if not run.is_over]

    @property
    def outcomes(self) -> list[SettingResult]:
        """The results of each setting so far."""
        return [self._outcome(setting) for setting in self.sweep.settings]

    def runs_of(self, setting: Setting) -> list[RunRecord]:
        """The requested runs of one setting, in the order of its seeds."""
        return [self.runs[config.identity] for config in setting.configs if config.identity in self.runs]

    def seeds_of(self, setting: Setting) -> list[int]:
        """The seeds with a result, in the order of their accuracies in `outcomes`."""
        return [run.config.seed for run in self.runs_of(setting) if _has_ended(run)]

    def _outcome(self, setting: Setting) -> SettingResult:
        ended = [run for run in self.runs_of(setting) if _has_ended(run)]
        correct = tuple(round((run.test_accuracy or 0) * (run.test_n or 0)) for run in ended)
        n = (ended[0].test_n or 0) if ended else 0
        return SettingResult(setting, correct, n, sum(run.seconds for run in ended))


def for_data(sweep: Sweep, data: Mapping[str, Dataset]) -> Sweep:
    """The sweep for exactly this data, by name; refuses networks that do not fit it before anything starts."""
    settings = []
    for setting in sweep.settings:
        configs = tuple(config.for_dataset(data[config.dataset]) for config in setting.configs)
        configs[0].layer_table(data[configs[0].dataset].facts)
        settings.append(Setting(setting.title, setting.recipe, setting.learning_rate, configs))
    return Sweep(tuple(settings))


def progress(store: Store, sweep: Sweep) -> SweepProgress:
    """Read its runs as they stand now."""
    return SweepProgress(sweep, runs.joinable(store, [config.identity for config in sweep.configs]))


def request(store: Store, sweep: Sweep, data: Mapping[str, Dataset], *, visitor: str) -> None:
    """Request or join all its runs, seed by seed, once this machine can train each of them."""
    for config in sweep.configs:
        training_limits.check_new(store, config, data[config.dataset])
    recipes = {config.identity: setting.recipe for setting in sweep.settings for config in setting.configs}
    titles = {config.identity: setting.title for setting in sweep.settings for config in setting.configs}
    for config in sweep.configs:
        recipe, title = recipes[config.identity], titles[config.identity]
        runs.request_run(store, config, recipe=recipe, visitor=visitor, title=title)


def seconds(store: Store, configs: Sequence[RunConfig], data: Mapping[str, Dataset]) -> float | None:
    """Estimated seconds of these trainings one after the other; None where too little was measured."""
    known = list(machine_speed.known_speeds(store).values())
    each = [machine_speed.seconds(config, data[config.dataset], known) for config in configs]
    return None if None in each else sum(filter(None, each))


def _has_ended(run: RunRecord) -> bool:
    return run.state == "finished" and run.test_accuracy is not None


def _is_under_way(run: RunRecord | None) -> bool:
    return run is not None and (not run.is_over or _has_ended(run))
