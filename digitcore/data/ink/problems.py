"""Rules that refuse a drawing whatever a model says of it: blank, a dot, far too little ink, or a scribble.

Their bounds let written digits pass: of 3,939 digits of the pen strokes, fewer than 3 in a thousand are refused.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from digitcore.data.ink.components import label
from digitcore.data.ink.drawing import Drawing
from digitcore.data.ink.pictures import TRACING_SIDE, cut_out, resized
from digitcore.data.ink.strokes import Floats, evenly
from digitcore.data.ink.tracing import length_of, trace
from digitcore.languages import gettext_noop


@dataclass(frozen=True)
class Problem:
    """The reason why a drawing is no digit, for the person who drew it."""

    title: str
    sentence: str


PROBLEMS = {
    "blank": Problem("Nothing drawn", gettext_noop("There is no ink yet.")),
    "dot": Problem("A dot", gettext_noop("This is a dot. Draw a digit that fills more of the paper.")),
    "too little": Problem("Too small", gettext_noop("There is too little ink to read. Draw larger.")),
    "scribble": Problem("A scribble", gettext_noop("This looks like a scribble, not like a digit.")),
}

DOT_PENS = 0.6
"""A drawing smaller than this many widths of the pen is a dot."""
SMALLEST_SHARE = 0.05
"""A drawing smaller than this share of the canvas has too little ink…"""
FEWEST_PIXELS = 5
"""…and so has a picture whose ink has fewer pixels than this from end to end."""

# Of digits written with a pen, one in a thousand has longer lines than 4.6 sides of its box or more than four sharp
# turns, and none has more than four strokes or eight crossings.
LONGEST = 4.7
MOST_STROKES = 4
MOST_CROSSINGS = 8
MOST_SHARP_TURNS = 4
STEP = 0.06
"""The length of pieces in which crossings are counted, in sides of the box…"""
STRIDE = 0.1
"""…and the length of steps in which sharp turns are counted, over two of them."""
SHARP = 1.9
"""A turn by more than this angle, in radians, is sharp."""

# The same for pictures, in which some lines run together: measured on MNIST and on pictures of pen strokes.
LONGEST_PICTURED = 3.9
MOST_HOLES = 4
MOST_PATCHES = 8
WIDEST_PEN = 0.48
"""Ink whose average width is more than this share of its box is a blot."""


def ink_problem(drawing: Drawing) -> str | None:
    """The name of the rule in `PROBLEMS` that refuses the drawing, or None.

    >>> ink_problem(Drawing.from_strokes([[(140, 60), (140, 220)]]))
    >>> ink_problem(Drawing.from_strokes([[(140, 60), (141, 60)]]))
    'dot'
    """
    if drawing.is_blank:
        return "blank"
    if drawing.bitmap is not None:
        return _problem_of_picture(drawing.bitmap)
    points = np.concatenate(drawing.strokes)
    size = float(np.ptp(points, axis=0).max())
    paths = _paths(drawing.strokes, step=STEP * size)
    if size < DOT_PENS * drawing.stroke_width or not paths:
        return "dot"
    if size < SMALLEST_SHARE * drawing.canvas:
        return "too little"
    pieces = np.concatenate([np.stack([path[:-1], path[1:]], axis=1) for path in paths])
    length = float(np.hypot(*(pieces[:, 1] - pieces[:, 0]).T).sum()) / size
    turns = sum(_sharp_turns(path) for path in _paths(drawing.strokes, step=STRIDE * size))
    is_excessive = length > LONGEST or len(drawing.strokes) > MOST_STROKES or turns > MOST_SHARP_TURNS
    return "scribble" if is_excessive or _crossings(pieces) > MOST_CROSSINGS else None


def _problem_of_picture(bitmap: Floats) -> str | None:
    ink = cut_out(bitmap)
    side = max(ink.shape)
    if side < FEWEST_PIXELS:
        return "too little"
    rows, columns = (max(1, round(length * TRACING_SIDE / side)) for length in ink.shape)
    mask = np.pad(resized(ink, columns, rows) >= 0.5, 1)
    length = length_of(trace(mask)) / TRACING_SIDE
    pen = mask.sum() / max(length, 1 / TRACING_SIDE) / TRACING_SIDE**2
    _, patches = label(mask)
    _, grounds = label(~mask)
    if pen > WIDEST_PEN:
        is_round = min(ink.shape) > 0.6 * side and length < 1
        return "dot" if is_round else "scribble"
    if length > LONGEST_PICTURED or patches > MOST_PATCHES or grounds - 1 > MOST_HOLES:
        return "scribble"
    return None


def _paths(strokes: tuple[Floats, ...], *, step: float) -> list[Floats]:
    """The strokes that are no dots, as points about `step` apart, which drops a trembling hand."""
    paths = []
    for stroke in strokes:
        length = float(np.hypot(*np.diff(stroke, axis=0).T).sum())
        if length > 0:
            # Bounded, since crossings are counted in all pairs; longer strokes are refused for their length anyway.
            paths.append(evenly(stroke, min(max(2, int(length / step) + 1), 400)))
    return paths


def _sharp_turns(path: Floats) -> int:
    """How often the path turns back; neighbouring steps of one turn count once."""
    steps = np.diff(path, axis=0)
    angles = np.arctan2(steps[:, 1], steps[:, 0])
    turned = np.abs((angles[2:] - angles[:-2] + np.pi) % (2 * np.pi) - np.pi) > SHARP
    return int((turned & ~np.insert(turned[:-1], 0, False)).sum()) if turned.size else 0


def _crossings(pieces: Floats) -> int:
    """The number of pairs of pieces that cross."""
    start, end = pieces[:, 0], pieces[:, 1]
    sides = _side(start[:, None], end[:, None], start[None]) * _side(start[:, None], end[:, None], end[None])
    cross = (sides < 0) & (sides.T < 0)
    return int(np.triu(cross).sum())


def _side(start: Floats, end: Floats, point: Floats) -> Floats:
    """The side of the line from start to end on which a point lies: above 0, below 0, or 0 on it."""
    line, offset = end - start, point - start
    side: Floats = line[..., 0] * offset[..., 1] - line[..., 1] * offset[..., 0]
    return side
