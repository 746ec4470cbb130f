"""Images with what the model said of them, page by page; a pressed one shows all its probabilities."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from digitcore import wording
from pages._evaluate.judged_model import Judged
from pages._shared import charts, paged_gallery


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
    opened = paged_gallery.show(
        dataset,
        indices,
        key=f"answers_{key}",
        label="Images and what they were called",
        name=told.name,
        caption=told.caption,
        meaning=told.meaning,
        order=order,
        page="answers_page",
        opened="answer",
    )
    if opened is not None:
        told.details(opened)


def _by(judged: Judged) -> Told:
    """What the judged model said."""
    found, names = judged.found, judged.found.class_names
    predicted, certainty = found.predicted, found.probabilities.max(axis=1)
    return Told(
        name=lambda index: (
            f"{judged.one} {index}, {wording.a(names[found.true_labels[index]])}, called {names[predicted[index]]}"
        ),
        caption=lambda index: (
            f"{names[found.true_labels[index]]} → {names[predicted[index]]}\n{certainty[index]:.0%}"
        ),
        meaning="Below each what it is, what it was called, and how sure the model was. "
        "Press one to see all its probabilities.",
        details=lambda index: _probabilities(judged, index),
    )


def _probabilities(judged: Judged, index: int) -> None:
    found = judged.found
    st.markdown(
        f"**{judged.one.capitalize()} {index}** is {wording.a(judged.names[found.true_labels[index]])} and was called "
        f"{judged.names[found.predicted[index]]}."
    )
    charts.small_table(
        {
            "class": list(found.class_names),
            "probability": [f"{share:.2%}" for share in found.probabilities[index]],
        }
    )
