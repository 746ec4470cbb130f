"""The layers of a model, how their parameters are counted, and the filters of the first layer."""

from __future__ import annotations

import streamlit as st

from digitcore.data import datasets
from digitcore.figures import tiles
from digitcore.learning.prediction.filters import Filters
from digitcore.learning.prediction.prediction import DEFAULT
from pages._evaluate import opened_model
from pages._evaluate.judged_model import JudgedModel
from pages._shared import charts
from pages._shared.controls import words


def show(judged: JudgedModel) -> None:
    """Table, counts in words, filters; for a classical model what it compares images with."""
    layers = opened_model.layers(judged)
    if layers is None:
        model = opened_model.classical(judged)
        st.write(f"{model.sentence} There are no layers to list.")
        if filters := opened_model.classical_filters(judged):
            st.subheader("What it compares an image with", anchor=False)
            _filters(judged, filters)
        return
    _table(judged, layers)
    st.subheader("What its first layer looks for", anchor=False)
    if filters := opened_model.network_filters(judged):
        _filters(judged, filters)


def _table(judged: JudgedModel, layers: opened_model.Layers) -> None:
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
        if judged.examination.run == DEFAULT
        else ""
    )
    st.markdown(f"**{total:,} parameters** in all{learnt}.{folded}")
    explained = [
        f"- {row.number}\\. **{words.plain(row.words)}.** {count.words}"
        for row, count in zip(layers.rows, layers.counts, strict=True)
        if count.total
    ]
    st.markdown("\n".join(explained))


def _filters(judged: JudgedModel, filters: Filters) -> None:
    shown = len(filters.images)
    if filters.are_ink:
        maximum = datasets.find(judged.examination.dataset).facts.maximum
        picture = tiles.images_per_class(
            filters.images, class_names=filters.titles, maximum=maximum, ink=True, name="averages"
        )
    else:
        picture = tiles.weights(filters.images, titles=filters.titles)
    charts.show(
        picture,
        key="filters",
        meaning=words.plain(filters.sentence),
        sample=f"All {shown}." if shown == filters.total else f"The first {shown} of {filters.total:,}.",
    )
