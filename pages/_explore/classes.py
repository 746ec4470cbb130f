"""Classes: how many images of each, train beside test, and whether both are shared out alike."""

from __future__ import annotations

import streamlit as st

from digitcore.data.dataset import Dataset
from digitcore.figures import counts
from pages._shared import cached, charts, widgets

SHOWN_AS = {"count": "Number of images", "share": "Share of the part"}


def show(dataset: Dataset) -> None:
    """The view."""
    shown_as = widgets.segments("show_as", "Bars show", SHOWN_AS)
    train, test = (cached.summary(dataset, part).class_counts for part in ("train", "test"))
    names = dataset.facts.class_names
    picture = counts.class_distribution(train, test, class_names=names, share=shown_as == "share")
    most, least = names[int(train.argmax())], names[int(train.argmin())]
    charts.show(
        picture,
        key="classes",
        meaning=f"In the training part **{most}** is the commonest class ({train.max():,} images) and **{least}** the "
        f"rarest ({train.min():,}): a model that always says {most} is right in {train.max() / max(1, train.sum()):.1%} of them.",
        sample=f"{train.sum():,} training and {test.sum():,} test images.",
    )
    st.subheader("Are train and test shared out alike?", anchor=False)
    st.markdown(cached.comparison(dataset).classes.sentence)
