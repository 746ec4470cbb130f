"""The ten experiments: what was published, what came out here, what each teaches, and the way into its lesson."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from digitcore.figures.picture import Table
from digitcore.lab.runs import run_evidence
from digitcore.lab.store.records import RunRecord
from digitcore.learning.guided import reproduction
from digitcore.learning.guided.questions import questions_for
from digitcore.learning.guided.reproduction import Reproduction
from digitcore.learning.recipes.published import PUBLISHED
from digitcore.learning.recipes.recipes import RECIPES
from pages._recipes import own_experiments
from pages._shared import charts, lab
from pages._shared.controls import tab, words

COLUMNS = 2
EVERYTHING = "all"


def show(*, unknown: str) -> None:
    """The table, the button that trains all, and a card for each."""
    if unknown:
        st.info(f"There is no published experiment “{words.plain(unknown[:40])}”. These are the ten:")
    by_name = _by_name()
    if pressed := tab.requested("experiment"):
        missing = [name for name in PUBLISHED if own_experiments.is_missing(by_name[name])]
        own_experiments.train(
            [
                run
                for run in own_experiments.AS_PUBLISHED
                if run.recipe in (missing if pressed == EVERYTHING else [pressed])
            ]
        )
        by_name = _by_name()
    _table(by_name)
    _train_all(by_name)
    st.header("Each as a lesson", anchor=False)
    names = list(PUBLISHED)
    for row in range(0, len(names), COLUMNS):
        for column, name in zip(st.columns(COLUMNS), names[row : row + COLUMNS], strict=False):
            with column.container(border=True, height="stretch"):
                _card(name, by_name[name])


def _by_name() -> dict[str, list[RunRecord]]:
    """This visitor's runs of each experiment."""
    found = own_experiments.found()
    return {name: run_evidence.of_recipe(found, name) for name in PUBLISHED}


def _table(by_name: Mapping[str, Sequence[RunRecord]]) -> None:
    kept = {one.recipe.name: one for one in reproduction.reproductions(reproduction.read())}
    mine = {name: _own_verdict(name, runs) for name, runs in by_name.items()}
    speeds = lab.speeds()
    here = {
        name: _seconds_here(by_name[name], speeds[name].seconds_per_epoch if name in speeds else None)
        for name in PUBLISHED
    }
    with st.container(key="experiments_table"):
        charts.small_table(
            {
                "experiment": [RECIPES[name].title for name in PUBLISHED],
                "published": [f"{_published(name)} of {one.judged.n:,}" for name, one in PUBLISHED.items()],
                "ours": [_in_one(kept.get(name)) for name in PUBLISHED],
                **({"yours": [_in_one(one) for one in mine.values()]} if any(mine.values()) else {}),
                "parameters": [f"{one.parameters:,}" for one in PUBLISHED.values()],
                "seconds an epoch": [_then_and_here(name, here[name]) for name in PUBLISHED],
            }
        )
    charts.explain(
        "A figure of ours or yours is the median over the seeds named, with its 95% interval: so far chance alone may have "
        "moved it. It holds where it is no more than two standard errors of its sample below the published one, and the "
        "parameters are the same. Seconds are the source's → this machine's; – is not known.",
        "Each is measured on as many images as the published one.",
    )
    charts.download(_all_columns(kept, mine, here), name="published-experiments", key="experiments")


def _all_columns(
    kept: Mapping[str, Reproduction],
    mine: Mapping[str, Reproduction | None],
    here: Mapping[str, float | None],
) -> Table:
    """The table as a file: each figure in a column of its own."""
    return Table(
        {
            "experiment": [RECIPES[name].title for name in PUBLISHED],
            "published": [_published(name) for name in PUBLISHED],
            "on": [f"{one.judged.n:,} {one.judged_by}" for one in PUBLISHED.values()],
            "ours": [_share(kept.get(name)) for name in PUBLISHED],
            "interval": [_interval(kept.get(name)) for name in PUBLISHED],
            "verdict": [_verdict(kept.get(name)) for name in PUBLISHED],
            "yours": [_share(mine[name]) for name in PUBLISHED],
            "its interval": [_interval(mine[name]) for name in PUBLISHED],
            "its verdict": [_verdict(mine[name]) for name in PUBLISHED],
            "parameters": [f"{one.parameters:,}" for one in PUBLISHED.values()],
            "s/epoch then": [_seconds(one.seconds_per_epoch) for one in PUBLISHED.values()],
            "s/epoch here": [_seconds(here[name]) for name in PUBLISHED],
        }
    )


def _in_one(verdict: Reproduction | None) -> str:
    """Figure, interval and verdict, as the table on the page has them."""
    return f"{_share(verdict)} ({_interval(verdict)}) {_verdict(verdict)}" if verdict else ""


def _then_and_here(name: str, here: float | None) -> str:
    then, now = _seconds(PUBLISHED[name].seconds_per_epoch), _seconds(here)
    return f"{then or '–'} → {now or '–'}" if then or now else ""


def _own_verdict(name: str, found: Sequence[RunRecord]) -> Reproduction | None:
    attempts = [run_evidence.attempt(lab.store(), run, name) for run in found if run.state == "finished"]
    return Reproduction(RECIPES[name], tuple(attempts)) if attempts else None


def _published(name: str) -> str:
    judged = PUBLISHED[name].judged
    return f"{'about ' if judged.is_approximate else ''}{judged.accuracy:.2%}"


def _share(verdict: Reproduction | None) -> str:
    return "" if verdict is None else f"{verdict.accuracy:.2%}"


def _interval(verdict: Reproduction | None) -> str:
    return "" if verdict is None else f"{100 * verdict.interval[0]:.1f}–{verdict.interval[1]:.1%}"


def _verdict(verdict: Reproduction | None) -> str:
    """With the seeds that it rests on."""
    if verdict is None:
        return ""
    seeds = [one.seed for one in verdict.attempts]
    in_a_row = len(seeds) > 2 and seeds == list(range(seeds[0], seeds[-1] + 1))
    named = f"{seeds[0]} to {seeds[-1]}" if in_a_row else ", ".join(map(str, seeds))
    return f"{'holds' if verdict.holds else 'does not hold'}, seed{'s' if len(seeds) > 1 else ''} {named}"


def _seconds(value: float | None) -> str:
    return "" if value is None else f"{value:.2g}"


def _seconds_here(found: Sequence[RunRecord], measured: float | None) -> float | None:
    """Of one's own run, or as this machine was measured."""
    done = [run for run in found if run.state == "finished"]
    return done[0].seconds / max(1, done[0].epochs_done) if done else measured


def _train_all(by_name: Mapping[str, Sequence[RunRecord]]) -> None:
    own_experiments.bars([run for found in by_name.values() for run in found])
    done = sum(any(run.state == "finished" for run in found) for found in by_name.values())
    missing = [name for name, found in by_name.items() if own_experiments.is_missing(found)]
    with st.container(horizontal=True, vertical_alignment="center"):
        if missing:
            st.button(
                "Train all ten" if len(missing) == len(PUBLISHED) else f"Train the {len(missing)} that are missing",
                key="train_all", icon=":material/playlist_play:", on_click=tab.request, args=("experiment", EVERYTHING),
            )  # fmt: skip
        st.write(f"{done} of {len(PUBLISHED)} trained. What somebody has trained already is yours at once.")


def _card(name: str, found: Sequence[RunRecord]) -> None:
    recipe = RECIPES[name]
    st.subheader(recipe.title, anchor=False)
    st.write(recipe.sentence)
    st.caption(f"{len(questions_for(name))} questions · {_state(found)}")
    with st.container(horizontal=True):
        st.button(
            "Open the lesson", key=f"open_{name}", icon=":material/school:", help=f"Opens “{recipe.title}”",
            on_click=tab.open_experiment, args=(name,),
        )  # fmt: skip
        if own_experiments.is_missing(found):
            st.button(
                "Train", key=f"train_{name}", icon=":material/play_arrow:", help=f"Trains “{recipe.title}” with seed 0",
                on_click=tab.request, args=("experiment", name),
            )  # fmt: skip


def _state(found: Sequence[RunRecord]) -> str:
    states = [run.state for run in found]
    if "finished" in states:
        return "trained"
    return (
        {"queued": "waiting", "running": "learning"}.get(states[0], states[0])
        if states
        else "not trained yet"
    )
