"""From pen strokes to pixels, for many drawings at once: the synthetic digits need thousands a second."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitcore.data.ink.strokes import Floats, Strokes

PIECE_PX = 2.0
"""Longer pieces of a stroke are cut, so that each covers a small window of pixels."""

PIECES_AT_ONCE = 4096
"""Pieces drawn together: their windows (about 100 pixels each) then stay in the processor's cache."""


def rasterise(strokes: Strokes, *, side: int) -> Floats:
    """Draw strokes given in pixels: float32 (drawing_count, side, side), the share of each pixel under ink.

    The share follows from the distance between the pixel's middle and the edge of the ink: exact for a straight edge along
    the grid, wrong by some hundredths elsewhere, and too small where the edges of two strokes share a pixel (the darker
    counts). Pixel (0, 0) reaches from 0 to 1.
    """
    pieces = _cut_into_pieces(strokes)
    window = 3 + math.ceil(PIECE_PX + 2 * float(strokes.radii.max(initial=0)))  # a soft pixel all around
    padded = side + 2 * window  # a window that hangs over the edge stays on the canvas
    canvas = np.zeros(strokes.drawing_count * padded**2, dtype=np.float32)
    for begin in range(0, len(pieces.radii), PIECES_AT_ONCE):
        now = pieces.part(slice(begin, begin + PIECES_AT_ONCE))
        columns, rows, shares = _draw_windows(now, window=window, side=side)
        first_pixels = (now.drawing_numbers * padded + rows + window) * padded + columns + window
        steps = np.arange(window) + padded * np.arange(window)[:, None]
        np.maximum.at(canvas, (first_pixels[:, None, None] + steps).ravel(), shares.ravel())
    return canvas.reshape(-1, padded, padded)[:, window:-window, window:-window]


@dataclass(frozen=True, eq=False)
class _Pieces:
    """Short straight pieces of ink, each from its start by its step, while the radius grows by its swelling."""

    starts: Floats
    steps: Floats
    radii: Floats
    swellings: Floats
    drawing_numbers: NDArray[np.int64]

    def part(self, which: slice) -> _Pieces:
        return _Pieces(
            self.starts[which],
            self.steps[which],
            self.radii[which],
            self.swellings[which],
            self.drawing_numbers[which],
        )


def _cut_into_pieces(strokes: Strokes) -> _Pieces:
    """Join neighbouring points of a stroke (a lone point with itself), and cut long pieces."""
    names = np.stack([strokes.drawing_numbers, strokes.stroke_numbers])
    joined = (names[:, 1:] == names[:, :-1]).all(axis=0)
    lone = ~(np.append(joined, False) | np.insert(joined, 0, False))
    first = np.concatenate([np.flatnonzero(joined), np.flatnonzero(lone)])
    last = np.concatenate([np.flatnonzero(joined) + 1, np.flatnonzero(lone)])

    steps = strokes.points[last] - strokes.points[first]
    swellings = strokes.radii[last] - strokes.radii[first]
    counts = np.maximum(1, np.ceil(np.hypot(steps[:, 0], steps[:, 1]) / PIECE_PX)).astype(np.int64)
    whole = np.repeat(np.arange(len(first)), counts)
    place = np.arange(len(whole)) - np.repeat(np.cumsum(counts) - counts, counts)
    share = (1 / counts[whole]).astype(np.float32)
    begin = share * place.astype(np.float32)
    return _Pieces(
        starts=strokes.points[first[whole]] + steps[whole] * begin[:, None],
        steps=steps[whole] * share[:, None],
        radii=strokes.radii[first[whole]] + swellings[whole] * begin,
        swellings=swellings[whole] * share,
        drawing_numbers=strokes.drawing_numbers[first[whole]],
    )


def _draw_windows(
    pieces: _Pieces, *, window: int, side: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats]:
    """The window of pixels around each piece: its first column and row, and its shares of ink (m, window, window).

    Windows far outside the image are moved to its edge, where they are blank.
    """
    corners = np.rint(pieces.starts + pieces.steps / 2 - window / 2)
    corners = np.clip(corners, -window, side)
    centres = np.arange(window, dtype=np.float32) + np.float32(0.5)
    x = (centres + (corners[:, :1] - pieces.starts[:, :1]))[:, None, :]
    y = (centres + (corners[:, 1:] - pieces.starts[:, 1:]))[:, :, None]
    step_x, step_y = pieces.steps[:, 0, None, None], pieces.steps[:, 1, None, None]
    length_squared = np.maximum(step_x**2 + step_y**2, np.float32(1e-12))

    along = x * (step_x / length_squared) + y * (step_y / length_squared)
    np.clip(along, 0, 1, out=along)  # the nearest point of the piece, 0 at its start, 1 at its end
    distances = np.sqrt((x - along * step_x) ** 2 + (y - along * step_y) ** 2)
    shares = along * pieces.swellings[:, None, None] + (pieces.radii[:, None, None] + np.float32(0.5))
    shares -= distances
    np.clip(shares, 0, 1, out=shares)
    columns, rows = corners.astype(np.int64).T
    return columns, rows, shares
