"""The network of a run as blocks, and the way from it to a network of one's own."""

from __future__ import annotations

import streamlit as st

from digitcore.data import datasets
from digitcore.lab.store.records import RunRecord
from digitcore.learning.recipes.config import NETWORK
from pages._shared.controls import state, tab
from pages._shared.controls.control_table import NETWORK_FIELDS
from pages._train import network_blocks


def show(run: RunRecord) -> None:
    """Nothing for a model that is no network, or where the data that decides its sizes is deleted."""
    source = datasets.sources().get(run.config.dataset)
    if run.config.model != NETWORK or source is None:
        return
    rows = run.config.layer_table(source.facts)
    st.subheader("Its layers", anchor=False)
    network_blocks.show_still(rows, source.facts.side)
    st.button(
        "Change this network", icon=":material/edit:", key="change_network", on_click=_change, args=(run,),
        help="Begin a network of your own with these layers, settings and data. This run stays as it is.",
    )  # fmt: skip


def _change(run: RunRecord) -> None:
    tab.put_network(run.config.layers)
    tab.renew_layer_keys()
    for field in NETWORK_FIELDS:
        state.put(f"net_{field.name}", getattr(run.config, field.name))
    state.put("net_nesterov", run.config.nesterov)
    state.put("net_validation", str(run.config.validation))
    tab.put_dataset(run.config.dataset, run.config.dataset_options)
    state.put("run", "")
    state.put("start", "own")
