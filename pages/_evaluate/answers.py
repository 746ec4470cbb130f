"""Images with what the model said of them, page by page; a pressed one shows all its probabilities."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from pages._evaluate.judged import Judged
from pages._shared import charts, gallery, state, widgets

PER_PAGE = 60


def show(judged: Judged, indices: NDArray[np.integer], *, key: str, order: str) -> None:
    """The images at `indices` of the test part, in that order, which `order` describes."""
    if not len(indices):
        st.write("There is no such image.")
        return
    dataset = judged.images()
    if dataset is None:
        return
    state.keep_in_address("answer")
    pages = -(-len(indices) // PER_PAGE)
    page = widgets.number("answers_page", f"Page, 1 to {pages}", 1, pages) if pages > 1 else 1
    shown = indices[(page - 1) * PER_PAGE : page * PER_PAGE]
    found, names = judged.found, judged.found.class_names
    sure = found.probabilities[shown, found.predicted[shown]]
    gallery.show(
        dataset.test.images[shown],
        key=f"answers_{key}",
        maximum=dataset.facts.maximum,
        label="Images and what they were called",
        names=[
            f"test image {index}, a {names[found.true_labels[index]]}, called {names[found.predicted[index]]}"
            for index in shown
        ],
        captions=[
            f"{names[found.true_labels[index]]} → {names[found.predicted[index]]}\n{share:.0%}"
            for index, share in zip(shown, sure, strict=True)
        ],
        picked=_position(shown),
        on_pick=lambda position: state.put("answer", int(shown[position])),
        scrolls=False,
    )
    charts.say(
        "Below each what it is, what it was called, and how sure the model was. Press one to see all its probabilities.",
        f"{len(shown)} of {len(indices):,} images, {order}.",
    )
    if _position(shown) is not None:
        _probabilities(judged, int(state.get("answer")))


def _position(shown: NDArray[np.integer]) -> int | None:
    places = np.flatnonzero(shown == (-1 if state.get("answer") is None else state.get("answer")))
    return int(places[0]) if len(places) else None


def _probabilities(judged: Judged, index: int) -> None:
    found = judged.found
    st.markdown(
        f"**Test image {index}** is a {judged.names[found.true_labels[index]]} and was called "
        f"{judged.names[found.predicted[index]]}."
    )
    charts.small_table(
        {
            "class": list(found.class_names),
            "probability": [f"{share:.2%}" for share in found.probabilities[index]],
        }
    )
