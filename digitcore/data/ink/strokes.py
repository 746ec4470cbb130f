"""The strokes of many drawings as arrays: thousands of synthetic digits, or the one on the canvas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from digitcore.data.ink.framings import FRAMINGS

Floats = NDArray[np.float32]


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

    @classmethod
    def of_many(cls, drawings: Sequence[Sequence[NDArray[np.floating]]], *, radius: float = 1) -> Strokes:
        """The drawings, each a sequence of strokes (n, 2), all with the same pen; strokes are numbered through all."""
        strokes = [stroke for drawing in drawings for stroke in drawing]
        lengths = np.array([len(stroke) for stroke in strokes], dtype=np.int64)
        owners = np.repeat(np.arange(len(drawings)), [len(drawing) for drawing in drawings])
        points = np.concatenate([*strokes, np.empty((0, 2))]).astype(np.float32)
        return cls(
            points=points,
            radii=np.full(len(points), radius, dtype=np.float32),
            stroke_numbers=np.repeat(np.arange(len(strokes)), lengths),
            drawing_numbers=np.repeat(owners, lengths),
            drawing_count=len(drawings),
        )

    def take(self, indices: NDArray[np.integer]) -> Strokes:
        """The drawings at `indices`, in that order; an index may occur several times."""
        order = np.argsort(self.drawing_numbers, kind="stable")
        counts = np.bincount(self.drawing_numbers, minlength=self.drawing_count)
        starts = np.cumsum(counts) - counts
        lengths = counts[indices]
        place = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        rows = order[np.repeat(starts[indices], lengths) + place]
        return Strokes(
            self.points[rows],
            self.radii[rows],
            self.stroke_numbers[rows],
            np.repeat(np.arange(len(indices)), lengths),
            len(indices),
        )

    def moved(self, points: NDArray[np.floating], radii: NDArray[np.floating]) -> Strokes:
        """The same strokes with other points (m, 2) and radii (m,)."""
        return replace(self, points=points.astype(np.float32), radii=radii.astype(np.float32))

    def drawn_with(self, pen_px: Floats | float, *, framing: str = "mnist") -> Strokes:
        """The same lines, with a pen that is `pen_px` pixels wide after the drawing was framed.

        It is one width or (drawing_count,) of them, each below the framing's box.
        """
        low, high = self.corners()
        size = np.maximum((high - low).max(axis=1), 0)
        widths = np.broadcast_to(np.float32(pen_px), size.shape)
        radii = np.maximum(widths / 2 * size / (FRAMINGS[framing].box - widths), np.float32(1e-3))
        return self.moved(self.points, radii[self.drawing_numbers])

    def corners(self, margin: Floats | float = 0) -> tuple[Floats, Floats]:
        """The lowest and highest x and y of each drawing (drawing_count, 2); infinite where it has no points."""
        low = np.full((self.drawing_count, 2), np.inf, dtype=np.float32)
        high = np.full((self.drawing_count, 2), -np.inf, dtype=np.float32)
        np.minimum.at(low, self.drawing_numbers, self.points - margin)
        np.maximum.at(high, self.drawing_numbers, self.points + margin)
        return low, high


def evenly(stroke: Floats, count: int) -> Floats:
    """`count` points (count, 2) at equal steps along a stroke (n, 2), with its two ends."""
    steps = np.hypot(*np.diff(stroke, axis=0).T)
    along = np.concatenate([[0], np.cumsum(steps)])
    positions = np.linspace(0, along[-1], count)
    return np.stack([np.interp(positions, along, axis) for axis in stroke.T], axis=1).astype(np.float32)
