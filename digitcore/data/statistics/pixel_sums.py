"""Sums over images, pixel by pixel, from which averages and deviations follow.

Whole numbers are exact, faster here than floating-point ones, and need no wide copy of all images.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_CHUNK = 1_024
"""Images per step: sums of 1,024 squares of 255 fit into 32 bits."""


def pixel_sums(images: NDArray[np.uint8]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Sum and sum of squares (h, w) of every pixel over `images` (n, h, w)."""
    sums = np.zeros(images.shape[1:], dtype=np.int64)
    square_sums = np.zeros_like(sums)
    for start in range(0, len(images), _CHUNK):
        part = images[start : start + _CHUNK]
        sums += part.sum(axis=0, dtype=np.uint32)
        square_sums += np.multiply(part, part, dtype=np.uint16).sum(axis=0, dtype=np.uint32)
    return sums, square_sums


def deviations(
    n: int | NDArray[np.int64], sums: NDArray[np.int64], square_sums: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Standard deviations (divided by n, not by n − 1) of `n` values from their sums; exactly 0 if all are equal."""
    result: NDArray[np.float64] = np.sqrt(n * square_sums - sums**2) / n
    return result
