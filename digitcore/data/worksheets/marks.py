"""The marks of a worksheet in a photograph: a dark frame with a dark square in its middle, however it is turned."""

from __future__ import annotations

import numpy as np

from digitcore.data.ink.strokes import Floats
from digitcore.data.worksheets.parts import parts_of

DARK = 0.6
"""Print is darker than this share of the paper."""
SIZES = (12, 400)
"""Shortest and longest side of a mark, in pixels."""
MOST_MARKS = 10
"""Taken for marks at most: four on each of two sheets, and something else."""
OFF_MIDDLE = 0.12
"""How far apart the middles of frame and square may be, as a share of the mark: it may be seen from the side."""
FRAME_FILL, SQUARE_FILL = 0.2, 0.38
"""Least share of its upright bounding box that a frame, or a square, fills, also if it is turned by an eighth."""
SQUARE_SIDES = (0.25, 0.65)
"""Least and greatest side of the square, as a share of the frame's; three sevenths as printed."""


def find(shares: Floats) -> Floats:
    """The middles (n, 2), x and y in pixels, of what looks like a mark, at most `MOST_MARKS` of them; the largest first."""
    parts = parts_of(shares < DARK)
    longest = parts.sides.max(axis=1)
    is_shaped = longest <= 2 * parts.sides.min(axis=1)
    frames = parts.take(
        is_shaped & (parts.fill >= FRAME_FILL) & (longest >= SIZES[0]) & (longest <= SIZES[1])
    )
    squares = parts.take(is_shaped & (parts.fill >= SQUARE_FILL))
    side, inner = frames.sides.max(axis=1)[:, None], squares.sides.max(axis=1)
    apart = np.hypot(*np.moveaxis(frames.middle[:, None] - squares.middle, -1, 0))
    belong = (
        (apart <= OFF_MIDDLE * side) & (inner >= SQUARE_SIDES[0] * side) & (inner <= SQUARE_SIDES[1] * side)
    )
    rows, columns = np.nonzero(belong)
    order = np.argsort(-side[rows, 0], kind="stable")[:MOST_MARKS]
    # The square's own middle is the mark's: a frame may have grown together with something beside it.
    found: Floats = squares.middle[columns[order]]
    return found
