"""Many test images, page by page, in the caller's order; the pressed one is open and stands in the address."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from digitcore import wording
from digitcore.data.dataset import Dataset
from pages._shared import charts
from pages._shared.components import gallery
from pages._shared.controls import state, widgets

PER_PAGE = 60

Words = Callable[[int], str]


def show(
    dataset: Dataset,
    indices: NDArray[np.integer],
    *,
    key: str,
    label: str,
    name: Words,
    caption: Words,
    meaning: str,
    order: str,
    page: str,
    opened: str,
) -> int | None:
    """The test images at `indices`, in that order, which `order` describes; returns the open one, if it is among them.

    `name` and `caption` say what is read to the blind and what stands below an image; `page` and `opened` are controls.
    """
    state.keep_in_address(opened)
    pages = -(-len(indices) // PER_PAGE)
    number = widgets.number(page, f"Page, 1 to {pages}", 1, pages) if pages > 1 else 1
    shown = indices[(number - 1) * PER_PAGE : number * PER_PAGE]
    picked = _position(shown, opened)
    gallery.show(
        dataset.test.images[shown],
        key=key,
        maximum=dataset.facts.maximum,
        label=label,
        names=[name(int(index)) for index in shown],
        captions=[caption(int(index)) for index in shown],
        picked=picked,
        on_pick=lambda position: state.put(opened, int(shown[position])),
        scrolls=False,
    )
    charts.explain(meaning, f"{len(shown)} of {wording.counted(len(indices), 'image')}, {order}.")
    return None if picked is None else int(shown[picked])


def _position(shown: Sequence[int] | NDArray[np.integer], opened: str) -> int | None:
    index = state.get(opened)
    places = np.flatnonzero(np.asarray(shown) == (-1 if index is None else index))
    return int(places[0]) if len(places) else None
