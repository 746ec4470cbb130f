"""Several seeds: how much trainings of one recipe differ, and whether two recipes differ more than that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from digitcore.figures.spreads import seed_spread
from digitcore.lab.runs import run_contenders as lab_contenders
from digitcore.lab.store.records import RunRecord, distinct_titles
from digitcore.learning.judging.seeds import MOST_SEEDS, Spread, compare_recipes, next_seeds, spread
from pages._compare import chosen_models
from pages._compare.chosen_models import Chosen
from pages._shared import charts, lab, request_run, run_progress
from pages._shared.controls import state, words

_MORE = 5


@dataclass(frozen=True)
class _Siblings:
    """All trainings of one recipe, whoever requested them: equal settings and seed are one run for everybody."""

    runs: tuple[RunRecord, ...]
    ended: tuple[RunRecord, ...]
    spread: Spread


def show(chosen: Chosen) -> None:
    """The recipes of the chosen models, each with all its seeds."""
    recipes = _recipes([run for run in chosen.records if run])
    if len(recipes) < len(chosen.contenders) and None in chosen.records:
        st.write(
            "What comes with the app has no other seeds. Choose a run of yours above; a lesson trains some."
        )
    ended = {title: siblings for title, siblings in recipes.items() if siblings.ended}
    if ended:
        _chart(ended, chosen)
        _figures(ended)
        _verdicts(ended)
    _more(recipes)


def _recipes(runs: Sequence[RunRecord]) -> dict[str, _Siblings]:
    """The recipes by title; two models of one recipe are one entry."""
    groups: dict[tuple[str, ...], tuple[RunRecord, list[RunRecord]]] = {}
    for run in runs:
        siblings = lab_contenders.siblings(lab.store(), run)
        groups.setdefault(tuple(sibling.id for sibling in siblings), (run, siblings))
    titles = distinct_titles([first for first, _ in groups.values()])
    return {title: _spread_of(siblings) for title, (_, siblings) in zip(titles, groups.values(), strict=True)}


def _spread_of(runs: Sequence[RunRecord]) -> _Siblings:
    ended = [run for run in runs if run.state == "finished" and run.test_accuracy is not None][:MOST_SEEDS]
    examinations = [chosen_models.loaded(run).examination for run in ended]
    truth = examinations[0].true_labels if examinations else ()
    predicted = [examination.predicted for examination in examinations]
    return _Siblings(tuple(runs), tuple(ended), spread(predicted, truth))


def _chart(ended: Mapping[str, _Siblings], chosen: Chosen) -> None:
    charts.show(
        seed_spread(
            {title: siblings.spread.accuracies for title, siblings in ended.items()},
            seeds={title: [run.config.seed for run in siblings.ended] for title, siblings in ended.items()},
        ),
        key="seed_spread",
        meaning="Each point is a training, the line across is their mean. The seed decides the initial weights, the order of the "
        "images, and which of them are kept back for validation.",
        sample=chosen.sample,
    )


def _figures(ended: Mapping[str, _Siblings]) -> None:
    spreads = [siblings.spread for siblings in ended.values()]
    charts.small_table(
        {
            "recipe": list(ended),
            "seeds": [str(len(each.correct)) for each in spreads],
            "mean accuracy": [f"{each.mean:.2%}" for each in spreads],
            "standard deviation": [
                "" if each.deviation is None else f"{each.deviation:.2%}" for each in spreads
            ],
            "lowest": [f"{min(each.accuracies):.2%}" for each in spreads],
            "highest": [f"{max(each.accuracies):.2%}" for each in spreads],
        }
    )
    for title, siblings in ended.items():
        st.markdown(f"- **{words.plain(title)}:** {siblings.spread.sentence}")


def _verdicts(ended: Mapping[str, _Siblings]) -> None:
    """The best recipe on average against each of the others."""
    if len(ended) < 2:
        return
    st.subheader("Is the difference larger than between seeds?", anchor=False)
    (best, first), *others = sorted(ended.items(), key=lambda entry: -entry[1].spread.mean)
    for other, second in others:
        verdict = compare_recipes(first.spread, second.spread)
        st.markdown(f"- {verdict.sentence(f'**{words.plain(best)}**', f'**{words.plain(other)}**')}")
    st.caption("An exact permutation test on the numbers of right answers.")


def _more(recipes: Mapping[str, _Siblings]) -> None:
    learning = [run for siblings in recipes.values() for run in siblings.runs if not run.is_over]
    if learning:
        run_progress.show(learning)
    with st.container(horizontal=True):
        for title, siblings in recipes.items():
            st.button(
                f"Train {_MORE} more seeds of {words.plain(title)}", key=f"seeds_{siblings.runs[0].id}",
                icon=":material/casino:", on_click=_train, args=(siblings.runs,), disabled=len(siblings.runs) >= MOST_SEEDS,
                help=f"At most {MOST_SEEDS} seeds of a recipe are compared.",
            )  # fmt: skip


@state.in_callback
def _train(runs: Sequence[RunRecord]) -> None:
    for seed in next_seeds((run.config.seed for run in runs), min(_MORE, MOST_SEEDS - len(runs))):
        request_run.with_seed(runs[0], seed)
