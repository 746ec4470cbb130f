"""Images on hover, and clicks, for a Plotly chart in two or three dimensions.

Plotly can show text on hover but no image, and Streamlit passes on no click in a 3-D chart. This invisible component
(`assets/browser/peek.mjs`) sits in the same page: it finds the chart by its key, listens to Plotly's own events, draws the
image beside the pointer, and sends the clicked point's number (its `customdata`).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from digitcore.figures.sprite import COLUMNS, sprite_address
from pages._shared.controls import session
from pages._shared.server.browser_files import browser_component

_component = browser_component("peek")


def show(
    images: NDArray[np.uint8], *, key: str, chart: str, maximum: float, on_pick: Callable[[int], None]
) -> None:
    """Give the chart with key `chart` hover images; `customdata` of its points are positions in `images`."""

    def pass_on() -> None:
        position = session.widget_value(key).get("picked")
        if isinstance(position, int) and 0 <= position < len(images):
            on_pick(position)

    _component(
        key=key,
        data={"sprite": sprite_address(images, maximum=maximum), "columns": COLUMNS, "chart": chart},
        on_picked_change=pass_on,
        height=1,
    )
