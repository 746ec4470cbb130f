"""A drawing as it came in: strokes on a canvas, or a picture of ink. All framing begins with one."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from digitcore.data.ink.paper import find_ink
from digitcore.data.ink.strokes import Floats
from digitcore.errors import BadInput

CANVAS = 280.0
STROKE_WIDTH = 20.0
MOST_POINTS = 20_000
"""Five minutes of drawing, as browsers report it."""
FURTHEST = 100_000.0
"""The largest coordinate and size, far outside of any screen."""

_ADVICE = 'Give {"canvas": 280, "stroke_width": 20, "strokes": [[[x, y], …], …]}, all of them numbers.'


@dataclass(frozen=True, eq=False)
class Drawing:
    """Strokes on a canvas, or a picture.

    >>> drawing = Drawing.from_strokes([[(140, 60), (140, 220)]])
    >>> drawing.to_json()
    '{"canvas": 280.0, "stroke_width": 20.0, "strokes": [[[140.0, 60.0], [140.0, 220.0]]]}'
    """

    strokes: tuple[Floats, ...] = ()
    """Each (n, 2) in the pixels of the canvas, x to the right, y down; empty if the drawing is a picture."""
    stroke_width: float = STROKE_WIDTH
    """In the pixels of the canvas."""
    canvas: float = CANVAS
    """The side of the canvas, or the longer side of the picture."""
    bitmap: Floats | None = None
    """(height, width): the share of ink in each pixel, 0..1; None where there are strokes."""

    @classmethod
    def from_strokes(
        cls, strokes: Sequence[ArrayLike], *, canvas: float = CANVAS, stroke_width: float = STROKE_WIDTH
    ) -> Drawing:
        """From lists of points (n, 2); a stroke of one point is a dot, an empty stroke is left out."""
        arrays = [np.array(stroke, dtype=np.float32) for stroke in strokes]
        arrays = [array for array in arrays if array.size]
        _check(arrays, canvas=canvas, stroke_width=stroke_width)
        for array in arrays:
            array.flags.writeable = False
        return cls(tuple(arrays), float(stroke_width), float(canvas))

    @classmethod
    def from_image(cls, array: NDArray[Any]) -> Drawing:
        """From a picture: uint8 grey (h, w), or (h, w, channels) with colours or transparency.

        A picture in which `find_ink` finds none becomes a blank drawing.
        """
        bitmap = find_ink(array)
        bitmap.flags.writeable = False
        return cls(canvas=float(max(bitmap.shape)), bitmap=bitmap)

    @classmethod
    def from_json(cls, text: str | bytes) -> Drawing:
        """From the text of `to_json`; raises if it is anything else."""
        try:
            content = json.loads(text)
            strokes, canvas, width = content["strokes"], content["canvas"], content["stroke_width"]
            return cls.from_strokes(strokes, canvas=canvas, stroke_width=width)
        except BadInput:
            raise
        except (ValueError, TypeError, KeyError, RecursionError, OverflowError):
            raise BadInput("This is not a drawing as stroke JSON.", _ADVICE) from None

    def to_json(self) -> str:
        """The strokes as JSON, to a tenth of a pixel; raises for a picture."""
        if self.bitmap is not None:
            raise BadInput("A picture has no strokes.", "Keep it as a picture.")
        strokes = [stroke.astype(np.float64).round(1).tolist() for stroke in self.strokes]
        return json.dumps({"canvas": self.canvas, "stroke_width": self.stroke_width, "strokes": strokes})

    @cached_property
    def is_blank(self) -> bool:
        """Whether there is no ink at all."""
        return not self.strokes and (self.bitmap is None or not self.bitmap.any())


def _check(strokes: Sequence[Floats], *, canvas: float, stroke_width: float) -> None:
    """Raise if the arrays have other shapes, if numbers are not finite, or if sizes are too large."""
    for name, value in (("canvas", canvas), ("stroke_width", stroke_width)):
        is_number = isinstance(value, int | float | np.number) and not isinstance(value, bool)
        if not is_number or not 0 < value <= FURTHEST:
            raise BadInput(f"The drawing's {name} is {str(value)[:40]!r}.", _ADVICE)
    if sum(map(len, strokes)) > MOST_POINTS:
        raise BadInput(f"The drawing has more than {MOST_POINTS:,} points.", "Draw less at once.")
    for number, stroke in enumerate(strokes, 1):
        if stroke.ndim != 2 or stroke.shape[1] != 2:
            raise BadInput(f"Stroke {number} is not a list of points with x and y.", _ADVICE)
        if not np.isfinite(stroke).all() or math.fabs(float(np.abs(stroke).max())) > FURTHEST:
            raise BadInput(f"Stroke {number} has points that lie nowhere.", _ADVICE)
