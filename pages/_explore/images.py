"""Images: all in pages, by class and order; a pressed one large, with its values, its rank and its neighbours."""

from __future__ import annotations

import streamlit as st

from digitcore import wording
from digitcore.data.dataset import Dataset
from digitcore.figures import images as image_figures
from pages._explore import controls
from pages._shared import charts, part_gallery, picked_images, statistics_cache
from pages._shared.controls import state, widgets, words

PER_PAGE = 60
NEIGHBOURS = 8
ORDERS = {"stored": "as stored", "typical": "most typical first", "strange": "strangest first"}


def show(dataset: Dataset) -> None:
    """The view."""
    left, right = widgets.beside("part", "image", shares=(1, 2))
    with left:
        part = controls.choose_part()
    with right:
        index = widgets.number(
            "image", "Image number", 0, len(dataset.part(part)) - 1,
            value=None, placeholder="type a number, or press an image below",
        )  # fmt: skip
    with widgets.stable_place():
        if index is not None:
            _one_image(dataset, part, index)
    _all_images(dataset, part)


def _all_images(dataset: Dataset, part: str) -> None:
    names = dataset.facts.class_names

    def class_words(only: str) -> str:
        return "all classes" if only == "all" else f"only {names[int(only)]}"

    left, middle, right = widgets.beside("only", "order", "page")
    with left:
        choices = ["all", *map(str, range(len(names)))]
        only = widgets.select("only", "Class", choices, class_words, on_change=state.forget_place)
    with middle:
        order = widgets.select(
            "order", "Order", list(ORDERS), ORDERS.__getitem__, on_change=state.forget_place
        )
    label = None if only == "all" else int(only)
    indices = picked_images.only(statistics_cache.browse(dataset, part, label, order), dataset, part)
    pages = max(1, -(-len(indices) // PER_PAGE))
    with right:
        page = widgets.number("page", f"Page, 1 to {pages}", 1, pages)
    shown = indices[(page - 1) * PER_PAGE : page * PER_PAGE]
    if not len(indices):
        st.write("There is no image of this class here.")
        return
    part_gallery.show(dataset, shown, part=part, key="browse", label="Images", size=48)
    charts.explain(
        "Press an image to see it large.",
        f"{len(shown)} of {wording.counted(len(indices), 'image')}, page {page} of {pages}. "
        f"{controls.sample_words(dataset, part)}",
    )


def _one_image(dataset: Dataset, part: str, index: int) -> None:
    split = dataset.part(part)
    name = words.class_names(dataset)[split.labels[index]]
    picture = image_figures.image_with_values(
        split.images[index], maximum=dataset.facts.maximum, name=f"{part}-{index}"
    )
    charts.show(
        picture,
        key="one_image",
        meaning=f"Labelled **{name}**. A computer sees only these {split.images[index].size} numbers, read row by row.",
        sample=f"Image {index} of the {controls.PARTS[part].lower()}.",
    )
    left, right = st.columns([2, 3], gap="large")
    with left:
        _rank(dataset, part, index, name)
    with right:
        _neighbours(dataset, part, index)
    st.divider()


def _rank(dataset: Dataset, part: str, index: int, name: str) -> None:
    position = statistics_cache.typicality(dataset, part).position(index)
    st.subheader(f"{position.word.capitalize()} for class {name}", anchor=False)
    st.markdown(
        f"Counted from the average of its class it is number **{position.rank:,}** of {position.of:,}: "
        f"{position.percentile:.0f}% of the others are nearer to the average."
    )


def _neighbours(dataset: Dataset, part: str, index: int) -> None:
    st.subheader("Its nearest neighbours", anchor=False)
    nearest = statistics_cache.neighbours(dataset, part, index, NEIGHBOURS)
    names = dataset.facts.class_names
    labels = dataset.part(part).labels[nearest.indices[0]]
    captions = [
        f"{names[label]}\n{distance:.0f}"
        for label, distance in zip(labels, nearest.distances[0], strict=True)
    ]
    part_gallery.show(
        dataset,
        nearest.indices[0],
        part=part,
        key="neighbours",
        label="Nearest neighbours",
        captions=captions,
    )
    same = int((labels == dataset.part(part).labels[index]).sum())
    charts.explain(
        f"{same} of {len(labels)} have the same label. Below each is its label, and its distance in grey levels.",
        controls.sample_words(dataset, part),
    )
