"""Accuracy by ink: are faint and dark images read worse than others?"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, lgamma, log, log1p

import numpy as np
from numpy.typing import NDArray

from digitcore.data.results import ReadOnlyArrays
from digitcore.data.statistics.intervals import SURPRISING, wilson_interval

EDGES = (0.0, 10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 75.0, 255.0)
"""Mean greys of 255; a published notebook supposes that images below 10 and above 75 are read worse."""


@dataclass(frozen=True, eq=False)
class InkAccuracy(ReadOnlyArrays):
    """Right answers among images with about the same mean grey."""

    low: NDArray[np.float64]
    """(B,) mean grey from here …"""
    high: NDArray[np.float64]
    """(B,) … to below here."""
    counts: NDArray[np.int64]
    """(B,)."""
    right: NDArray[np.int64]
    """(B,)."""

    @property
    def shares(self) -> NDArray[np.float64]:
        """(B,) share of right answers."""
        shares: NDArray[np.float64] = self.right / np.maximum(1, self.counts)
        return shares

    @property
    def interval(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """(B,) low and high ends of Wilson's 95 % interval."""
        ends = [wilson_interval(int(right), int(n)) for right, n in zip(self.right, self.counts, strict=True)]
        return np.array([low for low, _ in ends]), np.array([high for _, high in ends])

    @property
    def names(self) -> list[str]:
        """`10 to 20`, with the number of images."""
        return [
            f"{low:g} to {high:g} ({n:,})"
            for low, high, n in zip(self.low, self.high, self.counts, strict=True)
        ]

    def sentence(self) -> str:
        """Whether the faintest and the darkest images are read worse than the rest."""
        parts = [self._against_the_rest(row, words) for row, words in ((0, "faintest"), (-1, "darkest"))]
        return " ".join(parts)

    def _against_the_rest(self, row: int, words: str) -> str:
        n, right = int(self.counts[row]), int(self.right[row])
        others, others_right = int(self.counts.sum()) - n, int(self.right.sum()) - right
        rest_wrong = (others - others_right) / max(1, others)
        chance = _chance_of_at_least(n - right, n, rest_wrong)
        seen = "worse" if chance < SURPRISING else "no worse beyond chance"
        return (
            f"Of the {n:,} {words} it reads {right / n:.2%}, of the others {1 - rest_wrong:.2%}: {seen} "
            f"(chance alone does that with probability {chance:.3f})."
        )


def _chance_of_at_least(wrong: int, n: int, share: float) -> float:
    """The exact probability of so many mistakes among `n` images, if each is one with this probability."""
    if wrong == 0 or share in (0.0, 1.0):
        return 1.0 if wrong == 0 or share == 1.0 else 0.0
    fewer = (
        lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + k * log(share) + (n - k) * log1p(-share)
        for k in range(wrong)
    )
    return max(0.0, 1 - sum(map(exp, fewer)))


def accuracy_by_ink(greys: NDArray[np.floating], is_right: NDArray[np.bool_], *, maximum: int) -> InkAccuracy:
    """Of images with these mean greys (n,), in the units of values up to `maximum`; only bands that have images."""
    edges = np.array(EDGES) * maximum / 255
    edges[-1] = np.inf
    band = np.searchsorted(edges, greys, side="right") - 1
    counts = np.bincount(band, minlength=len(edges) - 1)
    right = np.bincount(band, weights=is_right, minlength=len(edges) - 1).astype(np.int64)
    filled = np.flatnonzero(counts)
    high = np.minimum(edges[1:], maximum)
    return InkAccuracy(edges[:-1][filled], high[filled], counts[filled], right[filled])
