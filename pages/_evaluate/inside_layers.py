"""The layers of a model with their parameters and how these come about, and what its first layer looks for."""

from __future__ import annotations

import streamlit as st

from digitcore.data import datasets
from digitcore.figures import tiles
from digitcore.learning.prediction.filters import Filters
from digitcore.learning.prediction.prediction import DEFAULT
from pages._evaluate import opened_model
from pages._evaluate.judged_model import Judged
from pages._shared import charts
from pages._shared.controls import words


def show(judged: Judged) -> None:
    """Table, sums in words, filters; of a classical model what it compares with."""
    layers = opened_model.layers(judged)
    if layers is None:
        model = opened_model.classical(judged)
        st.write(f"{model.sentence} There are no layers to list.")
        if found := opened_model.classical_filters(judged):
            st.subheader("What it compares an image with", anchor=False)
            _filters(judged, found)
        return
    _table(judged, layers)
    st.subheader("What its first layer looks for", anchor=False)
    if found := opened_model.network_of(judged).filters:
        _filters(judged, found)


def _table(judged: Judged, layers: opened_model.Layers) -> None:
    st.subheader("Its layers", anchor=False)
    charts.small_table(
        {
            "layer": [f"{row.number}. {row.words}" for row in layers.rows],
            "what comes out": [" × ".join(map(str, row.shape)) for row in layers.rows],
            "parameters": [count.arithmetic for count in layers.counts],
        }
    )
    total, kept = sum(row.parameters for row in layers.rows), sum(row.kept for row in layers.rows)
    learnt = f", of which {total - kept:,} are learnt" if kept else ""
    folded = (
        " Its batch normalisation is worked into the weights before it."
        if judged.found.run == DEFAULT
        else ""
    )
    st.markdown(f"**{total:,} parameters** in all{learnt}.{folded}")
    explained = [
        f"- {row.number}\\. **{words.plain(row.words)}.** {count.words}"
        for row, count in zip(layers.rows, layers.counts, strict=True)
        if count.total
    ]
    st.markdown("\n".join(explained))


def _filters(judged: Judged, found: Filters) -> None:
    shown = len(found.images)
    if found.are_ink:
        maximum = datasets.find(judged.found.dataset).facts.maximum
        picture = tiles.images_per_class(
            found.images, class_names=found.titles, maximum=maximum, ink=True, name="averages"
        )
    else:
        picture = tiles.weights(found.images, titles=found.titles)
    charts.show(
        picture,
        key="filters",
        meaning=words.plain(found.sentence),
        sample=f"All {shown}." if shown == found.total else f"The first {shown} of {found.total:,}.",
    )
