"""What the model wants to see: for each class the image that it answers most surely, and that nobody would write."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from digitcore import wording
from digitcore.data.dataset import Dataset
from digitcore.learning.prediction.wanted_images import STEPS, WantedImages
from pages._evaluate import opened_model
from pages._evaluate.judged_model import JudgedModel
from pages._shared import charts
from pages._shared.components import gallery


def show(judged: JudgedModel) -> None:
    """A row that began as grey, and one whose images began as real ones of other classes."""
    if opened_model.layers(judged) is None:
        st.write(f"{opened_model.classical(judged).sentence} It has no slope to climb: that takes a network.")
        return
    dataset = judged.images()
    if dataset is None:
        return
    st.markdown(
        "Here the model draws. It begins with an image, and each of "
        f"{STEPS} steps changes the pixels so that it grows surer of one class."
    )
    names, others = judged.names, _others(judged, dataset)
    grey = np.full_like(others, round(opened_model.own_facts(judged).maximum / 2))
    _row(judged, grey, title="Begun as even grey", key="wanted_grey", begun_as=["grey"] * len(names))
    begun_as = [wording.a(f"real {names[(label + 1) % len(names)]}") for label in range(len(names))]
    _row(judged, others, title="Begun as a real image of another class", key="wanted_real", begun_as=begun_as)
    charts.explain(
        "The model is sure of these, though nobody wrote them: it learned what tells its classes apart, not what a digit is. "
        "In the second row a person often still sees the digit that it began as: that is how a network is fooled.",
        "It climbs the slope of the logarithm of the wanted class's probability.",
    )


def _others(judged: JudgedModel, dataset: Dataset) -> NDArray[np.uint8]:
    """For each class the first test image of the next one, in the units that the model reads."""
    labels, classes = dataset.test.labels, len(judged.names)
    chosen = [int(np.argmax(labels == (label + 1) % classes)) for label in range(classes)]
    return np.stack([opened_model.image_for(judged, dataset, index) for index in chosen]).astype(np.uint8)


def _row(
    judged: JudgedModel, begun: NDArray[np.uint8], *, title: str, key: str, begun_as: Sequence[str]
) -> None:
    result = opened_model.wanted_images(judged, begun, name=key)
    st.subheader(title, anchor=False)
    names = judged.names
    gallery.show(
        result.images,
        key=key,
        maximum=opened_model.own_facts(judged).maximum,
        label=title,
        names=[
            f"The image that it answers most surely with {name}, begun as {what}"
            for name, what in zip(names, begun_as, strict=True)
        ],
        captions=[f"{name}: {_percent(share)} sure" for name, share in zip(names, result.after, strict=True)],
        size=84,
    )
    with st.expander("Numbers", icon=":material/table:", key=f"{key}_numbers"):
        charts.small_table(_table(names, begun_as, result))


def _table(names: Sequence[str], begun_as: Sequence[str], result: WantedImages) -> dict[str, list[str]]:
    return {
        "class": list(names),
        "begun as": list(begun_as),
        "sure before": [_percent(share) for share in result.before],
        "sure after": [_percent(share) for share in result.after],
    }


def _percent(share: float) -> str:
    return ">99.9%" if share > 0.999 else f"{share:.1%}"
