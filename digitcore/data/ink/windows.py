"""The highest, lowest or average value in a window around each pixel.

These few lines are our own, since SciPy's ndimage takes up to a second to import.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitcore.data.ink.strokes import Floats


def closed(values: Floats, window: int) -> Floats:
    """Fill dark marks narrower than the window with the shade around them (a morphological closing)."""
    filled: Floats = extreme(extreme(values, window, np.maximum), window, np.minimum)
    return filled


def extreme(values: NDArray[Any], window: int, choose: np.ufunc) -> NDArray[Any]:
    """The highest (or lowest) value in a square window of odd size around each pixel."""
    half = window // 2
    for axis in (0, 1):
        margins = [(half, half) if own == axis else (0, 0) for own in (0, 1)]
        padded = np.pad(values, margins, mode="edge")
        reach = 1
        while reach < window:  # each round doubles the reach
            step = min(reach, window - reach)
            near, far = [slice(None)] * 2, [slice(None)] * 2
            near[axis], far[axis] = slice(None, -step), slice(step, None)
            padded = choose(padded[tuple(near)], padded[tuple(far)])
            reach += step
        values = padded
    return values


def blurred(values: Floats, window: int) -> Floats:
    """The average of a square window of odd size around each pixel."""
    half = window // 2
    for axis in (0, 1):
        margins = [(half + 1, half) if own == axis else (0, 0) for own in (0, 1)]
        sums = np.cumsum(np.pad(values, margins, mode="edge"), axis=axis, dtype=np.float64)
        size = values.shape[axis]
        upper, lower = sums.take(range(window, window + size), axis), sums.take(range(size), axis)
        values = ((upper - lower) / window).astype(np.float32)
    return values
