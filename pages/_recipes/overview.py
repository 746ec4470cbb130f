"""All ten experiments: the table of results, the button that trains all, and a card that leads to each lesson."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from digitcore.lab.runs import run_evidence
from digitcore.lab.store.records import RunRecord
from digitcore.learning.guided.claims.claims import CLAIMS
from digitcore.learning.guided.questions import questions_for
from digitcore.learning.recipes.published import PUBLISHED
from digitcore.learning.recipes.recipes import RECIPES
from pages._recipes import author, own_experiments, reproduction_table
from pages._shared import cards
from pages._shared.controls import tab, visitor, words

_EVERYTHING = "all"
"""In `tab.requested` in place of an experiment's name."""


def show(*, unknown: str) -> None:
    """The page; `unknown` is a name in the address that no experiment has."""
    if unknown:
        st.info(f"There is no published experiment “{words.plain(unknown[:40])}”. These are the ten:")
    by_name = _by_name()
    if pressed := tab.requested("experiment"):
        missing = [name for name in PUBLISHED if own_experiments.is_missing(by_name[name])]
        own_experiments.train(
            [
                run
                for run in own_experiments.AS_PUBLISHED
                if run.recipe in (missing if pressed == _EVERYTHING else [pressed])
            ]
        )
        by_name = _by_name()
    verdicts = reproduction_table.verdicts(by_name)
    narrow = visitor.is_on_telephone()
    if not narrow:
        reproduction_table.show(by_name, verdicts)
    _train_all(by_name)
    _author()
    st.header("Each as a lesson", anchor=False)
    cards.show(list(PUBLISHED), lambda name: _card(name, by_name[name], verdicts.in_words(name)))
    if narrow:  # its rows stand on the cards, and its words explain them
        reproduction_table.show(by_name, verdicts)


def _by_name() -> dict[str, list[RunRecord]]:
    """The visitor's runs of each experiment."""
    own = own_experiments.runs_listed()
    return {name: run_evidence.runs_of_recipe(own, name) for name in PUBLISHED}


def _train_all(by_name: Mapping[str, Sequence[RunRecord]]) -> None:
    own_experiments.bars([run for own in by_name.values() for run in own])
    done = sum(any(run.state == "finished" for run in own) for own in by_name.values())
    missing = [name for name, own in by_name.items() if own_experiments.is_missing(own)]
    with st.container(horizontal=True, vertical_alignment="center"):
        if missing:
            st.button(
                "Train all ten" if len(missing) == len(PUBLISHED) else f"Train the {len(missing)} that are missing",
                key="train_all", icon=":material/playlist_play:", on_click=tab.request, args=("experiment", _EVERYTHING),
            )  # fmt: skip
        st.write(f"{done} of {len(PUBLISHED)} trained. What somebody has trained already is yours at once.")


def _author() -> None:
    """The way to the lesson about all of them."""
    score = tab.score_of(author.NAME)
    with st.container(border=True):
        st.subheader("Is the author right?", anchor=False)
        st.write(
            f"{len(CLAIMS)} claims from the five notebooks. Some hold, some are contradicted by their own numbers, and some "
            "cannot be told. Judge each of them; the numbers are one press away."
        )
        if score is not None and score.settled:
            st.caption(f"{score.right} of {score.asked} right")
        st.button(
            "Judge them", key="open_author", icon=":material/gavel:", on_click=tab.open_experiment, args=(author.NAME,),
        )  # fmt: skip


def _card(name: str, own: Sequence[RunRecord], figures: str) -> None:
    recipe = RECIPES[name]
    st.subheader(recipe.title, anchor=False)
    st.write(recipe.sentence)
    with st.container(key=f"figures_of_{name}"):
        st.caption(figures)
    st.caption(f"{_score(name)} · {_state(own)}")
    with st.container(horizontal=True):
        st.button(
            "Open the lesson", key=f"open_{name}", icon=":material/school:", help=f"Opens “{recipe.title}”",
            on_click=tab.open_experiment, args=(name,),
        )  # fmt: skip
        if own_experiments.is_missing(own):
            st.button(
                "Train", key=f"train_{name}", icon=":material/play_arrow:", help=f"Trains “{recipe.title}” with seed 0",
                on_click=tab.request, args=("experiment", name),
            )  # fmt: skip


def _score(name: str) -> str:
    """How its questions were answered in this tab, or how many there are."""
    score = tab.score_of(name)
    if score is None or not score.settled:
        return f"{len(questions_for(name))} questions"
    return f"{score.right} of {score.asked} right"


def _state(own: Sequence[RunRecord]) -> str:
    states = [run.state for run in own]
    if "finished" in states:
        return "trained"
    return (
        {"queued": "waiting", "running": "learning"}.get(states[0], states[0])
        if states
        else "not trained yet"
    )
