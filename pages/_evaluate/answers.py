"""Test images with the answers to them, page by page; a pressed image shows all probabilities."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from digitcore import wording
from pages._evaluate.judged_model import JudgedModel
from pages._shared import charts, paged_gallery


@dataclass(frozen=True)
class Descriptions:
    """What is said about each image, by its number."""

    name: Callable[[int], str]
    caption: Callable[[int], str]
    meaning: str
    details: Callable[[int], None]
    """Drawn below the gallery for the pressed image."""


def show(
    judged: JudgedModel,
    indices: NDArray[np.integer],
    *,
    key: str,
    order: str,
    descriptions: Descriptions | None = None,
) -> None:
    """The images at `indices` of the test part, in an order that `order` names; without `descriptions`, the model's answers."""
    if not len(indices):
        st.write("There is no such image.")
        return
    dataset = judged.images()
    if dataset is None:
        return
    descriptions = descriptions or _of_predictions(judged)
    opened = paged_gallery.show(
        dataset,
        indices,
        key=f"answers_{key}",
        label="Images and what the model said",
        name=descriptions.name,
        caption=descriptions.caption,
        meaning=descriptions.meaning,
        order=order,
        page="answers_page",
        opened="answer",
    )
    if opened is not None:
        descriptions.details(opened)


def _of_predictions(judged: JudgedModel) -> Descriptions:
    examination, names = judged.examination, judged.examination.class_names
    predicted, certainty = examination.predicted, examination.probabilities.max(axis=1)
    return Descriptions(
        name=lambda index: (
            f"{judged.noun} {index}, {wording.a(names[examination.true_labels[index]])}, called {names[predicted[index]]}"
        ),
        caption=lambda index: (
            f"{names[examination.true_labels[index]]} → {names[predicted[index]]}\n{certainty[index]:.0%}"
        ),
        meaning="Below each what it is, what it was called, and how sure the model was. "
        "Press one to see all its probabilities.",
        details=lambda index: _probabilities(judged, index),
    )


def _probabilities(judged: JudgedModel, index: int) -> None:
    examination = judged.examination
    st.markdown(
        f"**{judged.noun.capitalize()} {index}** is {wording.a(judged.names[examination.true_labels[index]])} and was called "
        f"{judged.names[examination.predicted[index]]}."
    )
    charts.small_table(
        {
            "class": list(examination.class_names),
            "probability": [f"{share:.2%}" for share in examination.probabilities[index]],
        }
    )
