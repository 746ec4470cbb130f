"""Digits to draw on the canvas, stroke by stroke, with the pointer's place sixty times a second.

From the pens of DIGITLAB_PEN, or drawn by code without them.
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


@dataclass(frozen=True, eq=False)
class Written:
    """A digit to draw."""

    digit: int
    strokes: tuple[NDArray[np.float64], ...]
    """Each (n, 2) in the unit square: the pointer's places, a sixtieth of a second apart."""


def digits(count: int, *, seconds: float = 1.0, seed: int = 0) -> list[Written]:
    """This many digits, each drawn in about this many seconds."""
    random = np.random.default_rng(seed)
    try:
        samples = pens.load("digits")
        chosen = random.choice(len(samples), count)
        strokes, labels = samples.strokes.take(chosen), samples.labels[chosen]
    except DataUnavailable:
        labels = random.integers(0, 10, count).astype(np.uint8)
        strokes = synthetic.write(labels, random=random)
    return [Written(int(labels[n]), _paced(_strokes_of(strokes, n), seconds, random)) for n in range(count)]


def _strokes_of(strokes: Strokes, number: int) -> list[NDArray[np.float64]]:
    is_in = strokes.drawing_numbers == number
    points, stroke_numbers = strokes.points[is_in], strokes.stroke_numbers[is_in]
    return [points[stroke_numbers == stroke].astype(np.float64) for stroke in np.unique(stroke_numbers)]


def _paced(
    strokes: list[NDArray[np.float64]], seconds: float, random: np.random.Generator
) -> tuple[NDArray[np.float64], ...]:
    """In the middle of the paper, half to 0.7 of its side, drawn at constant speed."""
    everything = np.concatenate(strokes)
    low, size = everything.min(axis=0), max(float(np.ptp(everything, axis=0).max()), 1e-6)
    scale, place = random.uniform(0.5, 0.7) / size, random.uniform(0.1, 0.25, 2)
    paths = [(stroke - low) * scale + place for stroke in strokes]
    lengths = [float(np.hypot(*np.diff(path, axis=0).T).sum()) for path in paths]
    counts = [max(2, round(seconds * POINTER_HZ * length / max(sum(lengths), 1e-6))) for length in lengths]
    return tuple(_resampled(path, count) for path, count in zip(paths, counts, strict=True))


def _resampled(path: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    along = np.concatenate([[0.0], np.hypot(*np.diff(path, axis=0).T).cumsum()])
    wanted = np.linspace(0, along[-1], count)
    return np.column_stack([np.interp(wanted, along, path[:, axis]) for axis in (0, 1)])
