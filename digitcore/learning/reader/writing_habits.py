"""Habits that the pen samples rarely show: slashed zeros, ones with a flag, crossed sevens.

For the training of the default model, a share of the plain digits gets such a stroke. Hats of fives and open fours are
frequent in the samples.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from digitcore.data.ink import Floats, Strokes

SLASHED, FLAGGED, CROSSED = 0.15, 0.15, 0.12
"""Share of zeros, ones and sevens that get the stroke."""

_POINTS = 9
"""Points of an added stroke, so that it can be bent like the others."""


def with_habits(strokes: Strokes, labels: NDArray[np.integer], *, random: np.random.Generator) -> Strokes:
    """The drawings, with slashed zeros, flags on ones and bars on sevens by chance."""
    low, high = strokes.corners()
    size = high - low
    chance = random.random(strokes.drawing_count)
    is_bar = size[:, 0] < 0.35 * size[:, 1]
    chosen = np.flatnonzero(
        ((labels == 0) & (chance < SLASHED))
        | ((labels == 1) & (chance < FLAGGED) & is_bar)
        | ((labels == 7) & (chance < CROSSED))
    )
    ends = {0: _slash, 1: _flag, 7: _bar}
    lines = [ends[int(labels[number])](random) for number in chosen]
    points = np.array(lines, dtype=np.float32).reshape(-1, 2, 2)
    is_flag = labels[chosen] == 1  # a flag is measured by the height of the digit, not by its width
    sizes = np.where(is_flag[:, None], size[chosen, 1:], size[chosen])
    starts = np.where(is_flag[:, None], _tops(strokes)[chosen], low[chosen])
    points = starts[:, None] + points * sizes[:, None]
    return joined(strokes, _lines(points, chosen, strokes.drawing_count))


def joined(strokes: Strokes, more: Strokes) -> Strokes:
    """Each drawing with the strokes of both."""
    order = np.argsort(np.concatenate([strokes.drawing_numbers, more.drawing_numbers]), kind="stable")
    later = more.stroke_numbers + int(strokes.stroke_numbers.max(initial=0)) + 1
    return Strokes(
        np.concatenate([strokes.points, more.points])[order],
        np.concatenate([strokes.radii, more.radii])[order],
        np.concatenate([strokes.stroke_numbers, later])[order],
        np.concatenate([strokes.drawing_numbers, more.drawing_numbers])[order],
        strokes.drawing_count,
    )


def _slash(random: np.random.Generator) -> list[tuple[float, float]]:
    """From the top right to the bottom left, inside or beyond the oval; sometimes mirrored."""
    beyond = random.uniform(-0.2, 0.15)
    ends = [(1 + beyond, random.uniform(-0.1, 0.3)), (-beyond, random.uniform(0.7, 1.1))]
    return ends if random.random() < 0.8 else [(1 - x, y) for x, y in ends]


def _flag(random: np.random.Generator) -> list[tuple[float, float]]:
    """From the top to the left and down, steeper than the bar of a seven."""
    length, angle = random.uniform(0.15, 0.5), np.radians(random.uniform(30, 65))
    return [(0.0, 0.0), (-length * np.cos(angle), length * np.sin(angle))]


def _bar(random: np.random.Generator) -> list[tuple[float, float]]:
    """Across the stem."""
    height, reach, lean = random.uniform(0.4, 0.65), random.uniform(0.15, 0.4), random.normal(0, 0.06)
    middle = random.uniform(0.4, 0.65)
    return [(middle - reach, height + lean), (middle + reach, height - lean)]


def _tops(strokes: Strokes) -> Floats:
    """The highest point of each drawing (drawing_count, 2)."""
    order = np.lexsort((strokes.points[:, 1], strokes.drawing_numbers))
    _, first = np.unique(strokes.drawing_numbers[order], return_index=True)
    return strokes.points[order[first]]


def _lines(ends: Floats, owners: NDArray[np.int64], drawing_count: int) -> Strokes:
    """Straight strokes between `ends` (n, 2, 2), for the drawings with numbers `owners`."""
    along = np.linspace(0, 1, _POINTS, dtype=np.float32)[:, None]
    points = (ends[:, :1] * (1 - along) + ends[:, 1:] * along).reshape(-1, 2)
    return Strokes(
        points=points.astype(np.float32),
        radii=np.ones(len(points), dtype=np.float32),
        stroke_numbers=np.repeat(np.arange(len(owners)), _POINTS),
        drawing_numbers=np.repeat(owners, _POINTS),
        drawing_count=drawing_count,
    )
