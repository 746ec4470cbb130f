"""The boxes of a straightened worksheet: each found by its own frame, since paper is seldom flat; and the ink in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from digitcore.data.ink.strokes import Floats
from digitcore.data.ink.windows import blurred, extreme
from digitcore.data.worksheets.layout import BOX, BOXES, FRAME
from digitcore.data.worksheets.parts import parts_of
from digitcore.data.worksheets.straightening import MARGIN, PIXELS

REACH = 4.0
"""Millimetres that a frame may lie beside its place."""
ALONG = 0.8
"""The middle share of a side in which its line is searched: near the corners two lines meet."""
UNBROKEN = 25
"""A line is as dark as this percentile along it; what is written beside it covers less."""
FAINTEST_LINE = 0.08
"""How much darker than its surroundings a frame is at least, as a share of the paper."""
INSIDE = 1.0
"""Millimetres inside the frame's middle where the box begins."""
FAINTEST_INK, NOISES = 0.12, 5
"""Ink is darker than paper by this share of it, and by so many times the noise."""
SOFT = 3
"""The window, in pixels, in which grains of the picture are averaged before ink is told from them."""
SHORTEST_INK = 4.0
"""Millimetres: a box whose longest ink is shorter is empty, or has a speck in it."""


@dataclass(frozen=True)
class Box:
    """The lines of a box, in millimetres of the straightened page."""

    left: float
    top: float
    right: float
    bottom: float
    lines: int
    """How many of its four lines were seen; the others lie where they were printed."""


def find(page: Floats) -> list[Box]:
    """All boxes by their lines, row by row; `page` is brightness against the paper."""
    # The darkest of 3×3 pixels counts, so that a line that is a little aslant is still one line.
    dark = 1 - extreme(page, 3, np.minimum)
    return [_box(dark, left, top) for left, top in BOXES]


def _box(dark: Floats, left: float, top: float) -> Box:
    right, bottom = left + BOX, top + BOX
    spare = (1 - ALONG) / 2 * BOX
    rows, columns = _pixels(top + spare, bottom - spare), _pixels(left + spare, right - spare)
    places = [_line(dark[rows], at) for at in (left, right)] + [
        _line(dark[:, columns].T, at) for at in (top, bottom)
    ]
    x0, x1, y0, y1 = (
        at if seen is None else seen for at, seen in zip((left, right, top, bottom), places, strict=True)
    )
    return Box(x0, y0, x1, y1, sum(seen is not None for seen in places))


def _line(dark: Floats, at: float) -> float | None:
    """Where along the rows (n, width) the upright line near `at` is, in millimetres; None where there is none."""
    window = _pixels(at - REACH, at + REACH)
    profile = np.percentile(dark[:, window], UNBROKEN, axis=0)
    if profile.max() - np.median(profile) < FAINTEST_LINE:
        return None
    weights = np.maximum(profile - (profile.max() + np.median(profile)) / 2, 0)
    near = np.abs(np.arange(len(profile)) - profile.argmax()) <= 3 * PIXELS * FRAME
    place = float((np.arange(len(profile)) * weights * near).sum() / (weights * near).sum())
    return float(window.start + place + 0.5) / PIXELS - MARGIN


def _pixels(low: float, high: float) -> slice:
    return slice(round((low + MARGIN) * PIXELS), round((high + MARGIN) * PIXELS))


def inside(page: Floats, box: Box) -> Floats:
    """What is written in a box."""
    rows = _pixels(box.top + INSIDE, box.bottom - INSIDE)
    return page[rows, _pixels(box.left + INSIDE, box.right - INSIDE)]


def noise_of(cells: list[Floats]) -> float:
    """The spread of the softened paper in boxes, as a share of its brightness; most of a box is paper."""
    values = np.concatenate([blurred(cell, SOFT).ravel() for cell in cells])
    return 1.48 * float(np.median(np.abs(values - np.median(values))))


def is_empty(cell: Floats, noise: float) -> bool:
    """Whether nothing is written in a box, or less than any digit is."""
    ink = 1 - blurred(cell, SOFT) > max(FAINTEST_INK, NOISES * noise)
    longest = float(parts_of(ink).sides.max(initial=0))
    return longest < SHORTEST_INK * PIXELS
