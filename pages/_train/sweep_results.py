"""The results of a sweep: a figure and a table over its settings, and whether one learning rate is better."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from digitcore.figures.spreads import seed_spread
from digitcore.lab.queue.sweep_runs import SweepProgress
from digitcore.learning.guided import sweeps
from digitcore.learning.guided.sweeps import SettingResult
from pages._shared import charts
from pages._shared.controls import words


def show(standing: SweepProgress) -> None:
    """Nothing while no training of it has ended."""
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
