"""The ten experiments as a table: what was published, what came out here, and the visitor's own results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from digitcore.figures.picture import Table
from digitcore.lab.runs import run_evidence
from digitcore.lab.store.records import RunRecord
from digitcore.learning.guided import reproduction
from digitcore.learning.guided.reproduction import Reproduction
from digitcore.learning.recipes.published import PUBLISHED
from digitcore.learning.recipes.recipes import RECIPES
from pages._shared import charts, lab


@dataclass(frozen=True)
class Verdicts:
    """What came out of each experiment: here, and with the visitor."""

    ours: Mapping[str, Reproduction]
    own: Mapping[str, Reproduction | None]

    def in_words(self, name: str) -> str:
        """A row of the table as a sentence, for a card."""
        parts = [f"Published {_published(name)} of {PUBLISHED[name].judged.n:,}"]
        parts += [
            f"{whose} {_in_a_cell(result)}"
            for whose, result in (("ours", self.ours.get(name)), ("yours", self.own[name]))
            if result
        ]
        return " · ".join(parts)


def verdicts(by_name: Mapping[str, Sequence[RunRecord]]) -> Verdicts:
    """Of all experiments, with the visitor's runs `by_name` of the experiment."""
    ours = {result.recipe.name: result for result in reproduction.reproductions(reproduction.read())}
    return Verdicts(ours, {name: _own_verdict(name, runs) for name, runs in by_name.items()})


def show(by_name: Mapping[str, Sequence[RunRecord]], found: Verdicts) -> None:
    """The table, and a file with more columns."""
    ours, own = found.ours, found.own
    speeds = lab.speeds()
    here = {
        name: _seconds_here(by_name[name], speeds[name].seconds_per_epoch if name in speeds else None)
        for name in PUBLISHED
    }
    with st.container(key="experiments_table"):
        charts.small_table(
            {
                "experiment": [RECIPES[name].title for name in PUBLISHED],
                "published": [
                    f"{_published(name)} of {published.judged.n:,}" for name, published in PUBLISHED.items()
                ],
                "ours": [_in_a_cell(ours.get(name)) for name in PUBLISHED],
                **({"yours": [_in_a_cell(result) for result in own.values()]} if any(own.values()) else {}),
                "parameters": [f"{published.parameters:,}" for published in PUBLISHED.values()],
                "seconds an epoch": [_then_and_here(name, here[name]) for name in PUBLISHED],
            }
        )
    charts.explain(
        "Our figures and yours are medians over the seeds named, with their 95% interval: the true value probably lies in "
        "this range. A published figure holds where ours is at most two standard errors below it, with the same number of "
        f"parameters. {reproduction.sides(list(ours.values()))} Seconds: the source's → this machine's; – means not known.",
        "Each is measured on as many images as the published one.",
    )
    charts.download(_all_columns(ours, own, here), name="published-experiments", key="experiments")


def _all_columns(
    ours: Mapping[str, Reproduction], own: Mapping[str, Reproduction | None], here: Mapping[str, float | None]
) -> Table:
    """The table as a file: each number in a column of its own."""
    return Table(
        {
            "experiment": [RECIPES[name].title for name in PUBLISHED],
            "published": [_published(name) for name in PUBLISHED],
            "on": [f"{published.judged.n:,} {published.judged_by}" for published in PUBLISHED.values()],
            "ours": [_share(ours.get(name)) for name in PUBLISHED],
            "interval": [_interval(ours.get(name)) for name in PUBLISHED],
            "verdict": [_verdict(ours.get(name)) for name in PUBLISHED],
            "yours": [_share(own[name]) for name in PUBLISHED],
            "its interval": [_interval(own[name]) for name in PUBLISHED],
            "its verdict": [_verdict(own[name]) for name in PUBLISHED],
            "parameters": [f"{published.parameters:,}" for published in PUBLISHED.values()],
            "s/epoch then": [_seconds(published.seconds_per_epoch) for published in PUBLISHED.values()],
            "s/epoch here": [_seconds(here[name]) for name in PUBLISHED],
        }
    )


def _in_a_cell(result: Reproduction | None) -> str:
    """Accuracy, interval and verdict."""
    return f"{_share(result)} ({_interval(result)}) {_verdict(result)}" if result else ""


def _then_and_here(name: str, here: float | None) -> str:
    then, now = _seconds(PUBLISHED[name].seconds_per_epoch), _seconds(here)
    return f"{then or '–'} → {now or '–'}" if then or now else ""


def _own_verdict(name: str, own: Sequence[RunRecord]) -> Reproduction | None:
    attempts = [run_evidence.attempt(lab.store(), run, name) for run in own if run.state == "finished"]
    return Reproduction(RECIPES[name], tuple(attempts)) if attempts else None


def _published(name: str) -> str:
    judged = PUBLISHED[name].judged
    return f"{'about ' if judged.is_approximate else ''}{judged.accuracy:.2%}"


def _share(result: Reproduction | None) -> str:
    return "" if result is None else f"{result.accuracy:.2%}"


def _interval(result: Reproduction | None) -> str:
    return "" if result is None else f"{100 * result.interval[0]:.1f}–{result.interval[1]:.1%}"


def _verdict(result: Reproduction | None) -> str:
    """Whether it holds, and the seeds behind it."""
    if result is None:
        return ""
    seeds = [attempt.seed for attempt in result.attempts]
    in_a_row = len(seeds) > 2 and seeds == list(range(seeds[0], seeds[-1] + 1))
    named = f"{seeds[0]} to {seeds[-1]}" if in_a_row else ", ".join(map(str, seeds))
    holds = "holds" if result.holds else "does not hold"
    return f"{holds}, {result.side}, seed{'s' if len(seeds) > 1 else ''} {named}"


def _seconds(value: float | None) -> str:
    return "" if value is None else f"{value:.2g}"


def _seconds_here(own: Sequence[RunRecord], measured: float | None) -> float | None:
    """Seconds an epoch of the visitor's run, or as measured on this machine."""
    done = [run for run in own if run.state == "finished"]
    return done[0].seconds / max(1, done[0].epochs_done) if done else measured
