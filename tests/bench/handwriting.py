"""Digits as a hand draws them on the canvas: where the pointer is, sixty times a second, stroke by stroke.

From the pens of DIGITLAB_PEN, or drawn by code where there are none.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitcore.data.drawn import synthetic
from digitcore.data.ink.strokes import Strokes
from digitcore.data.sources import pens
from digitcore.errors import DataUnavailable

POINTER_HZ = 60
_LIFTED_SECONDS = 0.1
"""Between two strokes."""


@dataclass(frozen=True, eq=False)
class Written:
    """One digit to be drawn."""

    digit: int
    strokes: tuple[NDArray[np.float64], ...]
    """Each (n, 2) in the unit square: where the pointer is at each sixtieth of a second."""

    @property
    def seconds(self) -> float:
        """How long it takes, from the first touch to the last lift."""
        return sum(map(len, self.strokes)) / POINTER_HZ + _LIFTED_SECONDS * (len(self.strokes) - 1)


def digits(count: int, *, seconds: float = 1.0, seed: int = 0) -> list[Written]:
    """So many digits, each drawn within about so many seconds."""
    random = np.random.default_rng(seed)
    try:
        found = pens.load("digits")
        chosen = random.choice(len(found), count)
        strokes, labels = found.strokes.take(chosen), found.labels[chosen]
    except DataUnavailable:
        labels = random.integers(0, 10, count).astype(np.uint8)
        strokes = synthetic.write(labels, random=random)
    return [Written(int(labels[n]), _paced(_one(strokes, n), seconds, random)) for n in range(count)]


def _one(strokes: Strokes, number: int) -> list[NDArray[np.float64]]:
    mine = strokes.drawing_numbers == number
    points, stroke_numbers = strokes.points[mine], strokes.stroke_numbers[mine]
    return [points[stroke_numbers == one].astype(np.float64) for one in np.unique(stroke_numbers)]


def _paced(
    strokes: list[NDArray[np.float64]], seconds: float, random: np.random.Generator
) -> tuple[NDArray[np.float64], ...]:
    """In the middle of the paper, a good half as large, drawn at one speed."""
    everything = np.concatenate(strokes)
    low, size = everything.min(axis=0), max(float(np.ptp(everything, axis=0).max()), 1e-6)
    scale, place = random.uniform(0.5, 0.7) / size, random.uniform(0.1, 0.25, 2)
    ways = [(stroke - low) * scale + place for stroke in strokes]
    lengths = [float(np.hypot(*np.diff(way, axis=0).T).sum()) for way in ways]
    counts = [max(2, round(seconds * POINTER_HZ * length / max(sum(lengths), 1e-6))) for length in lengths]
    return tuple(_resampled(way, count) for way, count in zip(ways, counts, strict=True))


def _resampled(way: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    along = np.concatenate([[0.0], np.hypot(*np.diff(way, axis=0).T).cumsum()])
    wanted = np.linspace(0, along[-1], count)
    return np.column_stack([np.interp(wanted, along, way[:, axis]) for axis in (0, 1)])
