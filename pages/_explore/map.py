"""Map: images as points, alike ones near each other, and one's own drawing among them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitcore import wording
from digitcore.data import ink
from digitcore.data.dataset import Dataset, Split
from digitcore.data.statistics import neighbour_map, neighbours
from digitcore.figures import points
from pages._explore import controls
from pages._shared import charts, part_gallery, picked_images, statistics_cache
from pages._shared.board.sheet import draw_sheet
from pages._shared.components import peek
from pages._shared.controls import state, widgets, words

LAID_BY = {"components": "Directions", "neighbours": "Neighbours (t-SNE)"}
DIMENSIONS = {2: "2-D", 3: "3-D"}
SAMPLES = (500, 1_000, 2_000, 5_000)
_NEAREST = 5
_SELECTING = " A box or a lasso (buttons at the top right) picks several, for all views."


@dataclass(frozen=True)
class _Map:
    indices: NDArray[np.int64]
    positions: NDArray[np.float64]
    axis_titles: list[str]
    meaning: str


def show(dataset: Dataset) -> None:
    """The view."""
    by_neighbours = state.get("map_by") == "neighbours"
    places = widgets.beside("part", "map_by", *(() if by_neighbours else ("dimensions",)), "map_sample")
    with places[0]:
        part = controls.choose_part()
        split = dataset.part(part)
    with places[1]:
        widgets.segments("map_by", "Laid by", LAID_BY)
    with places[-1]:
        most = min(len(split), neighbour_map.MOST) if by_neighbours else len(split)
        wanted = widgets.steps("map_sample", "Images", controls.sizes_up_to(most, SAMPLES))
    if by_neighbours:
        chosen = _by_neighbours(dataset, part, wanted)
    else:
        with places[2]:
            dimensions = widgets.segments("dimensions", "Dimensions", DIMENSIONS)
        chosen = _by_components(dataset, part, wanted, dimensions)
    nearest = _nearest_to_own(dataset, split, chosen) if chosen.positions.shape[1] == 2 else None
    is_flat = chosen.positions.shape[1] == 2
    picked = picked_images.of(dataset, part)
    marked = None if picked is None else np.flatnonzero(np.isin(chosen.indices, picked.indices))
    picture = points.point_map(
        chosen.positions,
        split.labels[chosen.indices],
        indices=chosen.indices,
        class_names=dataset.facts.class_names,
        axis_titles=chosen.axis_titles,
        marked=marked,
        amid=nearest,
    )
    charts.show(
        picture,
        key="map",
        meaning=chosen.meaning + (_SELECTING if is_flat else "") + _about(nearest, dataset, split, chosen),
        sample=controls.drawn_words(dataset, part, len(chosen.indices)) + _marked_words(marked),
        selects=["select2d", "lasso2d"] if is_flat else (),
    )
    peek.show(
        split.images[chosen.indices],
        key="map_peek",
        chart="map",
        maximum=dataset.facts.maximum,
        on_pick=lambda position: part_gallery.open_image(part, int(chosen.indices[position])),
        on_several=lambda rows: picked_images.pick(dataset, part, chosen.indices[list(rows)], place="map"),
    )


def _marked_words(marked: NDArray[np.int64] | None) -> str:
    """How many of the picked images are on the map."""
    if marked is None:
        return ""
    return f" {wording.counted(len(marked), 'picked image')} among them; the others are pale."


def _by_components(dataset: Dataset, part: str, wanted: int, dimensions: int) -> _Map:
    projection = statistics_cache.projection(dataset, part, wanted)
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
    )


def _by_neighbours(dataset: Dataset, part: str, wanted: int) -> _Map:
    result = statistics_cache.by_neighbours(dataset, part, wanted)
    return _Map(
        result.indices,
        result.positions,
        ["", ""],
        "Each point is an image, laid so that its nearest neighbours stay near (t-SNE): "
        f"{result.kept_neighbours:.0%} of each image's ten nearest do. Only who lies beside whom means something, "
        "not how far clusters lie apart. Hover or tap to see the image; click to open it.",
    )


def _nearest_to_own(dataset: Dataset, split: Split, chosen: _Map) -> NDArray[np.int64] | None:
    """The places on the map of the images nearest to what is on this tab's sheet."""
    drawing, framing = draw_sheet().drawing, dataset.facts.framing
    if drawing.is_blank or framing is None:
        return None
    image = np.rint(ink.frame(drawing, framing)).astype(np.uint8)
    sample = Split(split.images[chosen.indices], split.labels[chosen.indices])
    return neighbours.nearest(image[None], sample, count=_NEAREST).indices[0]


def _about(nearest: NDArray[np.int64] | None, dataset: Dataset, split: Split, chosen: _Map) -> str:
    if nearest is None:
        return ""
    labels = split.labels[chosen.indices[nearest]]
    names = ", ".join(words.plain(dataset.facts.class_names[label]) for label in labels)
    return f" **The star is your drawing**, amid the images here that are nearest to it, pixel by pixel: {names}."
