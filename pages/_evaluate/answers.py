"""Images with what the model said of them, page by page; a pressed one shows all its probabilities."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from pages._evaluate.judged import Judged
from pages._shared import charts, gallery, state, widgets

PER_PAGE = 60


@dataclass(frozen=True)
class Told:
    """What is said of each image, by its number."""

    name: Callable[[int], str]
    caption: Callable[[int], str]
    meaning: str
    details: Callable[[int], None]
    """Drawn below for the pressed one."""


def show(
    judged: Judged, indices: NDArray[np.integer], *, key: str, order: str, told: Told | None = None
) -> None:
    """The images at `indices` of the test part, in that order, which `order` describes; `told` by this model if by none."""
    if not len(indices):
        st.write("There is no such image.")
        return
    dataset = judged.images()
    if dataset is None:
        return
    told = told or _by(judged)
    state.keep_in_address("answer")
    pages = -(-len(indices) // PER_PAGE)
    page = widgets.number("answers_page", f"Page, 1 to {pages}", 1, pages) if pages > 1 else 1
    shown = indices[(page - 1) * PER_PAGE : page * PER_PAGE]
    gallery.show(
        dataset.test.images[shown],
        key=f"answers_{key}",
        maximum=dataset.facts.maximum,
        label="Images and what they were called",
        names=[told.name(int(index)) for index in shown],
        captions=[told.caption(int(index)) for index in shown],
        picked=_position(shown),
        on_pick=lambda position: state.put("answer", int(shown[position])),
        scrolls=False,
    )
    charts.say(told.meaning, f"{len(shown)} of {len(indices):,} images, {order}.")
    if _position(shown) is not None:
        told.details(int(state.get("answer")))


def _by(judged: Judged) -> Told:
    """What the judged model said."""
    found, names = judged.found, judged.found.class_names
    predicted, certainty = found.predicted, found.probabilities.max(axis=1)
    return Told(
        name=lambda index: (
            f"{judged.one} {index}, a {names[found.true_labels[index]]}, called {names[predicted[index]]}"
        ),
        caption=lambda index: (
            f"{names[found.true_labels[index]]} → {names[predicted[index]]}\n{certainty[index]:.0%}"
        ),
        meaning="Below each what it is, what it was called, and how sure the model was. "
        "Press one to see all its probabilities.",
        details=lambda index: _probabilities(judged, index),
    )


def _position(shown: NDArray[np.integer]) -> int | None:
    places = np.flatnonzero(shown == (-1 if state.get("answer") is None else state.get("answer")))
    return int(places[0]) if len(places) else None


def _probabilities(judged: Judged, index: int) -> None:
    found = judged.found
    st.markdown(
        f"**{judged.one.capitalize()} {index}** is a {judged.names[found.true_labels[index]]} and was called "
        f"{judged.names[found.predicted[index]]}."
    )
    charts.small_table(
        {
            "class": list(found.class_names),
            "probability": [f"{share:.2%}" for share in found.probabilities[index]],
        }
    )
