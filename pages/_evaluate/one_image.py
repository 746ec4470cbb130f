"""One test image, chosen by number, at random or among the mistakes; its number is in the address."""

from __future__ import annotations

import random

import numpy as np
import streamlit as st

from digitcore import wording
from digitcore.data.dataset import Dataset
from pages._evaluate.judged_model import Judged
from pages._shared.components import gallery
from pages._shared.controls import state, widgets

_BEST = 3


def choose(judged: Judged) -> int:
    """The ways to choose it; gives its number."""
    found, n = judged.found, len(judged.found.true_labels)
    index = int(widgets.number("inside_image", f"Test image, 0 to {n - 1:,}", 0, n - 1))
    with st.container(horizontal=True):
        st.button("A random one", icon=":material/casino:", on_click=_choose_any, args=(n,))
        if (mistake := found.next_mistake(index)) is not None:
            st.button(
                "Its next mistake", icon=":material/skip_next:", on_click=choose_number, args=(mistake,)
            )
    return index


def show(judged: Judged, dataset: Dataset, index: int) -> None:
    """The image, and what the model said of it."""
    found = judged.found
    true, said = (found.class_names[label[index]] for label in (found.true_labels, found.predicted))
    gallery.show(
        dataset.test.images[index : index + 1],
        key="inside_picture",
        maximum=dataset.facts.maximum,
        label="The chosen image",
        names=[f"test image {index}, {wording.a(true)}, called {said}"],
        size=140,
    )
    st.markdown(_sentence(judged, index))


def choose_number(index: int) -> None:
    """For callbacks."""
    state.put("inside_image", index)


def _choose_any(n: int) -> None:
    choose_number(random.randrange(n))


def _sentence(judged: Judged, index: int) -> str:
    found, names = judged.found, judged.names
    shares = found.probabilities[index]
    true, said = found.true_labels[index], found.predicted[index]
    best = ", ".join(
        f"{names[label]} with {shares[label]:.1%}" for label in np.argsort(-shares, kind="stable")[:_BEST]
    )
    verdict = "and it says so" if true == said else f"and it was called **{names[said]}**"
    return f"**Test image {index:,}** is a **{names[true]}**, {verdict}. :gray[Most probable: {best}.]"
