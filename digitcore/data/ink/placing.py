"""Place the strokes of many drawings in their images: cut out, set upright, scaled, with the pen of the data, balanced.

Drawings that are pictures are placed by `pictures`.
"""

from __future__ import annotations

import numpy as np

from digitcore.data.ink.framings import Framing
from digitcore.data.ink.raster import rasterise
from digitcore.data.ink.strokes import Floats, Strokes

BAR = 0.2
"""Ink narrower than this share of its height is a bar, and is not stretched to the width of a digit."""
FLATTEST = 0.02
"""A side counts as at least this share of the other, which limits stretching."""
END_SHARE = 0.06
"""The height of the top and of the bottom of a drawing, as a share of the whole, in setting it upright."""
MOST_SLANT = 0.7
"""The largest shear, sideways for each step down: handwriting slants less."""

TIE = 1e-4
"""Ink that lies exactly between two pixels, as a straight line does, goes to the upper left one. Otherwise rounding errors
would decide, and the browser (`assets/browser/frame.mjs`) adds up in another order."""

_TINY = np.float32(1e-6)


def place(strokes: Strokes, spec: Framing, steps: frozenset[str], *, canvas: float | None) -> Strokes:
    """The strokes at their place in the image, in dots; without `crop` the whole canvas is scaled."""
    if "crop" not in steps and canvas is not None:
        scale = np.float32(spec.dots_side / canvas)
        pen = np.full_like(strokes.radii, spec.pen / 2) if "pen" in steps else strokes.radii * scale
        return strokes.moved(strokes.points * scale, pen)
    if "upright" in steps:
        strokes = set_upright(strokes)
    if "pen" not in steps:
        return fit_to_box(strokes, spec, steps)
    return _redraw(strokes, spec, steps)


def fit_to_box(strokes: Strokes, spec: Framing, steps: frozenset[str]) -> Strokes:
    """Scale each drawing to the framing's size, and put its box in the middle.

    The pen is scaled with the drawing, so the outline of the ink fills the box, and not its middle line.
    """
    numbers = strokes.drawing_numbers
    low, high = strokes.corners(margin=strokes.radii[:, None])
    scales = scales_to_box(high - low, spec, steps)
    points = (strokes.points - (low[numbers] + high[numbers]) / 2) * scales[numbers] + spec.dots_side / 2
    return strokes.moved(points, strokes.radii * np.sqrt(scales.prod(axis=1))[numbers])


def scales_to_box(
    sizes: Floats, spec: Framing, steps: frozenset[str], *, pen: Floats | float = 0.0
) -> Floats:
    """The factors of x and y (k, 2), for boxes (k, 2) around ink, or around middle lines that leave room for a `pen`."""
    sizes = np.maximum(sizes, np.maximum(FLATTEST * sizes.max(axis=1, keepdims=True), _TINY))
    room = np.broadcast_to(spec.box - np.float32(pen), len(sizes))
    if "aspect" not in steps:
        scales = room[:, None] / sizes
    elif spec.width is None:
        scales = np.repeat(room[:, None] / sizes.max(axis=1, keepdims=True), 2, axis=1)
    else:
        y = room / sizes[:, 1]
        stretched = np.maximum(room - (spec.box - spec.width), 1) / sizes[:, 0]
        scales = np.stack([np.where(sizes[:, 0] < BAR * sizes[:, 1], y, stretched), y], axis=1)
    return scales.astype(np.float32)


def _redraw(strokes: Strokes, spec: Framing, steps: frozenset[str]) -> Strokes:
    """Scale the middle lines, and draw them with the framing's pen."""
    pen = np.full(strokes.drawing_count, spec.pen, dtype=np.float32)
    placed = _middle_lines_to_box(strokes, spec, steps, pen)
    if spec.ink_share is None:
        return placed
    # A second time with a pen wider by the missing share of ink: the share is then right within a twentieth.
    share = (rasterise(placed, side=spec.dots_side) >= 0.5).mean(axis=(1, 2))
    wider = np.clip(spec.ink_share / np.maximum(share, 0.01), 1 / 3, 3)
    return _middle_lines_to_box(strokes, spec, steps, (pen * wider).astype(np.float32))


def _middle_lines_to_box(strokes: Strokes, spec: Framing, steps: frozenset[str], pen: Floats) -> Strokes:
    """Scale k drawings so that their ink fills the box with pens of these widths (k,) in dots."""
    numbers = strokes.drawing_numbers
    low, high = strokes.corners()
    scales = scales_to_box(high - low, spec, steps, pen=pen)
    points = (strokes.points - (low[numbers] + high[numbers]) / 2) * scales[numbers] + spec.dots_side / 2
    return strokes.moved(points, (pen / 2)[numbers])


def set_upright(strokes: Strokes) -> Strokes:
    """Shear each drawing until the left end of its top is above that of its bottom."""
    numbers, (x, y) = strokes.drawing_numbers, strokes.points.T
    low, high = strokes.corners()
    height = np.maximum((high - low)[:, 1], _TINY)
    band = END_SHARE * height
    ends = []
    for is_end in (y <= (low[:, 1] + band)[numbers], y >= (high[:, 1] - band)[numbers]):
        left = np.full(strokes.drawing_count, np.inf, dtype=np.float32)
        np.minimum.at(left, numbers[is_end], x[is_end])
        ends.append(left)
    with np.errstate(invalid="ignore"):  # a drawing without points has no ends
        slant = np.clip((ends[1] - ends[0]) / height, -MOST_SLANT, MOST_SLANT)
    sheared = np.stack([x - slant[numbers] * y, y], axis=1)
    return strokes.moved(sheared, strokes.radii)


def centre_mass(images: Floats) -> Floats:
    """Move each image by whole pixels until its ink's centre of mass is in pixel `side` / 2, counted from 0.

    That is half a pixel right of and below the exact middle, as in every image of MNIST. Ink never leaves the image;
    blank images stay as they are.
    """
    count, side = images.shape[:2]
    places = np.arange(side)
    shifts = []
    for axis in (1, 2):
        profile = images.sum(axis=3 - axis)
        mass = np.maximum(profile.sum(axis=1), np.finfo(np.float32).tiny)
        wanted = np.rint(side / 2 - TIE - profile @ places / mass).astype(np.int64)
        empty_before = (profile > 0).argmax(axis=1)
        empty_behind = (profile[:, ::-1] > 0).argmax(axis=1)
        shifts.append(np.clip(wanted, -empty_before, empty_behind))
    rows, columns = ((places - shift[:, None]) % side for shift in shifts)
    moved: Floats = images[np.arange(count)[:, None, None], rows[:, :, None], columns[:, None, :]]
    return moved
