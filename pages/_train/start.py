"""Start a published experiment: its card, the seed, and the data it learns from."""

from __future__ import annotations

import streamlit as st

from digitcore.data import datasets
from digitcore.data.dataset import Dataset
from digitcore.learning.recipes.config import RunConfig
from digitcore.learning.recipes.recipes import RECIPES, Recipe
from pages._shared import cards, frame, request_run
from pages._shared.controls import state, tab, widgets
from pages._train import recording_player, training_time


def show() -> None:
    """The cards; a pressed one starts as soon as its data is loaded."""
    if name := tab.requested("recipe"):
        _start(RECIPES[name])
    left, right = widgets.beside("run_seed", "run_data")
    with left:
        widgets.number(
            "run_seed", "Seed", 0, 999_999, help="The same settings and seed are one training, for everybody."
        )
    with right:
        widgets.segments(
            "run_data", "Learn from", {"published": "the recipe's data", "chosen": "the sidebar's dataset"}
        )
    other = frame.chosen_dataset() if state.get("run_data") == "chosen" else None
    cards.show(list(RECIPES.values()), lambda recipe: _card(recipe, other))
    st.caption("No time for a training, or nobody who trains?")
    recording_player.offer()
    training_time.run_again_when_measured()


def request(config: RunConfig, dataset: Dataset, *, recipe: str, title: str) -> None:
    """Request a run, and go to it."""
    run = request_run.on_dataset(config, dataset, recipe=recipe, title=title)
    state.put_at_next_run("run", run.id)
    state.run_again()


def _card(recipe: Recipe, other: Dataset | None) -> None:
    """A recipe, on its own data or the `other` dataset."""
    st.subheader(recipe.title, anchor=False)
    st.write(recipe.sentence)
    st.caption(" · ".join(_facts(recipe)))
    time = (
        training_time.of_recipe(recipe) if other is None else training_time.of_network(recipe.config, other)
    )
    st.caption(f":material/schedule: {time}")
    st.button(
        "Train", key=f"train_{recipe.name}", icon=":material/play_arrow:",
        on_click=tab.request, args=("recipe", recipe.name), help=f"Train “{recipe.title}”",
    )  # fmt: skip


def _facts(recipe: Recipe) -> list[str]:
    facts = [datasets.find(recipe.config.dataset).facts.title]
    if published := recipe.published:
        figures = published.judged
        about = "about " if figures.is_approximate else ""
        facts.append(f"{published.parameters:,} parameters")
        facts.append(f"published: {about}{figures.accuracy:.2%} on the {published.judged_by} part")
        facts.append(
            f"{recipe.config.epochs} epochs{' (our choice)' if 'epochs' in recipe.not_printed else ''}"
        )
    return facts


def _start(recipe: Recipe) -> None:
    chosen = state.get("run_data") == "chosen"
    dataset = frame.chosen_dataset() if chosen else frame.loaded(recipe.config.dataset, {})
    tab.clear_request()
    config = recipe.config.replace(seed=state.get("run_seed"))
    request(config, dataset, recipe=recipe.name, title=recipe.title)
