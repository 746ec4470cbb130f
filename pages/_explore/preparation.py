"""Preparation: an image raw, scaled, standardised and as one row; the shapes on the way; labels as one-hot rows."""

from __future__ import annotations

import numpy as np
import streamlit as st

from digitcore.data.dataset import Dataset
from digitcore.data.preparation import PREPARATIONS, one_hot
from digitcore.figures import images
from digitcore.figures.picture import Table
from pages._explore import controls
from pages._shared import charts, picked_images, statistics_cache
from pages._shared.components import gallery
from pages._shared.controls import state, widgets

LABELS_SHOWN = 8
PICKED = 24
TILES = 9


def show(dataset: Dataset) -> None:
    """The view."""
    st.markdown(
        f"Networks learn better from small numbers around zero than from 0 to {dataset.facts.maximum}. "
        "The same image in three preparations:"
    )
    part = controls.choose_part()
    _choose_picked(dataset, part)
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
    _strip(dataset, part, int(index))
    _several(dataset, part, int(index))
    _shapes(dataset, part, int(index))
    _one_hot(dataset, part, int(index))


def _choose_picked(dataset: Dataset, part: str) -> None:
    """The first of the picked images; a press shows one below."""
    picked = picked_images.of(dataset, part)
    if picked is None:
        return
    shown = picked.indices[:PICKED]
    split, places = dataset.part(part), np.flatnonzero(shown == state.get("prepared_image"))
    gallery.show(
        split.images[shown],
        key="picked_to_prepare",
        maximum=dataset.facts.maximum,
        label="Picked images",
        names=[
            f"image {index}, labelled {dataset.facts.class_names[split.labels[index]]}" for index in shown
        ],
        size=40,
        picked=int(places[0]) if len(places) else None,
        on_pick=lambda place: state.put("prepared_image", int(shown[place])),
        scrolls=False,
    )


def _strip(dataset: Dataset, part: str, index: int) -> None:
    st.subheader("Flattened: one long row", anchor=False)
    image, side = dataset.part(part).images[index], dataset.facts.side
    charts.show(
        images.strip(image, maximum=dataset.facts.maximum, name=f"strip-{part}-{index}"),
        key="strip",
        meaning=f"A dense network gets the {side} rows laid end to end, {side} · {side} = {side**2} numbers. It is not told "
        "which pixels are neighbours.",
        sample=f"Image {index} of {controls.sample_words(dataset, part)}",
    )


def _several(dataset: Dataset, part: str, first: int) -> None:
    st.subheader("Nine standardised images", anchor=False)
    split = dataset.part(part)
    rows = range(first, min(first + TILES, len(split)))
    labels = [dataset.facts.class_names[split.labels[row]] for row in rows]
    charts.show(
        images.standardised_tiles(
            statistics_cache.preparation(dataset, "standardised").apply(split.images[rows.start : rows.stop]),
            captions=tuple(f"{row}: {label}" for row, label in zip(rows, labels, strict=True)),
            name=f"standardised-{part}-{first}",
        ),
        key="standardised",
        meaning="Each pixel minus its mean over the training images: what all images share is gone, and what makes this one "
        "different stands out.",
        sample=f"{len(rows)} images from number {first} on, {controls.PARTS[part].lower()}.",
    )


def _shapes(dataset: Dataset, part: str, index: int) -> None:
    """What an array looks like at each step, and the array itself."""
    st.subheader("Shapes on the way", anchor=False)
    n, side, classes = len(dataset.part(part)), dataset.facts.side, dataset.class_count
    steps = {
        "images as stored": (n, side, side),
        "laid end to end, for dense layers": (n, side**2),
        "with a channel, for filters": (n, side, side, 1),
        "labels as stored": (n,),
        "labels as one-hot rows": (n, classes),
    }
    charts.small_table(
        {
            "array": list(steps),
            "shape": [
                f"({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})" for shape in steps.values()
            ],
            "rank": [len(shape) for shape in steps.values()],
        }
    )
    charts.explain(
        "The rank is how many numbers name one value: image, row and column are three.",
        controls.sample_words(dataset, part),
    )
    with st.expander("The array itself", icon=":material/data_array:"):
        image = dataset.part(part).images[index]
        width = len(str(dataset.facts.maximum))
        st.code("\n".join(" ".join(f"{value:{width}d}" for value in row) for row in image), language=None)


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
