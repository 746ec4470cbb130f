"""Connected dark parts of a picture, each with its box, its middle and its size."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitcore.data.ink.components import Mask, label
from digitcore.data.ink.strokes import Floats

MOST_PARTS = 1_500
"""Only the largest: more than these are noise."""
FEWEST_PIXELS = 9


@dataclass(frozen=True, eq=False)
class Parts:
    """Dark parts of a picture: their corners (n, 2), middles (n, 2) and pixels (n,)."""

    low: Floats
    high: Floats
    middle: Floats
    pixels: Floats

    @property
    def sides(self) -> Floats:
        """Width and height (n, 2)."""
        return self.high - self.low

    @property
    def fill(self) -> Floats:
        """The share of its box that each part fills."""
        filled: Floats = self.pixels / self.sides.prod(axis=1)
        return filled

    def take(self, which: NDArray[np.integer] | NDArray[np.bool_]) -> Parts:
        """Some of them: by number, or a boolean for each."""
        return Parts(self.low[which], self.high[which], self.middle[which], self.pixels[which])


def parts_of(mask: Mask) -> Parts:
    """The largest parts of the mask (h, w) that are more than a few pixels, the largest first."""
    numbers, count = label(mask)
    rows, columns = np.nonzero(mask)
    owners = numbers[rows, columns] - 1
    pixels = np.bincount(owners, minlength=count).astype(np.float32)
    places = np.stack([columns, rows], axis=1).astype(np.float32)
    low = np.full((count, 2), np.inf, np.float32)
    high = np.full((count, 2), -np.inf, np.float32)
    np.minimum.at(low, owners, places)
    np.maximum.at(high, owners, places + 1)
    sums = np.stack([np.bincount(owners, weights=axis, minlength=count) for axis in places.T], axis=1)
    middle = (sums / np.maximum(pixels, 1)[:, None] + 0.5).astype(np.float32)
    largest = np.argsort(-pixels, kind="stable")[:MOST_PARTS]
    return Parts(low, high, middle, pixels).take(largest[pixels[largest] >= FEWEST_PIXELS])
