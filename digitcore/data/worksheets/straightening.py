"""Which four marks belong to a worksheet and which way is up, and the page as if it was photographed from above."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from digitcore.data.ink.strokes import Floats
from digitcore.data.worksheets.layout import BAR, HEIGHT, MARKS, WIDTH
from digitcore.data.worksheets.marks import DARK

PIXELS = 5
"""To a millimetre of the straightened page: a photograph of 1600 pixels that is filled by the sheet has about as many."""
MARGIN = 5.0
"""Millimetres around the worksheet that are kept."""
LEAST_TURN = 0.2
"""Sine of the flattest corner of a sheet that is seen from the side."""

Doubles = NDArray[np.float64]


def mapping(marks: Floats, shares: Floats) -> Doubles | None:
    """The matrix (3, 3) from millimetres of a worksheet to pixels of the picture; None where no four marks are one's."""
    found = [(_bar_score(matrix, shares), matrix) for matrix in _candidates(marks)]
    score, best = max(found, key=lambda pair: pair[0], default=(0.0, None))
    return best if score > 0 else None


def straightened(picture: Floats, matrix: Doubles) -> Floats:
    """The worksheet of a picture (h, w) with its margin, `PIXELS` to a millimetre."""
    size = round((WIDTH + 2 * MARGIN) * PIXELS), round((HEIGHT + 2 * MARGIN) * PIXELS)
    to_page = np.array([[1 / PIXELS, 0, -MARGIN], [0, 1 / PIXELS, -MARGIN], [0, 0, 1]])
    steps = (matrix @ to_page) / (matrix @ to_page)[2, 2]
    image = Image.fromarray(picture)
    coefficients = steps.ravel()[:8].tolist()
    page = image.transform(size, Image.Transform.PERSPECTIVE, coefficients, Image.Resampling.BILINEAR)
    return np.asarray(page)


def _candidates(marks: Floats) -> Iterator[Doubles]:
    """The matrix for each four marks that are the corners of a sheet, with each of them as the upper left one."""
    for four in combinations(marks.astype(np.float64), 4):
        corners = np.array(four)
        offsets = corners - corners.mean(axis=0)
        corners = corners[np.argsort(np.arctan2(offsets[:, 1], offsets[:, 0]))]  # clockwise, as y goes down
        if _is_sheet(corners):
            for first in range(4):
                yield projection(np.array(MARKS), np.roll(corners, -first, axis=0))


def _is_sheet(corners: Doubles) -> bool:
    """Whether each corner turns the same way, and none is nearly flat."""
    sides = np.roll(corners, -1, axis=0) - corners
    following = np.roll(sides, -1, axis=0)
    turns = sides[:, 0] * following[:, 1] - sides[:, 1] * following[:, 0]
    lengths = np.hypot(*sides.T)
    return bool((turns > LEAST_TURN * lengths * np.roll(lengths, -1)).all())


def projection(points: Doubles, seen: Doubles) -> Doubles:
    """The matrix (3, 3) that takes four points (4, 2) to where they are seen (4, 2)."""
    rows = []
    for (x, y), (u, v) in zip(points, seen, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y])
    return np.append(np.linalg.solve(np.array(rows), seen.ravel()), 1).reshape(3, 3)


def projected(points: Doubles, matrix: Doubles) -> Doubles:
    """Where the points (n, 2) are seen (n, 2)."""
    seen = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    places: Doubles = seen[:, :2] / seen[:, 2:]
    return places


def _bar_score(matrix: Doubles, shares: Floats) -> float:
    """How much darker the bar is than the paper above and below it; 0 where it is not a bar."""
    left, top, right, bottom = BAR
    x = np.linspace(left + 1, right - 1, 6)
    bar = _sampled(shares, matrix, x, np.linspace(top + 1, bottom - 1, 3))
    paper = _sampled(shares, matrix, x, np.array([top - 2.5, bottom + 2.5]))
    if not len(bar) or not len(paper) or bar.max() >= DARK or paper.min() <= DARK:
        return 0.0
    return float(paper.mean() - bar.mean())


def _sampled(shares: Floats, matrix: Doubles, x: Doubles, y: Doubles) -> Floats:
    """The picture at each of these millimetres; empty where one lies outside."""
    points = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    columns, rows = np.floor(projected(points, matrix)).astype(np.int64).T
    height, width = shares.shape
    if min(columns.min(), rows.min()) < 0 or columns.max() >= width or rows.max() >= height:
        return np.zeros(0, np.float32)
    sampled: Floats = shares[rows, columns]
    return sampled
