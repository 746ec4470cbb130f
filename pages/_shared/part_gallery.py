"""Images of a part by their numbers, as a gallery whose pictures open in the Images view."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from digitcore.data.dataset import Dataset
from pages._shared.components import gallery
from pages._shared.controls import lesson, state


def show(
    dataset: Dataset,
    indices: NDArray[np.integer],
    *,
    part: str,
    key: str,
    label: str,
    captions: Sequence[str] | None = None,
    size: int = 56,
) -> None:
    """The images at `indices` of `part`; a press leads to the image, its values and its neighbours."""
    split, names = dataset.part(part), dataset.facts.class_names
    labels = [names[value] for value in split.labels[indices]]
    gallery.show(
        split.images[indices],
        key=key,
        maximum=dataset.facts.maximum,
        label=label,
        names=[f"image {index}, labelled {name}" for index, name in zip(indices, labels, strict=True)],
        captions=captions if captions is not None else labels,
        size=size,
        picked=_position_of_open_image(indices, part),
        on_pick=(lambda position: open_image(part, int(indices[position]))) if _may_open() else None,
    )


def open_image(part: str, index: int) -> None:
    """Go to the Images view with this image open; for callbacks."""
    state.put("view", "images")
    state.put("part", part)
    state.put("image", index)


def _may_open() -> bool:
    """Whether no lesson keeps the visitor in another view."""
    return state.get("view") == "images" or lesson.is_free("view")


def _position_of_open_image(indices: NDArray[np.integer], part: str) -> int | None:
    if state.get("part") != part or state.get("image") is None:
        return None
    positions = np.flatnonzero(indices == state.get("image"))
    return int(positions[0]) if len(positions) else None
