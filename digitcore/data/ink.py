"""From pen strokes to the pixels a model sees: the rasteriser, and how a dataset frames a digit.

Second in the reading order, after the datasets. Many drawings are drawn at once: the synthetic digits need
thousands a second, the canvas needs one without delay. What is left out: where the strokes
come from (`skeletons` invents them), and drawings that come as bitmaps.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

PIECE_PX = 2.0
"""Longer pieces of a stroke are cut, so that each one concerns a small window of pixels."""

PIECES_AT_ONCE = 4096
"""Pieces drawn in one go: their windows (about 100 pixels each) then stay in the processor's cache."""


@dataclass(frozen=True)
class Framing:
    """How a dataset places a digit in its images; a drawing framed alike can be shown to its models."""

    title: str
    sentence: str
    side: int
    """Images are `side` × `side` pixels."""
    maximum: int
    """The value of full ink; empty paper is 0."""
    box: int
    """The longest side of the ink, in pixels."""


FRAMINGS = {
    "mnist": Framing(
        title="MNIST",
        sentence="The ink is scaled until its longest side is 20 pixels, keeping its proportions, and its "
        "centre of mass is put in the middle of 28×28 pixels.",
        side=28,
        maximum=255,
        box=20,
    ),
}


@dataclass(frozen=True, eq=False)
class Strokes:
    """The strokes of many drawings, point after point.

    Neighbouring points of the same stroke and drawing are joined; a stroke of one point is a dot.
    """

    points: Floats
    """(m, 2): x to the right, y down."""
    radii: Floats
    """(m,): half the pen's width at each point, in the units of the points, above 0."""
    stroke_numbers: NDArray[np.int64]
    """(m,): which stroke of its drawing a point belongs to."""
    drawing_numbers: NDArray[np.int64]
    """(m,): which drawing it belongs to, 0..drawing_count-1."""
    drawing_count: int

    def take(self, indices: NDArray[np.integer]) -> Strokes:
        """The drawings at `indices`, in that order; one may be taken several times."""
        order = np.argsort(self.drawing_numbers, kind="stable")
        counts = np.bincount(self.drawing_numbers, minlength=self.drawing_count)
        starts = np.cumsum(counts) - counts
        taken = counts[indices]
        place = np.arange(taken.sum()) - np.repeat(np.cumsum(taken) - taken, taken)
        rows = order[np.repeat(starts[indices], taken) + place]
        return Strokes(
            self.points[rows],
            self.radii[rows],
            self.stroke_numbers[rows],
            np.repeat(np.arange(len(indices)), taken),
            len(indices),
        )

    def drawn_with(self, pen_px: Floats | float, *, framing: str = "mnist") -> Strokes:
        """The same middle lines, with a pen that is `pen_px` pixels wide once the drawing is framed.

        One width for all drawings, or (drawing_count,) of them; each below the framing's box.
        """
        low, high = _corners(self)
        size = np.maximum((high - low).max(axis=1), 0)
        widths = np.broadcast_to(np.float32(pen_px), size.shape)
        radii = np.maximum(widths / 2 * size / (FRAMINGS[framing].box - widths), np.float32(1e-3))
        return replace(self, radii=radii[self.drawing_numbers].astype(np.float32))


def _corners(strokes: Strokes, margin: Floats | float = 0) -> tuple[Floats, Floats]:
    """The lowest and highest x and y of each drawing (drawing_count, 2); infinite where it has no points."""
    low = np.full((strokes.drawing_count, 2), np.inf, dtype=np.float32)
    high = np.full((strokes.drawing_count, 2), -np.inf, dtype=np.float32)
    np.minimum.at(low, strokes.drawing_numbers, strokes.points - margin)
    np.maximum.at(high, strokes.drawing_numbers, strokes.points + margin)
    return low, high


def frame_strokes(strokes: Strokes, *, framing: str = "mnist") -> Floats:
    """The drawings as images of a dataset: float32 (drawing_count, side, side) in 0..maximum.

    A drawing without points stays empty paper.
    """
    spec = FRAMINGS[framing]
    fitted = fit_to_box(strokes, box=spec.box, side=spec.side)
    return centre_mass(rasterise(fitted, side=spec.side)) * np.float32(spec.maximum)


def fit_to_box(strokes: Strokes, *, box: float, side: int) -> Strokes:
    """Scale each drawing until the longest side of its ink is `box`, and put the ink's box in the middle.

    The pen is scaled with the drawing, so the outline of the ink, not its middle line, fills the box.
    """
    numbers = strokes.drawing_numbers
    low, high = _corners(strokes, margin=strokes.radii[:, None])
    scale = box / (high - low).max(axis=1)
    points = (strokes.points - (low[numbers] + high[numbers]) / 2) * scale[numbers, None] + side / 2
    return Strokes(
        points.astype(np.float32),
        strokes.radii * scale[numbers],
        strokes.stroke_numbers,
        numbers,
        strokes.drawing_count,
    )


def rasterise(strokes: Strokes, *, side: int) -> Floats:
    """Draw strokes given in pixels: float32 (drawing_count, side, side), the share of each pixel under ink.

    The share is taken from the distance between the pixel's middle and the edge of the ink: exact for a
    straight edge along the grid, off by some hundredths elsewhere, and too small where the edges of two
    strokes share a pixel (the darker one counts). Pixel (0, 0) reaches from 0 to 1.
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


def centre_mass(images: Floats) -> Floats:
    """Move each image by whole pixels, so that its ink's centre of mass lies in the middle.

    The move ends where the ink would leave the image. Blank images stay as they are.
    """
    count, side = images.shape[:2]
    places = np.arange(side)
    shifts = []
    for axis in (1, 2):
        profile = images.sum(axis=3 - axis)
        mass = np.maximum(profile.sum(axis=1), np.finfo(np.float32).tiny)
        wanted = np.rint((side - 1) / 2 - profile @ places / mass).astype(np.int64)
        empty_before = (profile > 0).argmax(axis=1)
        empty_behind = (profile[:, ::-1] > 0).argmax(axis=1)
        shifts.append(np.clip(wanted, -empty_before, empty_behind))
    rows, columns = ((places - shift[:, None]) % side for shift in shifts)
    moved: Floats = images[np.arange(count)[:, None, None], rows[:, :, None], columns[:, None, :]]
    return moved


@dataclass(frozen=True, eq=False)
class _Pieces:
    """Short straight pieces of ink: from `starts` by `steps`, while the radius grows by `swellings`."""

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
    """Join neighbouring points of a stroke (a lone point with itself), and cut what is long."""
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
    """The window of pixels around each piece: its first column and row, and its shares of ink.

    Shares are (m, window, window). Windows far outside the image are moved to its edge, where they are blank.
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
