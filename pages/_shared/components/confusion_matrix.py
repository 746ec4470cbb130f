"""A confusion matrix whose cells are pressed for their images.

The browser's end is `assets/browser/confusion_matrix.mjs`: it is on the page before any chart is loaded.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from digitcore.figures.matrix import MODES, Mode
from pages._shared.components import presenter
from pages._shared.controls import session
from pages._shared.server.browser_files import browser_component

_component = browser_component("confusion_matrix")
_CELL_PX, _LARGE_CELL_PX = 44, 110


def show(
    counts: NDArray[np.integer],
    class_names: Sequence[str],
    *,
    key: str,
    cell: str = "true {true}, predicted {predicted}: {count}, {share} of the {true}s",
    mode: Mode = MODES["counts"],
    on_press: Callable[[int, int], None] | None = None,
    picked: tuple[int, int] | None = None,
    focus: int | None = None,
    fills_screen: bool = False,
    file: str = "",
) -> None:
    """Show `counts` (K, K), row = true class, column = predicted.

    `cell` is a cell in words, with {true}, {predicted}, {count} and {share}. `on_press` gets true and predicted class; without
    it no cell can be pressed. Row and column of `focus` are framed. With the name of a `file` it is saved as a picture.
    """

    def pass_on() -> None:
        pressed = session.widget_value(key).get("pressed")
        is_cell = isinstance(pressed, list) and len(pressed) == 2
        if on_press and is_cell and all(each in range(len(counts)) for each in pressed):
            on_press(*pressed)

    is_large = fills_screen or presenter.is_on()
    shades = mode.shades(counts.astype(np.float64))
    matrix = {
        "counts": counts.tolist(),
        "shades": [
            [None if np.isnan(shade) else round(shade, 6) for shade in row] for row in shades.tolist()
        ],
        "names": list(class_names),
        "cell": cell,
        "in_per_cent": mode.in_per_cent,
        "is_pressed": on_press is not None,
        "largest": _LARGE_CELL_PX if is_large else _CELL_PX,
        "fills": fills_screen,
        "focus": focus,
        "picked": picked,
        "file": file,
    }
    _component(key=key, data={"matrix": json.dumps(matrix)}, on_pressed_change=pass_on)
