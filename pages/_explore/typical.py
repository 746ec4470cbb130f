"""Typical and strange: the images nearest to and least like the average of their class, and labels to doubt."""

from __future__ import annotations

import numpy as np
import streamlit as st

from digitcore.data.dataset import Dataset
from digitcore.figures.picture import Table
from pages._explore import controls
from pages._shared import charts, part_gallery, picked_images, statistics_cache
from pages._shared.controls import widgets, words

SHOWN = 12
SAMPLES = (1_000, 2_000, 5_000, 10_000, 20_000)


def show(dataset: Dataset) -> None:
    """The view."""
    left, right = widgets.beside("part", "digit")
    with left:
        part = controls.choose_part()
    with right:
        split, picked = dataset.part(part), picked_images.of(dataset, part)
        among = np.unique(split.labels[picked.indices]).tolist() if picked else None
        label = controls.choose_class(dataset, "digit", "Class", among=among)
    _ends(dataset, part, label)
    _suspicious(dataset, part)


def _ends(dataset: Dataset, part: str, label: int) -> None:
    typicality = statistics_cache.typicality(dataset, part)
    name = dataset.facts.class_names[label]
    count = typicality.count(label)
    shown = picked_images.only(typicality.most_typical(label, count=count), dataset, part)
    counted = f"{count:,}" if len(shown) == count else f"{len(shown):,} picked of its {count:,}"
    sample = f"Class {words.plain(name)}: {counted} of {controls.sample_words(dataset, part)}"
    ends = (
        ("Most typical", shown[:SHOWN], "Nearest to the average of the class."),
        ("Strangest", shown[::-1][:SHOWN], "Furthest from the average of the class."),
    )
    for title, indices, meaning in ends:
        st.subheader(title, anchor=False)
        captions = [f"{typicality.distances[index]:.0f}" for index in indices]
        part_gallery.show(dataset, indices, part=part, key=title, label=title, captions=captions, size=48)
        charts.explain(
            f"{meaning} The number is the distance in grey levels (Euclidean, over all pixels).", sample
        )
        distances = typicality.distances[indices].round(2).tolist()
        table = Table({"image": indices.tolist(), "class": [name] * len(indices), "distance": distances})
        charts.numbers(table, name=f"{part}-{title}-{label}".lower().replace(" ", "-"), key=title)


def _suspicious(dataset: Dataset, part: str) -> None:
    st.subheader("Labels to doubt", anchor=False)
    most = len(dataset.part(part))
    sample = widgets.steps("sample", "Images to look at", controls.sizes_up_to(most, SAMPLES))
    result = statistics_cache.suspicious(dataset, part, sample)
    is_shown = np.isin(result.indices, picked_images.only(result.indices, dataset, part))
    if not is_shown.any():
        st.markdown(f"No label is in doubt among these images. :gray[{result.sentence}]")
        return
    indices, suggested = result.indices[is_shown], result.suggested[is_shown]
    names = dataset.facts.class_names
    labels = dataset.part(part).labels[indices]
    captions = [
        f"called {names[label]}\nnear {names[other]}" for label, other in zip(labels, suggested, strict=True)
    ]
    part_gallery.show(
        dataset,
        indices[:SHOWN],
        part=part,
        key="suspicious",
        label="Images whose label is in doubt",
        captions=captions[:SHOWN],
    )
    charts.explain(
        "The most suspicious of them come first: written strangely, or labelled wrongly.", result.sentence
    )
    table = Table(
        {
            "image": indices.tolist(),
            "labelled": [names[label] for label in labels],
            "most neighbours": [names[label] for label in suggested],
            f"of {result.count} disagree": result.disagreeing[is_shown].tolist(),
        }
    )
    charts.numbers(table, name=f"{part}-labels-to-doubt", key="suspicious_table")
