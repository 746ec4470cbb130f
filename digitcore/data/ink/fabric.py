"""The data of the drawing component, objects of the JavaScript library Fabric, as strokes.

A stroke is a `path`; the editing tools give it a position, a size and an angle, which are applied here. Anything else
(shapes, text, skewed or erased ink) has no strokes, and the canvas's picture is used. Nothing from a browser is trusted.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitcore.data.ink.strokes import Floats
from digitcore.errors import BadInput

MOST_COMMANDS = 20_000
CURVE_STEP_PX = 3.0
"""The distance between the points of a curve, about."""

_ORIGINS = {"left": -0.5, "top": -0.5, "center": 0.0, "right": 0.5, "bottom": 0.5}


@dataclass(frozen=True, eq=False)
class ParsedCanvas:
    """The strokes of a canvas in its pixels, and the width of the pen; 0 without strokes."""

    strokes: list[Floats]
    stroke_width: float


def read_objects(json_data: Mapping[str, Any] | None) -> ParsedCanvas | None:
    """The strokes on the canvas; None if something on it is no stroke."""
    objects = (json_data or {}).get("objects") or []
    try:
        if not all(_is_stroke(item) for item in objects):
            return None
        if sum(len(item["path"]) for item in objects) > MOST_COMMANDS:
            raise BadInput("There is too much on the canvas.", "Clear it and draw less at once.")
        strokes = [_in_place(item, _curves(item["path"])) for item in objects]
        widths = [_pen(item) for item in objects]
    except (TypeError, ValueError, KeyError, IndexError, AttributeError, OverflowError):
        raise BadInput("The canvas sent something that is no drawing.", "Clear it and draw again.") from None
    pen = float(np.median(widths)) if widths else 0
    return ParsedCanvas([stroke.astype(np.float32) for stroke in strokes], pen)


def _is_stroke(item: Mapping[str, Any]) -> bool:
    is_ink = item.get("globalCompositeOperation", "source-over") == "source-over"
    is_skewed = bool(item.get("skewX") or item.get("skewY"))
    return str(item["type"]).lower() == "path" and is_ink and not is_skewed and not item.get("fill")


@dataclass(frozen=True, eq=False)
class _Curves:
    """The quadratic curves of a path: the start, the control point (`bends`) and the end of each, all (n, 2)."""

    starts: NDArray[np.float64]
    bends: NDArray[np.float64]
    ends: NDArray[np.float64]

    def points(self) -> NDArray[np.float64]:
        """Points along all curves, a few pixels apart."""
        longest = np.hypot(*(self.ends - self.starts).T).max()
        count = int(np.clip(math.ceil(longest / CURVE_STEP_PX), 1, 16))
        t = (np.arange(1, count + 1) / count)[None, :, None]
        starts, bends, ends = (part[:, None] for part in (self.starts, self.bends, self.ends))
        points = (1 - t) ** 2 * starts + 2 * t * (1 - t) * bends + t**2 * ends
        return np.vstack([self.starts[:1], points.reshape(-1, 2)])

    def corners(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The box around the curves as Fabric measures it, which its position of the object refers to."""
        # Fabric 7 measures a quadratic curve as a cubic one with its control point twice, which reaches a little
        # further: with the true box, strokes would lie half a pixel off.
        t = np.linspace(0, 1, 33)[None, :, None]
        starts, bends, ends = (part[:, None] for part in (self.starts, self.bends, self.ends))
        points = ((1 - t) ** 3 * starts + 3 * t * (1 - t) * bends + t**3 * ends).reshape(-1, 2)
        return points.min(axis=0), points.max(axis=0)


def _curves(commands: Sequence[Sequence[Any]]) -> _Curves:
    """The path of a pen: a move, then lines and quadratic curves; a line becomes a curve that does not bend."""
    letters = [command[0] for command in commands]
    if letters[0] != "M" or not set(letters[1:]) <= {"L", "Q"}:
        raise ValueError("a path with other commands")
    ends = np.array([[float(command[-2]), float(command[-1])] for command in commands], dtype=np.float64)
    starts = np.vstack([ends[:1], ends[:-1]])
    bends = (starts + ends) / 2
    for number, command in enumerate(commands):
        if command[0] == "Q":
            bends[number] = float(command[1]), float(command[2])
    return _Curves(starts, bends, ends)


def _number(item: Mapping[str, Any], name: str, default: float) -> float:
    value = float(item.get(name, default))
    if not math.isfinite(value):
        raise ValueError(name)
    return value


def _pen(item: Mapping[str, Any]) -> float:
    """The width of the pen on the canvas, scaled with its object."""
    scale = math.sqrt(abs(_number(item, "scaleX", 1) * _number(item, "scaleY", 1)))
    return _number(item, "strokeWidth", 1) * (1 if item.get("strokeUniform") else scale)


def _in_place(item: Mapping[str, Any], curves: _Curves) -> NDArray[np.float64]:
    """The points of the object flipped, scaled, rotated about its middle, and moved."""
    low, high = curves.corners()
    scale = np.array([_number(item, "scaleX", 1), _number(item, "scaleY", 1)])
    pen = _number(item, "strokeWidth", 1)
    outer = (high - low) * scale + pen if item.get("strokeUniform") else (high - low + pen) * scale
    angle = math.radians(_number(item, "angle", 0))
    turn = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    origin = np.array([_ORIGINS[item.get("originX", "left")], _ORIGINS[item.get("originY", "top")]])
    place = np.array([_number(item, "left", math.nan), _number(item, "top", math.nan)])
    flips = np.array([-1.0 if item.get("flipX") else 1.0, -1.0 if item.get("flipY") else 1.0])
    centred = ((curves.points() - (low + high) / 2) * scale * flips) @ turn
    placed: NDArray[np.float64] = centred + place - (origin * outer) @ turn
    return placed
