"""The middle lines of a picture: ink thinned to lines of one pixel, and these lines as strokes.

With them the width of the pen can be measured, and the ink drawn again with another pen.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from digitcore.data.ink.components import Mask
from digitcore.data.ink.strokes import Floats

SMOOTHINGS = 2
"""How often each point is moved towards its neighbours; without, a slanted line is a staircase."""


def trace(mask: Mask) -> Floats:
    """The middle lines of the ink as short straight pieces: float32 (n, 2, 2), piece, end, x and y in pixels.

    Lone points are pieces without length.
    """
    rows, columns = np.nonzero(thinned(mask))
    numbers = np.full((mask.shape[0] + 2, mask.shape[1] + 2), -1)
    numbers[rows + 1, columns + 1] = np.arange(len(rows))
    pairs = _neighbours(numbers)
    points = np.stack([columns, rows], axis=1).astype(np.float32) + np.float32(0.5)
    lone = np.setdiff1d(np.arange(len(rows)), pairs)
    for _ in range(SMOOTHINGS):
        points = _smoothed(points, pairs)
    ends = np.concatenate([pairs, np.stack([lone, lone], axis=1)])
    pieces: Floats = points[ends]
    return pieces


def length_of(pieces: Floats) -> float:
    """The length of all lines together, in pixels."""
    steps = pieces[:, 1] - pieces[:, 0]
    return float(np.hypot(steps[:, 0], steps[:, 1]).sum())


def thinned(mask: Mask) -> Mask:
    """The mask reduced to lines of one pixel, connected as the ink was (Zhang and Suen, 1984)."""
    image = np.pad(mask, 1)
    while True:
        before = image.copy()
        for is_second in (False, True):
            image &= ~_removable(image, is_second=is_second)
        if np.array_equal(before, image):
            inside: Mask = image[1:-1, 1:-1]
            return inside


def _removable(image: Mask, *, is_second: bool) -> Mask:
    """Pixels at the edge of the ink whose removal neither separates it nor shortens a line."""
    centre = image[1:-1, 1:-1]
    height, width = image.shape
    # Clockwise from the north: the eight neighbours of each pixel.
    places = ((0, 1), (0, 2), (1, 2), (2, 2), (2, 1), (2, 0), (1, 0), (0, 0))
    around = [image[row : row + height - 2, column : column + width - 2] for row, column in places]
    count = np.zeros(centre.shape, dtype=np.int8)
    rises = np.zeros(centre.shape, dtype=np.int8)
    for here, following in zip(around, around[1:] + around[:1], strict=True):
        count += here
        rises += ~here & following
    north, east, south, west = around[::2]
    first, second = (north & west, east | south) if is_second else (east & south, north | west)
    free = ~(first & second)
    removable = np.zeros_like(image)
    removable[1:-1, 1:-1] = centre & (count >= 2) & (count <= 6) & (rises == 1) & free
    return removable


def _neighbours(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Pairs (n, 2) of pixels that touch; corners count only if no other pixel connects the two."""
    here = numbers[1:-1, 1:-1]
    right, below = numbers[1:-1, 2:], numbers[2:, 1:-1]
    left = numbers[1:-1, :-2]
    below_right, below_left = numbers[2:, 2:], numbers[2:, :-2]
    joins = (
        (right, right >= 0),
        (below, below >= 0),
        (below_right, (below_right >= 0) & (right < 0) & (below < 0)),
        (below_left, (below_left >= 0) & (left < 0) & (below < 0)),
    )
    pairs = [
        np.stack([here[is_pair], other[is_pair]], axis=1)
        for other, near in joins
        for is_pair in [near & (here >= 0)]
    ]
    return np.concatenate(pairs)


def _smoothed(points: Floats, pairs: NDArray[np.int64]) -> Floats:
    """Move each point between two others half way to their middle; ends and crossings stay."""
    degrees = np.bincount(pairs.ravel(), minlength=len(points))
    sums = np.zeros_like(points)
    np.add.at(sums, pairs[:, 0], points[pairs[:, 1]])
    np.add.at(sums, pairs[:, 1], points[pairs[:, 0]])
    moved: Floats = np.where(degrees[:, None] == 2, points / 2 + sums / 4, points)
    return moved
