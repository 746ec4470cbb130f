"""Several seeds: how far trainings of one recipe lie apart, and whether two recipes lie further apart than that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from digitcore.figures.spreads import seed_spread
from digitcore.lab.runs import run_contenders as lab_contenders
from digitcore.lab.store.records import RunRecord, told_apart
from digitcore.learning.judging.seeds import MOST_SEEDS, Spread, compare_recipes, next_seeds, spread
from pages._compare import chosen_models as chosen_
from pages._compare.chosen_models import Chosen
from pages._shared import charts, lab, request_run, run_progress
from pages._shared.controls import state, words

MORE = 5


@dataclass(frozen=True)
class _Seeds:
    """A recipe: every training of it, those that ended, and how these differ."""

    asked: tuple[RunRecord, ...]
    ended: tuple[RunRecord, ...]
    spread: Spread


def show(chosen: Chosen) -> None:
    """The recipes of the chosen models, each with all its seeds."""
    recipes = _recipes([run for run in chosen.records if run])
    if len(recipes) < len(chosen.contenders) and None in chosen.records:
        st.write("The default model has no other seeds: it was trained once.")
    ended = {title: one for title, one in recipes.items() if one.ended}
    if ended:
        _chart(ended, chosen)
        _figures(ended)
        _verdicts(ended)
    _more(recipes)


def _recipes(runs: Sequence[RunRecord]) -> dict[str, _Seeds]:
    """By title; two models of one recipe are one entry."""
    groups: dict[tuple[str, ...], RunRecord] = {}
    siblings: dict[tuple[str, ...], list[RunRecord]] = {}
    for run in runs:
        same = lab_contenders.siblings(lab.store(), run)
        key = tuple(one.id for one in same)
        groups.setdefault(key, run)
        siblings[key] = same
    titles = told_apart(list(groups.values()))
    return {title: _seeds(siblings[key]) for title, key in zip(titles, groups, strict=True)}


def _seeds(asked: Sequence[RunRecord]) -> _Seeds:
    ended = [run for run in asked if run.state == "finished" and run.test_accuracy is not None][:MOST_SEEDS]
    found = [chosen_.loaded(run).found for run in ended]
    truth = found[0].true_labels if found else ()
    return _Seeds(tuple(asked), tuple(ended), spread([one.predicted for one in found], truth))


def _chart(ended: Mapping[str, _Seeds], chosen: Chosen) -> None:
    charts.show(
        seed_spread(
            {title: one.spread.accuracies for title, one in ended.items()},
            seeds={title: [run.config.seed for run in one.ended] for title, one in ended.items()},
        ),
        key="seed_spread",
        meaning="Each point is a training, the line across is their mean. The seed decides the initial weights, the order of the "
        "images, and which of them are kept back for validation.",
        sample=chosen.sample,
    )


def _figures(ended: Mapping[str, _Seeds]) -> None:
    found = [one.spread for one in ended.values()]
    charts.small_table(
        {
            "recipe": list(ended),
            "seeds": [str(len(one.correct)) for one in found],
            "mean accuracy": [f"{one.mean:.2%}" for one in found],
            "standard deviation": ["" if one.deviation is None else f"{one.deviation:.2%}" for one in found],
            "lowest": [f"{min(one.accuracies):.2%}" for one in found],
            "highest": [f"{max(one.accuracies):.2%}" for one in found],
        }
    )
    for title, one in ended.items():
        st.markdown(f"- **{words.plain(title)}:** {one.spread.sentence}")


def _verdicts(ended: Mapping[str, _Seeds]) -> None:
    """The best recipe on average against each of the others."""
    if len(ended) < 2:
        return
    st.subheader("Is the difference larger than between seeds?", anchor=False)
    (best, first), *others = sorted(ended.items(), key=lambda one: -one[1].spread.mean)
    for other, second in others:
        verdict = compare_recipes(first.spread, second.spread)
        st.markdown(f"- {verdict.sentence(f'**{words.plain(best)}**', f'**{words.plain(other)}**')}")
    st.caption("An exact permutation test on the numbers of right answers.")


def _more(recipes: Mapping[str, _Seeds]) -> None:
    learning = [run for one in recipes.values() for run in one.asked if not run.is_over]
    if learning:
        run_progress.show(learning)
    with st.container(horizontal=True):
        for title, one in recipes.items():
            st.button(
                f"Train {MORE} more seeds of {words.plain(title)}", key=f"seeds_{one.asked[0].id}",
                icon=":material/casino:", on_click=_train, args=(one.asked,), disabled=len(one.asked) >= MOST_SEEDS,
                help=f"At most {MOST_SEEDS} seeds of a recipe are looked at.",
            )  # fmt: skip


@state.in_callback
def _train(asked: Sequence[RunRecord]) -> None:
    for seed in next_seeds((run.config.seed for run in asked), min(MORE, MOST_SEEDS - len(asked))):
        request_run.with_seed(asked[0], seed)
