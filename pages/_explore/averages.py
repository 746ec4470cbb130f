"""Averages: the mean and the spread of each class, the difference of two, and the simplest model."""

from __future__ import annotations

import numpy as np
import streamlit as st

from digitcore.data.dataset import Dataset
from digitcore.figures import images, tiles
from pages._explore import controls
from pages._shared import charts, picked_images, statistics_cache
from pages._shared.controls import state, widgets, words

KINDS = {"mean": "Average", "spread": "Spread"}


def show(dataset: Dataset) -> None:
    """The view."""
    left, right = widgets.beside("part", "average")
    with left:
        part = controls.choose_part()
    with right:
        kind = widgets.segments("average", "Show", KINDS)
    shown = picked_images.narrowed(dataset, part)
    _per_class(shown, part, kind)
    _difference(shown, part)
    _nearest_average(dataset)


def _per_class(dataset: Dataset, part: str, kind: str) -> None:
    averages = statistics_cache.averages(dataset, part)
    mean = kind == "mean"
    picture = tiles.images_per_class(
        averages.means if mean else averages.deviations,
        class_names=dataset.facts.class_names,
        maximum=dataset.facts.maximum if mean else dataset.facts.maximum / 2,
        ink=mean,
        name=f"{kind}-per-class",
    )
    meaning = (
        "Each pixel is its average over all images of the class. Where the picture is sharp, people agree."
        if mean
        else "Each pixel is its standard deviation over all images of the class: bright is where people differ, "
        "dark where all of them do the same."
    )
    charts.show(picture, key="averages", meaning=meaning, sample=controls.sample_words(dataset, part))


def _difference(dataset: Dataset, part: str) -> None:
    st.subheader("The difference of two averages", anchor=False)
    names, safe = dataset.facts.class_names, words.class_names(dataset)
    averages = statistics_cache.averages(dataset, part)
    here = np.flatnonzero(averages.counts).tolist()
    if len(here) < 2:
        st.info(f"All images here are of class {safe[here[0]]}: there is no other average to compare with.")
        return
    left, right = widgets.beside("digit_a", "digit_b")
    with left:
        first = controls.choose_class(dataset, "digit_a", "This average", among=here)
    with right:
        if state.get("digit_b") not in here:
            state.put("digit_b", next(label for label in here if label != first))
        second = controls.choose_class(dataset, "digit_b", "minus this one", among=here)
    if first == second:
        st.info("Choose two different classes to see what tells them apart.")
        return
    picture = images.difference(
        averages.means[first],
        averages.means[second],
        name_a=names[first],
        name_b=names[second],
        maximum=dataset.facts.maximum,
    )
    charts.show(
        picture,
        key="difference",
        meaning=f"Purple marks the pixels where class {safe[first]} has more ink on average than class {safe[second]}, "
        "orange where it has less: these pixels tell the two apart.",
        sample=f"{averages.counts[first]:,} against {averages.counts[second]:,} images of {words.titled(dataset)}.",
    )


def _nearest_average(dataset: Dataset) -> None:
    st.subheader("How far do averages get as a model?", anchor=False)
    result = statistics_cache.nearest_average(dataset)
    low, high = result.interval
    st.markdown(
        "The simplest model there is: call an image what the nearest average is called. It is right in "
        f"**{result.accuracy:.1%}** of {result.n:,} test images it never saw ({result.correct:,} of them; "
        f"95% interval {low:.1%} to {high:.1%}). Every other model has to beat this."
    )
    charts.confusion(
        result.confusion_matrix,
        dataset.facts.class_names,
        key="nearest_average",
        name="nearest-average",
        meaning="Rows are what an image really is, columns what the nearest average calls it; "
        "what lies beside the diagonal is wrong.",
        sample=f"Averages of the training part, judged on the test part: {controls.both_words(dataset)}",
    )
