"""What a map of images does beyond Plotly (`assets/browser/map_view.mjs`), in whose chart `peek` shows the images.

It is zoomed by wheel and by two fingers; a few images in view stand for their points; a frame picks images by keyboard.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pages._shared.components import peek
from pages._shared.server.browser_files import browser_component

_component = browser_component("map_view")


def show(count: int, *, chart: str, on_several: Callable[[Sequence[int]], None] | None = None) -> None:
    """For the map of `count` images with this key, flat or in space; `on_several` as `peek` has it, for the frame."""
    key = f"{chart}_view"
    _component(
        key=key,
        data={"chart": chart, "picks": on_several is not None},
        on_several_change=peek.passed_on_several(key, count, on_several),
        height=1,
    )
