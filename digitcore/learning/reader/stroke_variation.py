"""Variations of pen drawings for the training of the default model, so that few writers stand for many.

Drawings are bent, slanted, narrowed and turned, strokes are shifted and cut at their ends, pens vary in width. Strokes
are varied rather than images, since interpolating images blurs them (`image_warping`).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from digitcore.data.ink import Floats, Strokes

NARROWEST_PX, WIDEST_PX = 1.4, 3.6
"""Pen widths after framing; a drawing from strokes is framed with about 2.2."""


def rewrite(strokes: Strokes, *, random: np.random.Generator) -> Strokes:
    """A random variation of each drawing; drawing and stroke numbers of the points stay the same."""
    cut = _with_ends_cut(strokes, random)
    points = _centred(cut)
    points = _strokes_moved(points, cut, random)
    points = _wavy(_smoother(points, cut, random), cut, random)
    points = _bent(points, cut, random)
    widths_px = np.clip(2.2 * np.exp(0.22 * _normal(random, cut.drawing_count)), NARROWEST_PX, WIDEST_PX)
    return replace(cut, points=points).drawn_with(widths_px.astype(np.float32))


def _with_ends_cut(strokes: Strokes, random: np.random.Generator) -> Strokes:
    """Every third stroke loses up to a tenth of its points at either end, as pens touch paper early or late."""
    counts = np.bincount(_stroke_of_point(strokes))
    starts = np.cumsum(counts) - counts
    share = random.uniform(0, 0.1, (len(counts), 2)) * (random.random((len(counts), 1)) < 0.33)
    place = np.arange(len(strokes.points)) - np.repeat(starts, counts)
    first, last = (np.repeat((counts * share[:, end]).astype(np.int64), counts) for end in (0, 1))
    stays = (place >= first) & (place < np.repeat(counts, counts) - last)
    return Strokes(
        strokes.points[stays],
        strokes.radii[stays],
        strokes.stroke_numbers[stays],
        strokes.drawing_numbers[stays],
        strokes.drawing_count,
    )


def _stroke_of_point(strokes: Strokes) -> NDArray[np.int64]:
    """(m,): number of the stroke of each point, unique over all drawings, unlike `stroke_numbers`."""
    names = np.stack([strokes.drawing_numbers, strokes.stroke_numbers])
    begins = (names[:, 1:] != names[:, :-1]).any(axis=0)
    return np.concatenate([[0], np.cumsum(begins)]).astype(np.int64)


def _centred(strokes: Strokes) -> Floats:
    """Points (m, 2), each drawing scaled to −1..1 with its proportions."""
    numbers = strokes.drawing_numbers
    low = np.full((strokes.drawing_count, 2), np.inf, dtype=np.float32)
    high = -low
    np.minimum.at(low, numbers, strokes.points)
    np.maximum.at(high, numbers, strokes.points)
    half = np.maximum((high - low).max(axis=1, keepdims=True) / 2, np.float32(1e-3))
    points: Floats = ((strokes.points - (low + high)[numbers] / 2) / half[numbers]).astype(np.float32)
    return points


def _strokes_moved(points: Floats, strokes: Strokes, random: np.random.Generator) -> Floats:
    """Each stroke shifted and scaled a little, so that hats, bars and stems stand apart or cross."""
    number = _stroke_of_point(strokes)
    n = int(number.max(initial=0)) + 1
    shift, size = 0.06 * _normal(random, n, 2), np.exp(0.06 * _normal(random, n, 2))
    sums = np.stack([np.bincount(number, points[:, axis], minlength=n) for axis in (0, 1)], axis=1)
    middles = sums / np.maximum(np.bincount(number, minlength=n), 1)[:, None]
    moved: Floats = ((points - middles[number]) * size[number] + (middles + shift)[number]).astype(np.float32)
    return moved


def _smoother(points: Floats, strokes: Strokes, random: np.random.Generator) -> Floats:
    """Corners rounded as by a hasty pen, in each drawing by a different amount."""
    number = _stroke_of_point(strokes)
    inner = np.zeros((len(points), 1), dtype=bool)
    inner[1:-1, 0] = (number[1:-1] == number[:-2]) & (number[1:-1] == number[2:])
    amount = random.beta(0.8, 1.8, strokes.drawing_count).astype(np.float32)[strokes.drawing_numbers, None]
    for _ in range(4):
        neighbours = points.copy()
        neighbours[1:-1] = (points[:-2] + points[2:]) / 2
        points = np.where(inner, points + amount * (neighbours - points), points)
    return points


def _wavy(points: Floats, strokes: Strokes, random: np.random.Generator) -> Floats:
    """Slow waves along the path of the pen."""
    numbers, n = strokes.drawing_numbers, strokes.drawing_count
    steps = np.hypot(*np.diff(points, axis=0, prepend=points[:1]).T)
    path = np.cumsum(steps)[:, None]  # over all drawings; each has its own random phase
    waves, phase = random.uniform(1.0, 5.0, (n, 2)), random.uniform(0, 2 * np.pi, (n, 2))
    height = 0.025 * np.abs(_normal(random, n, 2))
    wavy: Floats = (points + height[numbers] * np.sin(waves[numbers] * path + phase[numbers])).astype(
        np.float32
    )
    return wavy


def _bent(points: Floats, strokes: Strokes, random: np.random.Generator) -> Floats:
    """Points bent by random cubic polynomials, then scaled in width, slanted and turned."""
    numbers, n = strokes.drawing_numbers, strokes.drawing_count
    x, y = points.T
    powers = np.stack([x * x, x * y, y * y, x**3, x * x * y, x * y * y, y**3], axis=1)
    bends = 0.07 * _normal(random, n, 7, 2)
    points = points + np.einsum("mp,mpc->mc", powers, bends[numbers])
    width, slant = np.exp(0.18 * _normal(random, n)), 0.2 * _normal(random, n)
    turn = 0.12 * _normal(random, n)
    cos, sin = np.cos(turn), np.sin(turn)
    rows = [width * cos, width * sin, -slant * cos - sin, -slant * sin + cos]
    matrices = np.stack(rows, axis=1).reshape(n, 2, 2).astype(np.float32)
    bent: Floats = np.einsum("mi,mij->mj", points, matrices[numbers])
    return bent


def _normal(random: np.random.Generator, *shape: int) -> NDArray[np.float32]:
    return random.standard_normal(shape, dtype=np.float32)
