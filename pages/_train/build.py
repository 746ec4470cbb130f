"""Build a network of one's own: its layers, how it learns, and what that comes to on the sidebar's dataset."""

from __future__ import annotations

import streamlit as st

from digitcore.data.dataset import Dataset
from digitcore.errors import BadInput
from digitcore.lab.queue import training_limits
from digitcore.learning.recipes.config import RunConfig
from pages._shared import charts, frame, lab
from pages._shared.controls import state, widgets, words
from pages._train import layer_editor, network_settings, start, training_time


def show() -> None:
    """Layers on the left, settings on the right, and the button that trains."""
    dataset = frame.chosen_dataset()
    with widgets.stable_place():
        layers = layer_editor.layers()
    state.keep_in_address("network")
    left, right = st.columns(2, gap="large")
    with right:
        network_settings.show()
    with left:
        layer_editor.show(layers)
        config = network_settings.config(layers)
        is_allowed = config is not None and _show_sizes(config, dataset)
        pressed = st.button(
            "Train this network", type="primary", icon=":material/play_arrow:", disabled=not is_allowed
        )
    training_time.run_again_when_measured()
    if pressed and config is not None:
        start.request(config, dataset, recipe="", title="My network")


def _show_sizes(config: RunConfig, dataset: Dataset) -> bool:
    """Shapes, parameters and time; a sentence and False where the layers do not fit or this machine is too small."""
    try:
        rows = config.layer_table(dataset.facts)
        training_limits.check(lab.store(), config, dataset)
    except BadInput as problem:
        st.warning(str(problem))
        return False
    st.subheader("What it comes to", anchor=False)
    columns = {
        "layer": [f"{row.number}. {row.words}" for row in rows],
        "what comes out": [" × ".join(map(str, row.shape)) for row in rows],
        "parameters": [f"{row.parameters:,}" for row in rows],
    }
    charts.small_table(columns)
    st.markdown(
        f"**{sum(row.parameters for row in rows):,} parameters** on images of {words.titled(dataset)}. "
        "The last layer is always there: one output for each class."
    )
    st.markdown(f":material/schedule: {config.epochs} epochs: {training_time.of_network(config, dataset)}.")
    return True
