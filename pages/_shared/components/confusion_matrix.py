"""A confusion matrix whose cells are pressed for their images: of counts alone, on the page before any chart is loaded.

The browser's end is `assets/browser/confusion_matrix.mjs`. What shows shares, or rare mistakes, is `figures.matrix`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from pages._shared.controls import session
from pages._shared.server.browser_files import browser_component

_component = browser_component("confusion_matrix")
_CELL_PX, _LARGE_CELL_PX = 38, 110


def show(
    counts: NDArray[np.integer],
    class_names: Sequence[str],
    *,
    key: str,
    cell: str,
    on_press: Callable[[int, int], None],
    picked: tuple[int, int] | None = None,
    focus: int | None = None,
    fills_screen: bool = False,
) -> None:
    """Show `counts` (K, K), row = true class, column = predicted; `cell` is a cell in words, with {true}, {predicted}, {count}.

    `on_press` gets true and predicted class. Row and column of `focus` are framed.
    """

    def pass_on() -> None:
        pressed = session.widget_value(key).get("pressed")
        if (
            isinstance(pressed, list)
            and len(pressed) == 2
            and all(each in range(len(counts)) for each in pressed)
        ):
            on_press(*pressed)

    matrix = {
        "counts": counts.tolist(),
        "names": list(class_names),
        "cell": cell,
        "largest": _LARGE_CELL_PX if fills_screen else _CELL_PX,
        "fills": fills_screen,
        "focus": focus,
        "picked": picked,
    }
    _component(key=key, data={"matrix": json.dumps(matrix)}, on_pressed_change=pass_on)
