"""Images on hover, clicks, and what a box or a lasso holds, for a Plotly chart in two or three dimensions.

Plotly can show text on hover but no image. Streamlit passes on no click in a 3-D chart, and keeps what was selected, also
where another press has put it back. This invisible component (`assets/browser/peek.mjs`) sits in the same page: it finds
the chart by its key, listens to Plotly's own events, draws the image beside the pointer, and sends the numbers of the
points (the first of their `customdata`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from digitcore.figures.sprite import COLUMNS, sprite_address
from pages._shared.controls import session
from pages._shared.server.browser_files import browser_component

_component = browser_component("peek")


def show(
    images: NDArray[np.uint8],
    *,
    key: str,
    chart: str,
    maximum: float,
    on_pick: Callable[[int], None],
    on_several: Callable[[Sequence[int]], None] | None = None,
) -> None:
    """Give the chart with key `chart` hover images; `customdata` of its points are positions in `images`.

    `on_several` gets the positions in a box or a lasso, none where it is put away.
    """
    sprite = _sprite(images, maximum)
    listen(len(images), key=key, chart=chart, on_pick=on_pick, on_several=on_several, sprite=sprite)


def _digest(images: NDArray[np.uint8]) -> bytes:
    return hashlib.blake2b(images.tobytes() + str(images.shape).encode(), digest_size=16).digest()


# For a map of thousands a sixth of a second, of all images: Streamlit's own hash of a large array reads a part of it.
@st.cache_resource(max_entries=16, show_spinner=False, hash_funcs={np.ndarray: _digest})
def _sprite(images: NDArray[np.uint8], maximum: float) -> str:
    return sprite_address(images, maximum=maximum)


def listen(
    count: int,
    *,
    key: str,
    chart: str,
    on_pick: Callable[[int], None],
    on_several: Callable[[Sequence[int]], None] | None = None,
    sprite: str | None = None,
) -> None:
    """The same for a chart whose `customdata` are numbers below `count`; without a `sprite` it has no images."""

    def pass_on() -> None:
        number = session.widget_value(key).get("picked")
        if _is_one_of(number, count):
            on_pick(number)

    _component(
        key=key,
        data={"sprite": sprite, "columns": COLUMNS, "chart": chart},
        on_picked_change=pass_on,
        on_several_change=passed_on_several(key, count, on_several),
        height=1,
    )


def passed_on_several(
    key: str, count: int, on_several: Callable[[Sequence[int]], None] | None
) -> Callable[[], None]:
    """For the component with this key: gives `on_several` those of the numbers it sends that are below `count`."""

    def pass_on() -> None:
        numbers = session.widget_value(key).get("several")
        if on_several and isinstance(numbers, list):
            on_several([number for number in numbers if _is_one_of(number, count)])

    return pass_on


def _is_one_of(number: Any, count: int) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and 0 <= number < count
