"""Classes: how many images of each, train beside test, and whether both are shared out alike."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from digitcore.data.dataset import Dataset
from digitcore.figures import counts
from pages._explore import controls
from pages._shared import charts, picked_images, statistics_cache
from pages._shared.components import peek
from pages._shared.controls import widgets, words

SHOWN_AS = {"count": "Number of images", "share": "Share of the part"}


def show(dataset: Dataset) -> None:
    """The view."""
    shown_as = widgets.segments("show_as", "Bars show", SHOWN_AS)
    train, test = (statistics_cache.summary(dataset, part).class_counts for part in ("train", "test"))
    picture = counts.class_distribution(
        train, test, class_names=dataset.facts.class_names, share=shown_as == "share", picked=_picked(dataset)
    )
    charts.show(picture, key="classes", meaning=_meaning(dataset, train), sample=controls.both_words(dataset))
    peek.listen(dataset.class_count, key="classes_press", chart="classes", on_pick=picked_images.pick_class)
    _buttons(dataset)
    st.subheader("Do training and test data have the same mix?", anchor=False)
    st.markdown(statistics_cache.comparison(dataset).classes.sentence)


def _picked(dataset: Dataset) -> NDArray[np.int64] | None:
    part = picked_images.part_on_screen()
    picked = picked_images.of(dataset, part)
    if picked is None:
        return None
    return np.bincount(dataset.part(part).labels[picked.indices], minlength=dataset.class_count)


def _buttons(dataset: Dataset) -> None:
    """What a press on a bar does, by keyboard too."""
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="pick_class"):
        st.markdown("Pick a class for all views (or press its bar):", width="content")
        for label, name in enumerate(words.class_names(dataset)):
            st.button(
                name, on_click=picked_images.pick_class, args=(label,), width="content", key=f"pick_{label}"
            )


def _meaning(dataset: Dataset, train: NDArray[np.int64]) -> str:
    names = words.class_names(dataset)
    commonest, rarest = int(train.argmax()), int(train.argmin())
    share = train.max() / max(1, train.sum())
    if train.max() == train.min():
        return f"Every class has {train.max():,} training images: to always say the same is right {share:.1%} of the time."
    return (
        f"In the training part class **{names[commonest]}** is the commonest ({train.max():,} images) and class "
        f"**{names[rarest]}** the rarest ({train.min():,}): to always say {names[commonest]} is right {share:.1%} of the time."
    )
