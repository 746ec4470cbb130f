"""Drawings that are no digit: zigzags, spirals, filled areas, wandering lines, grids, hatching, scattered marks.

They train a model to recognise what is no digit, and test the rules that refuse drawings (`ink.problems`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from digitcore.data.ink import Strokes

Random = np.random.Generator
Path = NDArray[np.float64]

SIDE = 1000.0
"""The longest side of each scribble, as in `pens`."""


def generate(n: int, *, seed: int, kinds: Sequence[str] | None = None) -> Strokes:
    """`n` scribbles of all kinds (or of `kinds`) in turn, the same for the same seed.

    The longest side of each is about 1000; the radii are all 1, `Strokes.drawn_with` gives them a pen.
    """
    random = np.random.default_rng(seed)
    makers = [SCRIBBLES[name] for name in kinds or SCRIBBLES]
    return Strokes.of_many([_posed(makers[number % len(makers)](random), random) for number in range(n)])


def zigzag(random: Random) -> list[Path]:
    """Back and forth, five to fourteen times, on the way across."""
    turns = int(random.integers(6, 15))
    across = np.linspace(0, 1, turns) + random.normal(0, 0.25 / turns, turns)
    sides = np.where(np.arange(turns) % 2 == 0, 0.0, 1.0) * random.uniform(0.4, 1.3)
    return [_smoothed(np.stack([across, sides + random.normal(0, 0.1, turns)], axis=1), random)]


def spiral(random: Random) -> list[Path]:
    """Three to six turns, inwards or outwards; some drift along like a coil."""
    turns = random.uniform(2.5, 6)
    angle = np.linspace(0, 2 * np.pi * turns, int(30 * turns))
    radius = random.uniform(0.0, 0.4) + np.linspace(0, 1, len(angle)) ** random.uniform(0.5, 1.2)
    drift = random.uniform(0, 0.4) * angle / np.pi if random.random() < 0.4 else 0 * angle
    x, y = radius * np.cos(angle) + drift, random.uniform(0.5, 1) * radius * np.sin(angle)
    return [np.stack([x, y], axis=1)]


def filled(random: Random) -> list[Path]:
    """An ellipse or a box filled by dense strokes to and fro."""
    rows = int(random.integers(16, 30))
    y = np.linspace(-1, 1, rows)
    half = np.sqrt(1.02 - y**2) if random.random() < 0.5 else np.ones(rows)
    half *= random.uniform(0.5, 1.5)
    x = np.where(np.arange(rows) % 2 == 0, -half, half) + random.normal(0, 0.08, rows)
    return [np.stack([x, y + random.normal(0, 0.02, rows)], axis=1)]


def wandering(random: Random) -> list[Path]:
    """A line whose direction changes at random."""
    steps = int(random.integers(150, 400))
    turning = np.cumsum(random.normal(0, 0.12, steps)) * random.uniform(0.6, 1.6)
    heading = np.cumsum(turning * 0.3 + random.normal(0, 0.35, steps))
    path = np.cumsum(np.stack([np.cos(heading), np.sin(heading)], axis=1), axis=0)
    return [path]


def leaping(random: Random) -> list[Path]:
    """A line between random places."""
    return [_smoothed(random.uniform(0, 1, (int(random.integers(9, 22)), 2)), random)]


def grid(random: Random) -> list[Path]:
    """Crossing lines: at least three in one direction and two in the other."""
    lines = []
    for axis, count in ((0, random.integers(3, 6)), (1, random.integers(2, 6))):
        for place in np.linspace(0.1, 0.9, int(count)):
            ends = np.array([[place, 0.0], [place, 1.0]]) + random.normal(0, 0.04, (2, 2))
            lines.append(ends[:, ::-1] if axis else ends)
    return lines


def hatching(random: Random) -> list[Path]:
    """Four to ten parallel lines, slanted."""
    count = int(random.integers(4, 11))
    lean, length = random.uniform(-0.6, 0.6), random.uniform(0.4, 1.2)
    starts = np.linspace(0, 1, count)[:, None] * np.array([1, 0]) + random.normal(0, 0.03, (count, 2))
    ends = starts + np.array([lean, length]) + random.normal(0, 0.06, (count, 2))
    return [np.stack(pair) for pair in zip(starts, ends, strict=True)]


def scattered(random: Random) -> list[Path]:
    """Five to twelve short marks and dots at random places."""
    marks = []
    for place in random.uniform(0, 1, (int(random.integers(5, 13)), 2)):
        length = random.choice([0.0, 0.1, 0.25])
        marks.append(np.stack([place, place + random.normal(0, 1, 2) * length]))
    return marks


def scrawl(random: Random) -> list[Path]:
    """Loops over loops in one place, as one tries out a pen."""
    turns = random.uniform(4, 10)
    angle = np.linspace(0, 2 * np.pi * turns, int(30 * turns))
    speeds = random.uniform(0.7, 1.4, 2)
    wobble = [np.interp(angle, np.linspace(0, angle[-1], 9), random.normal(0, 0.35, 9)) for _ in range(2)]
    return [np.stack([np.cos(speeds[0] * angle) + wobble[0], np.sin(speeds[1] * angle) + wobble[1]], axis=1)]


SCRIBBLES: dict[str, Callable[[Random], list[Path]]] = {
    "zigzag": zigzag,
    "spiral": spiral,
    "filled": filled,
    "wandering": wandering,
    "leaping": leaping,
    "grid": grid,
    "hatching": hatching,
    "scattered": scattered,
    "scrawl": scrawl,
}
"""A function for each kind, which makes one drawing in units of its own."""


def _smoothed(corners: Path, random: Random) -> Path:
    """Cut the corners (Chaikin) up to three times, as a hasty pen does."""
    for _ in range(int(random.integers(0, 4))):
        first, second = corners[:-1], corners[1:]
        cut = np.stack([0.75 * first + 0.25 * second, 0.25 * first + 0.75 * second], axis=1)
        corners = np.concatenate([corners[:1], cut.reshape(-1, 2), corners[-1:]])
    return corners


def _posed(strokes: list[Path], random: Random) -> list[Path]:
    """Rotated, made narrower or wider, and scaled to the common size."""
    angle = random.uniform(0, 2 * np.pi)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    turn = turn * np.exp(random.normal(0, 0.2, 2))
    turned = [stroke @ turn for stroke in strokes]
    points = np.concatenate(turned)
    low, size = points.min(axis=0), np.ptp(points, axis=0).max()
    return [(stroke - low) * (SIDE / size) for stroke in turned]
