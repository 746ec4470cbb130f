"""Ink: how dark the images are, how the pixel values are spread, and how much of an image is empty."""

from __future__ import annotations

import streamlit as st

from digitcore.data.dataset import Dataset
from digitcore.figures import counts
from pages._explore import controls
from pages._shared import cached, charts, widgets


def show(dataset: Dataset) -> None:
    """The view."""
    part = controls.choose_part()
    sample = controls.sample_words(dataset, part)
    _ink_per_image(dataset, part, sample)
    _ink_per_class(dataset, part, sample)
    _pixel_values(dataset, part, sample)


def _ink_per_image(dataset: Dataset, part: str, sample: str) -> None:
    st.subheader("Ink per image", anchor=False)
    ink = cached.ink(dataset, part)
    names = dataset.facts.class_names
    which = widgets.select("which", "Images", ["all", "first", *names], _which_words)
    if which == "all":
        histogram = ink.histogram
    elif which == "first":
        histogram, sample = (
            ink.histogram_of_first,
            f"The first {ink.histogram_of_first.sum()} images of them.",
        )
    else:
        label = names.index(which)
        histogram, sample = (
            ink.histogram_per_class[label],
            f"{ink.histogram_per_class[label].sum():,} images of class {which}.",
        )
    picture = counts.histogram(histogram, x="mean grey of an image", y="images", name=f"ink-{which}")
    charts.show(
        picture,
        key="ink_images",
        meaning="The mean of all pixels of an image, as a whole number with the fraction cut off. Over all images it is "
        f"{ink.mean:.1f} on average, out of {dataset.facts.maximum}: most of each image is empty paper.",
        sample=sample,
    )


def _which_words(which: str) -> str:
    return {"all": "all", "first": "the first 100"}.get(which, f"only {which}")


def _ink_per_class(dataset: Dataset, part: str, sample: str) -> None:
    st.subheader("Ink per class", anchor=False)
    ink = cached.ink(dataset, part)
    names = dataset.facts.class_names
    picture = counts.boxes_per_class(
        ink.class_quantiles,
        class_names=names,
        y="mean grey of an image",
        name="ink-per-class",
        further_columns={"empty pixels %": (100 * ink.empty_shares).round(2).tolist()},
    )
    most, least = ink.most, ink.least
    charts.show(
        picture,
        key="ink_classes",
        meaning=f"A **{names[most]}** takes the most ink ({ink.class_means[most]:.1f} on average), "
        f"a **{names[least]}** the least ({ink.class_means[least]:.1f}). "
        "A box holds the middle half of a class, the whiskers reach from 5% to 95%. "
        f"Empty paper: {ink.empty_shares[most]:.0%} of a {names[most]}, {ink.empty_shares[least]:.0%} of a {names[least]}.",
        sample=sample,
    )


def _pixel_values(dataset: Dataset, part: str, sample: str) -> None:
    st.subheader("All pixel values", anchor=False)
    summary = cached.summary(dataset, part)
    log = widgets.toggle("log_axis", "Logarithmic axis")
    picture = counts.histogram(
        summary.pixel_histogram, x="pixel value", y="pixels", name="pixel-values", log=log
    )
    charts.show(
        picture,
        key="ink_pixels",
        meaning=f"{summary.zero_count:,} of the {summary.value_count:,} pixels are 0, which is {summary.zero_share:.1%}: "
        "on a linear axis little else can be seen, so try the logarithmic one.",
        sample=sample,
    )
