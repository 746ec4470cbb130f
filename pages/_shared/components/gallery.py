"""A grid of small images with captions; where `on_pick` is given, each is a button that keyboard and finger can press.

All images of a grid travel as one PNG. The caller keeps which image is picked. The browser's end is
`assets/browser/gallery.mjs`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from digitcore.figures.sprite import COLUMNS, sprite_address
from pages._shared.components import presenter
from pages._shared.controls import session
from pages._shared.server.browser_files import browser_component

_component = browser_component("gallery")


def show(
    images: NDArray[np.uint8],
    *,
    key: str,
    maximum: float,
    label: str,
    names: Sequence[str],
    captions: Sequence[str] | None = None,
    size: int = 56,
    picked: int | None = None,
    on_pick: Callable[[int], None] | None = None,
    scrolls: bool = True,
) -> None:
    """Show `images` (n, h, w); `names` are for screen readers, `captions` stand below. `on_pick` gets the position.

    Where it `scrolls`, the page goes to its top, where the picked image opens.
    """

    def pass_on() -> None:
        position = session.widget_value(key).get("picked")
        if on_pick and isinstance(position, int) and 0 <= position < len(images):
            on_pick(position)

    gallery = {
        "sprite": sprite_address(images, maximum=maximum),
        "columns": COLUMNS,
        "size": presenter.size_px(size),
        "label": label,
        "names": list(names),
        "captions": list(captions) if captions is not None else [""] * len(images),
        "picked": picked,
        "pickable": on_pick is not None,
        "scrolls": scrolls,
    }
    # One string: Streamlit searches lists for data frames, and would load pandas for that while the first page waits.
    _component(key=key, data={"gallery": json.dumps(gallery)}, on_picked_change=pass_on)
