"""Ink: how dark the images are, how the pixel values are spread, and how much of an image is empty."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from digitcore.data.dataset import Dataset
from digitcore.data.statistics.statistics import Ink, faint_and_dark
from digitcore.figures import counts
from pages._explore import controls
from pages._shared import charts, examinations, ink_accuracy_chart, models, picked_images, statistics_cache
from pages._shared.components import peek
from pages._shared.controls import widgets, words

_TENTH = 0.1
"""How many images are called faint or dark."""


def show(dataset: Dataset) -> None:
    """The view."""
    part = controls.choose_part()
    shown = picked_images.narrowed(dataset, part)
    _ink_per_image(dataset, part, shown)
    below = st.container()
    sample = controls.sample_words(shown, part)
    _ink_per_class(shown, part, sample)
    _pixel_values(dataset, part, shown)
    with below:  # last: a network may have to answer first, and the rest is there meanwhile
        _accuracy(dataset)


def _ink_per_image(dataset: Dataset, part: str, shown: Dataset) -> None:
    st.subheader("Ink per image", anchor=False)
    ink = statistics_cache.ink(dataset, part)
    names = dataset.facts.class_names

    def which_words(which: str) -> str:
        fixed = {"all": "all", "first": "the first 100"}
        return fixed.get(which) or f"only {names[int(which)]}"

    which = widgets.select("which", "Images", ["all", "first", *map(str, range(len(names)))], which_words)
    histogram, sample = _histogram(dataset, part, which)
    picked = _picked(shown, part, which)
    picture = counts.histogram(
        histogram,
        x="mean grey of an image",
        y="images",
        name=f"ink-{which}",
        picked=picked,
        steps=ink.steps_per_grey,
    )
    charts.show(
        picture,
        key="ink_images",
        meaning=f"The mean of all pixels of an image, rounded down{' to quarters' if ink.steps_per_grey > 1 else ''}. Over all "
        f"images it is {ink.mean:.1f} on average, out of {dataset.facts.maximum}. Press a bar to pick its images for all views, "
        "or several with the box at the top right.",
        sample=sample + _picked_words(picked),
        selects=["select2d"],
    )
    peek.listen(
        len(ink.histogram),
        key="ink_press",
        chart="ink_images",
        on_pick=lambda level: picked_images.pick_ink(level, level),
        on_several=lambda levels: (
            picked_images.pick_ink(min(levels), max(levels)) if levels else picked_images.put_back()
        ),
    )
    _buttons(dataset, part)


def _buttons(dataset: Dataset, part: str) -> None:
    """What a press on bars does, by keyboard too."""
    levels = statistics_cache.summary(dataset, part).ink_levels(dataset.facts.maximum)
    ends = faint_and_dark(levels, share=_TENTH)
    with st.container(horizontal=True, key="pick_ink"):
        for number, (which, range_) in enumerate(zip(("faintest", "darkest"), ends, strict=True)):
            st.button(
                f"Pick the {which}",
                on_click=picked_images.pick_ink,
                args=range_,
                width="content",
                key=f"pick_ink_{number}",
            )


def _accuracy(dataset: Dataset) -> None:
    """Accuracy by ink of a chosen model. In a fold: it needs the runs, and perhaps a network's answers."""
    title = "Are faint and dark images read worse? Accuracy by ink for a model"
    with st.expander(title, icon=":material/ink_pen:", key="ink_of_model", on_change="rerun") as folded:
        if not folded.open:
            return
        model = models.choose(for_drawings=False)
        own = examinations.on_own_part(model)
        if problem := examinations.problem_with(own, dataset):
            st.info(words.plain(str(problem)))
            return
        is_own = own.images_hash == dataset.test.content_hash
        judged = own if is_own else examinations.on(model, dataset)
        ink_accuracy_chart.show(
            judged,
            dataset,
            sample=f"{words.plain(judged.title)}, {len(dataset.test):,} test images of {words.titled(dataset)}.",
        )


def _picked(shown: Dataset, part: str, which: str) -> NDArray[np.int64] | None:
    """The same histogram of the picked images."""
    if not picked_images.is_narrowed(shown) or which == "first":
        return None
    return _histogram(shown, part, which)[0]


def _picked_words(picked: NDArray[np.int64] | None) -> str:
    return "" if picked is None else f" {picked.sum():,} of them are picked."


def _histogram(dataset: Dataset, part: str, which: str) -> tuple[NDArray[np.int64], str]:
    """The chosen histogram and the words for its sample."""
    ink, whole = statistics_cache.ink(dataset, part), controls.sample_words(dataset, part)
    if which == "all":
        return ink.histogram, whole
    if which == "first":
        return ink.histogram_of_first, f"The first {ink.histogram_of_first.sum()} of {whole}"
    histogram = ink.histogram_per_class[int(which)]
    return histogram, f"Class {words.class_names(dataset)[int(which)]}: {histogram.sum():,} of {whole}"


def _ink_per_class(dataset: Dataset, part: str, sample: str) -> None:
    st.subheader("Ink per class", anchor=False)
    ink = statistics_cache.ink(dataset, part)
    names = dataset.facts.class_names
    picture = counts.boxes_per_class(
        ink.class_quantiles,
        class_names=names,
        y="mean grey of an image",
        name="ink-per-class",
        further_columns={"empty pixels %": (100 * ink.empty_shares).round(2).tolist()},
    )
    charts.show(
        picture,
        key="ink_classes",
        meaning=f"{_most_and_least(ink, words.class_names(dataset))}A box holds the middle half of a class, the whiskers reach "
        "from 5% to 95%.",
        sample=sample,
    )


def _most_and_least(ink: Ink, names: Sequence[str]) -> str:
    """Which class takes the most ink, and which the least; empty where only one has images."""
    most, least = ink.most, ink.least
    if most == least:
        return ""
    return (
        f"Class **{names[most]}** takes the most ink ({ink.class_means[most]:.1f} on average; "
        f"{ink.empty_shares[most]:.0%} of its pixels are empty), class **{names[least]}** the least "
        f"({ink.class_means[least]:.1f}; {ink.empty_shares[least]:.0%} empty). "
    )


def _pixel_values(dataset: Dataset, part: str, shown: Dataset) -> None:
    st.subheader("All pixel values", anchor=False)
    summary = statistics_cache.summary(dataset, part)
    log = widgets.toggle("log_axis", "Logarithmic axis")
    is_narrowed = picked_images.is_narrowed(shown)
    picked = statistics_cache.summary(shown, part).pixel_histogram if is_narrowed else None
    picture = counts.histogram(
        summary.pixel_histogram, x="pixel value", y="pixels", name="pixel-values", log=log, picked=picked
    )
    charts.show(
        picture,
        key="ink_pixels",
        meaning=f"{summary.zero_share:.1%} of the pixels are 0, empty paper: {summary.zero_count:,} of {summary.value_count:,}. "
        "The logarithmic axis shows the others, too.",
        sample=controls.sample_words(dataset, part),
    )
