"""Classes: how many images of each, train beside test, and whether both are shared out alike."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from digitcore.data.dataset import Dataset
from digitcore.figures import counts
from pages._explore import controls
from pages._shared import charts, statistics_cache
from pages._shared.controls import widgets, words

SHOWN_AS = {"count": "Number of images", "share": "Share of the part"}


def show(dataset: Dataset) -> None:
    """The view."""
    shown_as = widgets.segments("show_as", "Bars show", SHOWN_AS)
    train, test = (statistics_cache.summary(dataset, part).class_counts for part in ("train", "test"))
    names = dataset.facts.class_names
    picture = counts.class_distribution(train, test, class_names=names, share=shown_as == "share")
    charts.show(picture, key="classes", meaning=_meaning(dataset, train), sample=controls.both_words(dataset))
    st.subheader("Do training and test data have the same mix?", anchor=False)
    st.markdown(statistics_cache.comparison(dataset).classes.sentence)


def _meaning(dataset: Dataset, train: NDArray[np.int64]) -> str:
    names = words.class_names(dataset)
    commonest, rarest = int(train.argmax()), int(train.argmin())
    share = train.max() / max(1, train.sum())
    if train.max() == train.min():
        return f"Every class has {train.max():,} training images: a model that always says the same is right in {share:.1%}."
    return (
        f"In the training part class **{names[commonest]}** is the commonest ({train.max():,} images) and class "
        f"**{names[rarest]}** the rarest ({train.min():,}): a model that always says {names[commonest]} is right in {share:.1%}."
    )
