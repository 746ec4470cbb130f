"""Where models disagree: the images on which they do not all say the same, the most disputed first.

After `comparing` in the reading order. Whether an answer is right plays no part here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from digitcore.data.results import ReadOnlyArrays


@dataclass(frozen=True, eq=False)
class Dispute(ReadOnlyArrays):
    """What several models say of the same images, and on which of these they differ."""

    said: NDArray[np.intp]
    """(models, n) the most probable class."""
    sure: NDArray[np.float32]
    """(models, n) its probability."""
    indices: NDArray[np.intp]
    """(d,) the disputed images: those on which most pairs of models differ come first, among equals the surest."""

    @property
    def n(self) -> int:
        """All images."""
        return int(self.said.shape[1])

    @property
    def share(self) -> float:
        """Of all images."""
        return len(self.indices) / max(1, self.n)


def dispute(probabilities: Sequence[NDArray[np.floating]]) -> Dispute:
    """Compare what models say: `probabilities` (n, K) of each, of the same images."""
    stacked = np.stack([np.asarray(one, dtype=np.float32) for one in probabilities])
    said, sure = stacked.argmax(axis=2), stacked.max(axis=2)
    differing = np.zeros(said.shape[1], dtype=np.int64)
    for first, second in combinations(said, 2):
        differing += first != second
    order = np.lexsort((-sure.mean(axis=0), -differing))  # the last key counts first
    return Dispute(said, sure, order[differing[order] > 0])


def share_apart(first: NDArray[np.integer], second: NDArray[np.integer]) -> float:
    """The share of images to which two models give different answers, each (n,)."""
    return float(np.mean(first != second)) if len(first) else 0.0
