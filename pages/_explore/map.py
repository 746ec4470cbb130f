"""Map: images as points, alike ones near each other, and one's own drawing among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from streamlit.delta_generator import DeltaGenerator

from digitcore import wording
from digitcore.data.dataset import Dataset
from digitcore.data.statistics import neighbour_map
from digitcore.data.statistics.projection import Projection, with_others
from digitcore.figures import points
from pages._explore import controls
from pages._shared import charts, part_gallery, picked_images, statistics_cache
from pages._shared.board import side_sheet
from pages._shared.components import map_drawing, map_view, peek
from pages._shared.controls import state, widgets

LAID_BY = {"components": "Directions", "neighbours": "Neighbours (t-SNE)"}
DIMENSIONS = {2: "2-D", 3: "3-D"}
SAMPLES = (500, 1_000, 2_000, 5_000)
_MOST_ADDED = 500
"""Picked images that were not drawn by chance; more would hide the others."""
_SELECTING = (
    " The box and the lasso at the top right pick several for all views; from the keyboard, the frame does. "
    "Zoom with Ctrl and the wheel, two fingers or the buttons; a double press shows the whole map again."
)


@dataclass(frozen=True)
class _Map:
    indices: NDArray[np.int64]
    positions: NDArray[np.float64]
    axis_titles: list[str]
    meaning: str
    projection: Projection | None = None
    """None where it is laid by neighbours."""

    @property
    def is_flat(self) -> bool:
        """Whether it has two dimensions: in one with three no box can be drawn."""
        return self.positions.shape[1] == 2


def show(dataset: Dataset) -> None:
    """The view."""
    by_neighbours = state.get("map_by") == "neighbours"
    keys = (
        ("part", "map_by", "map_sample") if by_neighbours else ("part", "map_by", "dimensions", "map_sample")
    )
    places = widgets.beside(*keys, shares=(5, 6, 4) if by_neighbours else (5, 6, 3, 4))
    with places[0]:
        part = controls.choose_part()
    with places[1]:
        widgets.segments("map_by", "Laid by", LAID_BY)
    dimensions = 2
    if not by_neighbours:
        with places[2]:
            dimensions = widgets.segments("dimensions", "Dimensions", DIMENSIONS)
    with places[-1]:
        most = len(dataset.part(part))
        most = min(most, neighbour_map.MOST) if by_neighbours else most
        wanted = widgets.steps("map_sample", "Images", controls.sizes_up_to(most, SAMPLES))
    framing = dataset.facts.framing
    beside, place = _sheet_and_map(framing)
    with place:
        laid = _by_neighbours if by_neighbours else partial(_by_components, dimensions=dimensions)
        chosen = laid(dataset, part, wanted)
        of_what = dataset.name, sorted(dataset.options.items()), part, wanted
        _map(dataset, part, chosen, laid=f"{state.get('map_by')} {of_what}")
    if framing:
        with beside:
            map_drawing.show(
                chosen.positions,
                dataset.part(part).labels[chosen.indices],
                chart="map",
                class_names=dataset.facts.class_names,
                framing=framing,
                projection=chosen.projection,
            )


def _sheet_and_map(framing: str | None) -> tuple[DeltaGenerator, DeltaGenerator]:
    """A place beside the map with the sheet in it, and one for the map; no sheet where no drawing can lie on the map.

    The sheet is there before the map, which may take a while.
    """
    if not framing:
        return st.container(), st.container()
    left, right = st.columns([3, 7], gap="medium")
    with left:
        side_sheet.show("map")
    return left, right


def _map(dataset: Dataset, part: str, chosen: _Map, *, laid: str) -> None:
    split, picked = dataset.part(part), picked_images.of(dataset, part)
    marked = None if picked is None else np.flatnonzero(np.isin(chosen.indices, picked.indices))
    picture = points.point_map(
        chosen.positions,
        split.labels[chosen.indices],
        indices=chosen.indices,
        class_names=dataset.facts.class_names,
        axis_titles=chosen.axis_titles,
        laid=laid,
        marked=None if chosen.is_flat else marked,
    )
    charts.show(
        picture,
        key="map",
        meaning=chosen.meaning + (_SELECTING if chosen.is_flat else ""),
        sample=controls.drawn_words(dataset, part, len(chosen.indices)),
        passing=_marked_words(marked),
        selects=["select2d", "lasso2d"] if chosen.is_flat else (),
        zooms=chosen.is_flat,
    )

    def pick(rows: Sequence[int]) -> None:
        picked_images.pick(dataset, part, chosen.indices[list(rows)], place="map")

    map_view.show(len(chosen.indices), chart="map", on_several=pick, marked=marked)
    peek.show(
        split.images[chosen.indices],
        key="map_peek",
        chart="map",
        maximum=dataset.facts.maximum,
        on_pick=lambda position: part_gallery.open_image(part, int(chosen.indices[position])),
        on_several=pick,
    )


def _marked_words(marked: NDArray[np.int64] | None) -> str:
    """How many of the picked images are on the map."""
    if marked is None:
        return ""
    return f" {wording.counted(len(marked), 'picked image')} among them; the others are pale."


def _by_components(dataset: Dataset, part: str, wanted: int, dimensions: int) -> _Map:
    projection = statistics_cache.projection(dataset, part, wanted)
    if picked := picked_images.of(dataset, part):
        others = np.setdiff1d(picked.indices, projection.indices)[:_MOST_ADDED]
        projection = with_others(projection, dataset.part(part), others)
    shares = projection.explained_shares[:dimensions]
    titles = [f"component {number} ({share:.1%})" for number, share in enumerate(shares, start=1)]
    pixels, kept = dataset.part(part).images[0].size, shares.sum()
    apart = f", so points that overlap here may lie apart in all {pixels} dimensions" if kept < 0.99 else ""
    return _Map(
        projection.indices,
        projection.positions[:, :dimensions],
        titles,
        f"Each point is an image; alike images lie near each other. These {dimensions} directions (principal "
        f"components) keep {kept:.0%} of what tells images apart{apart}. Hover or tap to see the image; "
        "click to open it.",
        projection,
    )


def _by_neighbours(dataset: Dataset, part: str, wanted: int) -> _Map:
    result = statistics_cache.by_neighbours(dataset, part, wanted)
    return _Map(
        result.indices,
        result.positions,
        ["", ""],
        "Each point is an image, laid so that its nearest neighbours stay near (t-SNE): "
        f"{result.kept_neighbours:.0%} of each image's ten nearest do. Only neighbourhoods mean something here, "
        "not how far clusters lie apart. Hover or tap to see the image; click to open it.",
    )
