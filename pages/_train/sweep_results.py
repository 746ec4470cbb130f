"""The results of a sweep: its curves as they come, a figure and a table over its settings, and whether one is better."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from digitcore.figures.spreads import seed_spread
from digitcore.lab.queue.sweep_runs import SweepProgress
from digitcore.learning.guided import sweeps
from digitcore.learning.guided.sweeps import SettingResult
from pages._shared import charts, run_curves
from pages._shared.controls import words
from pages._shared.server.run_feed import MOST_RUNS


def show(standing: SweepProgress) -> None:
    """The curves of its runs, and below them what has ended."""
    _curves(standing)
    ended = [outcome for outcome in standing.outcomes if outcome.correct]
    if not ended:
        return
    st.subheader("Accuracy on the test images", anchor=False)
    charts.show(
        seed_spread(
            {outcome.setting.title: outcome.accuracies for outcome in ended},
            seeds={outcome.setting.title: standing.seeds_of(outcome.setting) for outcome in ended},
            what="setting",
        ),
        key="sweep_spread",
        meaning="Each point is a training, the line across is their mean.",
        sample=f"{ended[0].n:,} test images.",
    )
    charts.small_table(_table(ended))
    if sentence := sweeps.verdict(ended):
        st.markdown(words.plain(sentence))
    st.caption(
        "In 95 of 100 cases the interval holds the mean over very many seeds (Student); it needs two. Where the test images "
        "choose the best rate, its accuracy is a little too good."
    )


def _curves(standing: SweepProgress) -> None:
    """Seed by seed, so that each setting is among the first; the seeds of a setting look alike."""
    titles = {
        config.identity: setting.title for setting in standing.sweep.settings for config in setting.configs
    }
    requested = [config.identity for config in standing.sweep.configs if config.identity in standing.runs]
    shown = {identity: standing.runs[identity] for identity in requested[:MOST_RUNS]}
    run_curves.compared(
        {f"{titles[identity]}, seed {run.config.seed}": run for identity, run in shown.items()},
        groups={run.id: titles[identity] for identity, run in shown.items()},
    )
    if len(requested) > MOST_RUNS:
        st.caption(f"The curves of {MOST_RUNS} of {len(requested)} runs: the first seeds of each setting.")


def _table(ended: Sequence[SettingResult]) -> dict[str, list[str]]:
    return {
        "setting": [outcome.setting.title for outcome in ended],
        "trained": [f"{len(outcome.correct)} of {len(outcome.setting.configs)}" for outcome in ended],
        "mean accuracy": [f"{outcome.mean:.2%}" for outcome in ended],
        "95% interval": [_interval(outcome) for outcome in ended],
        "lowest": [f"{min(outcome.accuracies):.2%}" for outcome in ended],
        "highest": [f"{max(outcome.accuracies):.2%}" for outcome in ended],
    }


def _interval(outcome: SettingResult) -> str:
    return "" if outcome.interval is None else f"{outcome.interval[0]:.2%} to {outcome.interval[1]:.2%}"
