"""Middle lines of a picture: ink thinned to lines of one pixel, and these lines as strokes.

They tell how wide the pen was, and can be drawn again with another pen. What is left out: in
which order they were drawn, which a picture does not tell.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from digitcore.data.ink.components import Mask
from digitcore.data.ink.strokes import Floats

SMOOTHINGS = 2
"""How often each point is moved towards its neighbours, so that a slanted line is not a staircase."""


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
    """How long the lines are together, in pixels."""
    steps = pieces[:, 1] - pieces[:, 0]
    return float(np.hypot(steps[:, 0], steps[:, 1]).sum())


def thinned(mask: Mask) -> Mask:
    """The mask reduced to lines of one pixel that hang together as the ink did (Zhang and Suen, 1984)."""
    image = np.pad(mask, 1)
    while True:
        before = image.copy()
        for is_second in (False, True):
            image &= ~_removable(image, is_second=is_second)
        if np.array_equal(before, image):
            inside: Mask = image[1:-1, 1:-1]
            return inside


def _removable(image: Mask, *, is_second: bool) -> Mask:
    """Pixels at the edge of the ink whose removal neither parts it nor shortens a line."""
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
    """Pairs (n, 2) of pixels that touch; a corner counts only where no way round it exists."""
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
        np.stack([here[is_one], other[is_one]], axis=1)
        for other, near in joins
        for is_one in [near & (here >= 0)]
    ]
    return np.concatenate(pairs)


def _smoothed(points: Floats, pairs: NDArray[np.int64]) -> Floats:
    """Each point between two others half way to their middle; ends and crossings stay."""
    degrees = np.bincount(pairs.ravel(), minlength=len(points))
    sums = np.zeros_like(points)
    np.add.at(sums, pairs[:, 0], points[pairs[:, 1]])
    np.add.at(sums, pairs[:, 1], points[pairs[:, 0]])
    moved: Floats = np.where(degrees[:, None] == 2, points / 2 + sums / 4, points)
    return moved
