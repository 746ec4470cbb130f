"""Place a drawing that is a picture: `placing` with pixels.

If the pen is far too thin, the middle lines are traced and drawn again as strokes; for data with a constant share of ink
also if it is too thick.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from digitcore.data.ink.framings import Framing
from digitcore.data.ink.placing import END_SHARE, MOST_SLANT, scales_to_box
from digitcore.data.ink.strokes import Floats, Strokes
from digitcore.data.ink.tracing import length_of, trace

INK = 0.25
"""Pixels with this share of ink or more count for the box around it."""
TRACING_SIDE = 80
"""The longest side of ink whose middle lines are traced: four times MNIST's box."""
USUAL_SHARES = (0.75, 1.35)
"""A picture whose share of ink divided by the framing's `ink_share` lies between these is not drawn again."""
# Measured on MNIST's framing: thin pens gain by it, thick ones lost 0.04, since lines that run together cannot be separated.
THINNEST_PEN = 0.6
"""A pen below this share of the framing's is replaced."""


def place_picture(bitmap: Floats, spec: Framing, steps: frozenset[str]) -> Floats:
    """The picture (h, w) at its place in the image: float32 (dots_side, dots_side), shares of ink."""
    if "crop" not in steps:
        whole = squared(bitmap) if "aspect" in steps else bitmap
        return resized(whole, spec.dots_side, spec.dots_side, is_smooth="antialias" in steps)
    ink = cut_out(bitmap)
    if "upright" in steps:
        ink = cut_out(_upright(ink))
    height, width = ink.shape
    scales = scales_to_box(np.array([[width, height]], dtype=np.float32), spec, steps)[0]
    columns, rows = np.clip(np.rint(scales * (width, height)), 1, spec.dots_side).astype(int)
    small = resized(ink, columns, rows, is_smooth="antialias" in steps)
    top, left = (spec.dots_side - rows) // 2, (spec.dots_side - columns) // 2
    placed = np.zeros((spec.dots_side, spec.dots_side), dtype=np.float32)
    placed[top : top + rows, left : left + columns] = small
    return placed


def redrawn_lines(bitmap: Floats, spec: Framing, steps: frozenset[str]) -> Strokes | None:
    """The middle lines of the ink, in pixels of the bitmap; None if its pen is like that of the data."""
    if spec.ink_share is not None:
        share = (place_picture(bitmap, spec, steps) >= 0.5).mean() / spec.ink_share
        if USUAL_SHARES[0] <= share <= USUAL_SHARES[1]:
            return None
    low, high = ink_box(bitmap)
    ink = bitmap[low[1] : high[1], low[0] : high[0]]
    traced = _traced(ink)
    if traced is None:
        return None
    pieces, pen, scale = traced
    if spec.ink_share is None and pen * spec.box / TRACING_SIDE >= THINNEST_PEN * spec.pen:
        return None
    points = ((pieces - 1) / scale + low.astype(np.float32)).reshape(-1, 2)
    return Strokes(
        points=points,
        radii=np.full(len(points), pen / scale / 2, dtype=np.float32),
        stroke_numbers=np.repeat(np.arange(len(pieces)), 2),
        drawing_numbers=np.zeros(len(points), dtype=np.int64),
        drawing_count=1,
    )


def pen_width(bitmap: Floats) -> float:
    """The width of the pen in pixels: ink divided by the length of its middle lines; 0 without lines."""
    traced = _traced(cut_out(bitmap)) if bitmap.any() else None
    return traced[1] / float(traced[2]) if traced else 0.0


def _traced(ink: Floats) -> tuple[Floats, float, np.float32] | None:
    """Middle lines (n, 2, 2), the width of the pen, and the scale of both, one pixel in; None without lines."""
    scale = np.float32(TRACING_SIDE / max(ink.shape))
    rows, columns = (max(1, round(side * float(scale))) for side in ink.shape)
    large = np.pad(resized(ink, columns, rows), 1)
    pieces = trace(large >= 0.5)
    length = length_of(pieces)
    return (pieces, float(large.sum()) / length, scale) if length else None


def ink_box(bitmap: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The corners of the ink's box as (x, y): its first pixel, and the pixel behind its last."""
    mask = bitmap >= min(INK, float(bitmap.max()))
    x, y = np.flatnonzero(mask.any(axis=0)), np.flatnonzero(mask.any(axis=1))
    return np.array([x[0], y[0]]), np.array([x[-1] + 1, y[-1] + 1])


def cut_out(bitmap: Floats) -> Floats:
    """The part of the picture inside the ink's box."""
    low, high = ink_box(bitmap)
    return bitmap[low[1] : high[1], low[0] : high[0]]


def squared(bitmap: Floats) -> Floats:
    """The picture made square with empty paper on both sides."""
    height, width = bitmap.shape
    side = max(height, width)
    top, left = (side - height) // 2, (side - width) // 2
    return np.pad(bitmap, ((top, side - height - top), (left, side - width - left)))


def resized(bitmap: Floats, width: int, height: int, *, is_smooth: bool = True) -> Floats:
    """The picture in another size: averages of areas if it shrinks, the nearest pixels if not `is_smooth`."""
    shrinks = width * height < bitmap.size
    smooth = Image.Resampling.BOX if shrinks else Image.Resampling.BILINEAR
    method = smooth if is_smooth else Image.Resampling.NEAREST
    return np.asarray(Image.fromarray(bitmap).resize((width, height), method), dtype=np.float32)


def _upright(ink: Floats) -> Floats:
    """Move rows sideways until the left end of the top is above that of the bottom."""
    height = len(ink)
    band = max(1, round(END_SHARE * height))
    ends = [np.flatnonzero((part >= INK).any(axis=0)) for part in (ink[:band], ink[-band:])]
    if not all(end.size for end in ends):
        return ink
    slant = float(np.clip((ends[1][0] - ends[0][0]) / height, -MOST_SLANT, MOST_SLANT))
    shifts = np.rint(slant * (np.arange(height) - height / 2)).astype(np.int64)
    margin = int(np.abs(shifts).max())
    wide = np.pad(ink, ((0, 0), (margin, margin)))
    columns = np.arange(wide.shape[1]) + shifts[:, None]
    inside = (columns >= 0) & (columns < wide.shape[1])
    sheared: Floats = np.where(inside, np.take_along_axis(wide, columns % wide.shape[1], axis=1), 0)
    return sheared
