"""Start a recipe, a network or a classical model: a picture of it, the seed, and the data it learns from."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from digitcore.data import datasets
from digitcore.data.dataset import Dataset, FactSheet
from digitcore.errors import BadInput
from digitcore.figures.sketches import SketchedLayer, network_sketch
from digitcore.learning.layers.network import LayerRow
from digitcore.learning.recipes.config import RunConfig
from digitcore.learning.recipes.recipes import RECIPES, Recipe
from pages._shared import frame, request_run
from pages._shared.controls import state, tab, widgets, words
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
    dataset = _sidebars_dataset()
    with st.container(key="experiments"):
        for recipe in RECIPES.values():
            with st.container(border=True, height="stretch", gap="small"):
                _card(recipe, dataset)
    st.caption("No time to train?")
    recording_player.offer()
    training_time.run_again_when_measured()


def request(config: RunConfig, dataset: Dataset, *, recipe: str, title: str) -> None:
    """Request a run, and go to it."""
    run = request_run.on_dataset(config, dataset, recipe=recipe, title=title)
    state.put_at_next_run("run", run.id)
    state.run_again()


def _card(recipe: Recipe, dataset: Dataset | None) -> None:
    """A recipe as a picture, on this dataset or its own; what it is stands in the button's tooltip."""
    facts = (dataset or datasets.find(recipe.config.dataset)).facts
    st.html(_sketch(recipe, facts))
    st.button(
        recipe.title, key=f"train_{recipe.name}", width="stretch",
        on_click=tab.request, args=("recipe", recipe.name), help=_about(recipe),
    )  # fmt: skip
    time = training_time.of_network(recipe.config, dataset) if dataset else training_time.of_recipe(recipe)
    st.caption(f"{words.plain(facts.title)} · {time}")


def _sketch(recipe: Recipe, facts: FactSheet) -> str:
    """Its layers; an image and an answer for what is no network, or does not fit the data."""
    try:
        rows = recipe.config.layer_table(facts)
    except BadInput:
        rows = ()
    layers = [SketchedLayer(row.kind, row.shape) for row in rows] or [
        SketchedLayer("dense", (len(facts.class_names),))
    ]
    return network_sketch(facts.side, layers, said=f"{recipe.title}: {_layers(rows)}")


def _layers(rows: Sequence[LayerRow]) -> str:
    return ", ".join(row.words for row in rows) or "no network"


def _about(recipe: Recipe) -> str:
    sentences = [f"Train “{recipe.title}”. {recipe.sentence}"]
    if published := recipe.published:
        about = "about " if published.judged.is_approximate else ""
        sentences.append(
            f"{published.parameters:,} parameters, {recipe.config.epochs} epochs. "
            f"Published: {about}{published.judged.accuracy:.2%} on the {published.judged_by} part."
        )
    return " ".join(sentences)


def _sidebars_dataset() -> Dataset | None:
    """None where each recipe learns from its own."""
    return frame.chosen_dataset() if state.get("run_data") == "chosen" else None


def _start(recipe: Recipe) -> None:
    dataset = _sidebars_dataset() or frame.loaded(recipe.config.dataset, {})
    tab.clear_request()
    config = recipe.config.replace(seed=state.get("run_seed"))
    request(config, dataset, recipe=recipe.name, title=recipe.title)
