"""Map: images as points, alike ones near each other, in two or three dimensions."""

from __future__ import annotations

from digitcore.data.dataset import Dataset
from digitcore.figures import points
from pages._explore import controls
from pages._shared import charts, part_gallery, statistics_cache
from pages._shared.components import peek
from pages._shared.controls import widgets

DIMENSIONS = {2: "2-D", 3: "3-D"}
SAMPLES = (500, 1_000, 2_000, 5_000)


def show(dataset: Dataset) -> None:
    """The view."""
    left, middle, right = widgets.beside("part", "dimensions", "map_sample")
    with left:
        part = controls.choose_part()
        split = dataset.part(part)
    with middle:
        dimensions = widgets.segments("dimensions", "Dimensions", DIMENSIONS)
    with right:
        wanted = widgets.steps("map_sample", "Images", controls.sizes_up_to(len(split), SAMPLES))
    projection = statistics_cache.projection(dataset, part, wanted)
    shares = projection.explained_shares
    picture = points.point_map(
        projection.positions[:, :dimensions],
        split.labels[projection.indices],
        indices=projection.indices,
        class_names=dataset.facts.class_names,
        axis_titles=[
            f"component {number + 1} ({share:.1%})" for number, share in enumerate(shares[:dimensions])
        ],
    )
    charts.show(
        picture,
        key="map",
        meaning=_meaning(shares[:dimensions].sum(), dimensions, split.images[0].size),
        sample=controls.drawn_words(dataset, part, len(projection.indices)),
    )
    peek.show(
        split.images[projection.indices],
        key="map_peek",
        chart="map",
        maximum=dataset.facts.maximum,
        on_pick=lambda position: part_gallery.open_image(part, int(projection.indices[position])),
    )


def _meaning(kept: float, dimensions: int, pixels: int) -> str:
    apart = f", so points that overlap here may lie apart in all {pixels} dimensions" if kept < 0.99 else ""
    return (
        f"Each point is an image; alike images lie near each other. These {dimensions} directions (principal "
        f"components) keep {kept:.0%} of what tells images apart{apart}. Hover or tap to see the image; "
        "click to open it."
    )
