"""Preparation: the same image raw, scaled and standardised, with values; and labels as one-hot rows."""

from __future__ import annotations

import streamlit as st

from digitcore.data.dataset import Dataset
from digitcore.data.preparation import PREPARATIONS, one_hot
from digitcore.figures import images
from digitcore.figures.picture import Table
from pages._explore import controls
from pages._shared import charts, statistics_cache
from pages._shared.controls import widgets

LABELS_SHOWN = 8


def show(dataset: Dataset) -> None:
    """The view."""
    st.markdown(
        f"Networks learn better from small numbers around zero than from 0 to {dataset.facts.maximum}. "
        "The same image in three preparations:"
    )
    part = controls.choose_part()
    index = widgets.number("prepared_image", "Image number", 0, len(dataset.part(part)) - 1)
    image = dataset.part(part).images[index : index + 1]
    prepared = {
        spec.title: statistics_cache.preparation(dataset, kind).apply(image)[0]
        for kind, spec in PREPARATIONS.items()
    }
    charts.show(
        images.preparations(prepared, name=f"preparations-{part}-{index}"),
        key="preparations",
        meaning=" ".join(f"**{spec.title}**: {spec.sentence}" for spec in PREPARATIONS.values()),
        sample=f"Image {index} of {controls.sample_words(dataset, part)} Fitted on {len(dataset.train):,} training images.",
    )
    _one_hot(dataset, part, int(index))


def _one_hot(dataset: Dataset, part: str, first: int) -> None:
    st.subheader("Labels as one-hot rows", anchor=False)
    labels = dataset.part(part).labels[first : first + LABELS_SHOWN]
    names = dataset.facts.class_names
    rows = one_hot(labels, dataset.class_count)
    columns = {
        "label of image": [f"{number}: {names[label]}" for number, label in enumerate(labels, start=first)],
        **{name: rows[:, position].astype(int).tolist() for position, name in enumerate(names)},
    }
    charts.small_table(columns)
    charts.explain(
        f"A network with {dataset.class_count} outputs compares them with such a row: 1 at the label, 0 elsewhere.",
        f"{len(labels)} labels from image {first} on, {controls.PARTS[part].lower()}.",
    )
    charts.download(Table(columns), name="one-hot", key="one_hot")
