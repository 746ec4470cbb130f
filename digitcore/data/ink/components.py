"""Connected parts of a mask; pixels that touch at a corner are connected."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]


def label(mask: Mask) -> tuple[NDArray[np.int64], int]:
    """The connected parts of a mask (h, w): the number of the part of each pixel, 0 for none, and their count.

    >>> label(np.array([[1, 0, 1], [0, 1, 0], [0, 0, 0], [1, 0, 0]], bool))
    (array([[1, 0, 1],
           [0, 1, 0],
           [0, 0, 0],
           [2, 0, 0]]), 2)
    """
    # SciPy's ndimage does this too, but takes up to a second to import. Runs of pixels in a row are joined with those
    # that they touch in the next row.
    rows, starts, ends = _runs(mask)
    row_step = mask.shape[1] + 2
    first = np.searchsorted(rows * row_step + ends, (rows + 1) * row_step + starts, side="left")
    last = np.searchsorted(rows * row_step + starts, (rows + 1) * row_step + ends, side="right")
    counts = np.maximum(last - first, 0)
    above = np.repeat(np.arange(len(rows)), counts)
    below = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts - first, counts)
    names, numbers = np.unique(_joined(len(rows), above, below), return_inverse=True)
    painted = np.zeros(mask.shape, dtype=np.int64)
    painted[mask] = np.repeat(numbers + 1, ends - starts)
    return painted, len(names)


def _runs(mask: Mask) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """The row, the first column, and the column behind the last of each run, row by row."""
    edges = np.diff(np.pad(mask, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, starts = np.nonzero(edges == 1)
    ends = np.nonzero(edges == -1)[1]
    return rows, starts, ends


def _joined(count: int, first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each of `count` things the lowest thing connected with it, from pairs of things that touch."""
    lowest = np.arange(count)
    while True:
        before = lowest.copy()
        least = np.minimum(lowest[first], lowest[second])
        np.minimum.at(lowest, lowest[first], least)
        np.minimum.at(lowest, lowest[second], least)
        lowest = lowest[lowest]
        if np.array_equal(before, lowest):
            return lowest
