"""Build a network of one's own: its blocks, how it learns, and what that comes to on the sidebar's dataset."""

from __future__ import annotations

import streamlit as st

from digitcore.data.dataset import Dataset
from digitcore.errors import BadInput
from digitcore.lab.queue import training_limits
from digitcore.learning.recipes.config import RunConfig
from pages._shared import frame, lab
from pages._shared.controls import state, widgets, words
from pages._train import network_blocks, network_settings, start, training_time


def show() -> None:
    """The blocks, what they come to beside the button that trains, and the settings."""
    dataset = frame.chosen_dataset()
    with widgets.stable_place():
        layers = network_blocks.layers()
    state.keep_in_address("network")
    network_blocks.show(layers, dataset)
    sum_and_button = st.container(key="network_sum")  # it knows the settings, which stand below it
    network_settings.show()
    with sum_and_button:
        config = network_settings.config(layers)
        is_allowed = config is not None and _show_sum(config, dataset)
        pressed = st.button(
            "Train this network", type="primary", icon=":material/play_arrow:", disabled=not is_allowed
        )
    training_time.run_again_when_measured()
    if pressed and config is not None:
        start.request(config, dataset, recipe="", title="My network")


def _show_sum(config: RunConfig, dataset: Dataset) -> bool:
    """Parameters and time; a sentence and False where the layers do not fit or this machine is too small."""
    try:
        rows = config.layer_table(dataset.facts)
        training_limits.check(lab.store(), config, dataset)
    except BadInput as problem:
        st.warning(str(problem))
        return False
    st.markdown(
        f"**{sum(row.parameters for row in rows):,} parameters** on images of {words.titled(dataset)}. "
        f"{config.epochs:,} epochs: {training_time.of_network(config, dataset)}."
    )
    return True
