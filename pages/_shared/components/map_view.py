"""What a map of images does beyond Plotly (`assets/browser/map_view.mjs`), in whose chart `peek` shows the images.

It is zoomed by wheel and by two fingers; a few images in view stand for their points; a frame picks images by keyboard;
those that are picked stand out, while the chart stays as it is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from pages._shared.components import peek
from pages._shared.server.browser_files import browser_component

_component = browser_component("map_view")


def show(
    count: int,
    *,
    chart: str,
    on_several: Callable[[Sequence[int]], None] | None = None,
    marked: NDArray[np.integer] | None = None,
) -> None:
    """For the map of `count` images with this key, flat or in space; `on_several` as `peek` has it, for the frame.

    On a flat map all but the `marked` rows are pale.
    """
    key = f"{chart}_view"
    _component(
        key=key,
        data={
            "chart": chart,
            "picks": on_several is not None,
            "marked": "" if marked is None else json.dumps(marked.tolist()),
        },
        on_several_change=peek.passed_on_several(key, count, on_several),
        height=1,
    )
