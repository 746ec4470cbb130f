"""A test image, chosen by its number, at random or among the mistakes; the number is in the address."""

from __future__ import annotations

import random

import numpy as np
import streamlit as st

from digitcore import wording
from digitcore.data.dataset import Dataset
from pages._evaluate.judged_model import JudgedModel
from pages._shared.components import gallery
from pages._shared.controls import state, widgets

_MOST_PROBABLE = 3


def choose(judged: JudgedModel) -> int:
    """The widgets that choose an image; gives its number."""
    examination, n = judged.examination, len(judged.examination.true_labels)
    index = int(widgets.number("inside_image", f"Test image, 0 to {n - 1:,}", 0, n - 1))
    with st.container(horizontal=True):
        st.button("A random one", icon=":material/casino:", on_click=_choose_any, args=(n,))
        if (mistake := examination.next_mistake(index)) is not None:
            st.button(
                "Its next mistake", icon=":material/skip_next:", on_click=choose_number, args=(mistake,)
            )
    return index


def show(judged: JudgedModel, dataset: Dataset, index: int) -> None:
    """The image and the model's prediction."""
    examination = judged.examination
    true, predicted = (
        examination.class_names[labels[index]] for labels in (examination.true_labels, examination.predicted)
    )
    gallery.show(
        dataset.test.images[index : index + 1],
        key="inside_picture",
        maximum=dataset.facts.maximum,
        label="The chosen image",
        names=[f"test image {index}, {wording.a(true)}, called {predicted}"],
        size=140,
    )
    st.markdown(_sentence(judged, index))


def choose_number(index: int) -> None:
    """Choose this image; for callbacks."""
    state.put("inside_image", index)


def _choose_any(n: int) -> None:
    choose_number(random.randrange(n))


def _sentence(judged: JudgedModel, index: int) -> str:
    examination, names = judged.examination, judged.names
    shares = examination.probabilities[index]
    true, predicted = examination.true_labels[index], examination.predicted[index]
    best = ", ".join(
        f"{names[label]} {shares[label]:.1%}" for label in np.argsort(-shares, kind="stable")[:_MOST_PROBABLE]
    )
    verdict = "and the model says so" if true == predicted else f"and it was called **{names[predicted]}**"
    return f"**Test image {index:,}** is a **{names[true]}**, {verdict}. :gray[Most probable: {best}.]"
