"""Digits side by side: which strokes, or which patches of ink, make up each of them.

Parts that overlap, touch, or are a small mark near a larger part belong to one digit: a five's hat, the bar of a seven, a
four of two strokes. Digits that run into each other are not separated.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from digitcore.data.ink.components import label
from digitcore.data.ink.drawing import Drawing
from digitcore.data.ink.strokes import Floats, evenly

MOST_PARTS = 40
"""A drawing with more parts is no row of digits."""
OVERLAP = 0.2
"""Parts that share this much of the narrower part's width belong together."""
NARROWEST = 0.12
"""A part counts as at least this wide, in heights of the tallest: the stem of a one has hardly any width."""
TOUCHING = 0.08
"""Parts nearer than this, in heights of the tallest, touch."""
MARK_HEIGHT = 0.5
"""A group lower than this, in heights of the tallest, is a mark that belongs to its neighbour…"""
MARK_GAP = 0.3
"""…if it is nearer than this."""
POINTS_COMPARED = 60
INK = 0.3


@dataclass(frozen=True, eq=False)
class _Part:
    """Points of a stroke, a patch or a group of them, and the numbers of the strokes or patches."""

    points: Floats
    members: tuple[int, ...]

    @property
    def low(self) -> Floats:
        return np.asarray(self.points.min(axis=0))

    @property
    def high(self) -> Floats:
        return np.asarray(self.points.max(axis=0))

    @property
    def height(self) -> float:
        return float(self.high[1] - self.low[1])


def segments(drawing: Drawing) -> tuple[Drawing, ...]:
    """The digits of a drawing from left to right; a drawing of a single digit is returned itself."""
    if drawing.is_blank:
        return (drawing,)
    patches: NDArray[np.int64] | None = None
    if drawing.bitmap is None:
        parts = [_Part(evenly(stroke, POINTS_COMPARED), (n,)) for n, stroke in enumerate(drawing.strokes)]
    else:
        patches, count = label(drawing.bitmap >= INK)
        if count > MOST_PARTS:
            return (drawing,)
        parts = [_Part(_edge(patches == number), (number,)) for number in range(1, count + 1)]
    if not 1 < len(parts) <= MOST_PARTS:
        return (drawing,)
    groups = sorted(_grouped(parts), key=lambda group: float(group.low[0] + group.high[0]))
    if len(groups) == 1:
        return (drawing,)
    return tuple(_only(drawing, group.members, patches) for group in groups)


def _grouped(parts: Sequence[_Part]) -> list[_Part]:
    tallest = max(part.height for part in parts)
    groups = _merged(parts, lambda part, other: _belong(part, other, tallest))
    while len(groups) > 1:
        marks = [group for group in groups if group.height < MARK_HEIGHT * tallest]
        pairs = [(_gap(mark, other), mark, other) for mark in marks for other in groups if other is not mark]
        near = [pair for pair in pairs if pair[0] < MARK_GAP * tallest]
        if not near:
            break
        _, mark, other = min(near, key=lambda pair: pair[0])
        groups = [group for group in groups if group is not mark and group is not other]
        groups.append(_united(mark, other))
    return groups


def _merged(parts: Sequence[_Part], belong: Callable[[_Part, _Part], bool]) -> list[_Part]:
    """Groups of parts in which each part belongs to some other part of the group."""
    groups: list[_Part] = []
    for part in parts:
        united = part
        apart = []
        for group in groups:
            if any(belong(part, parts[index]) for index in _indices(group, parts)):
                united = _united(united, group)
            else:
                apart.append(group)
        groups = [*apart, united]
    return groups


def _indices(group: _Part, parts: Sequence[_Part]) -> list[int]:
    return [index for index, part in enumerate(parts) if part.members[0] in group.members]


def _united(first: _Part, second: _Part) -> _Part:
    return _Part(np.concatenate([first.points, second.points]), first.members + second.members)


def _belong(first: _Part, second: _Part, tallest: float) -> bool:
    """Whether two parts overlap or touch."""
    narrow = max(min(first.high[0] - first.low[0], second.high[0] - second.low[0]), NARROWEST * tallest)
    shared = min(first.high[0], second.high[0]) - max(first.low[0], second.low[0])
    return bool(shared >= OVERLAP * narrow) or _gap(first, second) < TOUCHING * tallest


def _gap(first: _Part, second: _Part) -> float:
    """The distance between the nearest of the compared points."""
    near, far = (part.points[:: max(1, len(part.points) // POINTS_COMPARED)] for part in (first, second))
    return float(np.sqrt(((near[:, None] - far[None]) ** 2).sum(axis=-1).min()))


def _edge(patch: NDArray[np.bool_]) -> Floats:
    """The outermost pixels (n, 2) of a patch in each row and column."""
    rows, columns = np.flatnonzero(patch.any(axis=1)), np.flatnonzero(patch.any(axis=0))
    sides = [np.stack([patch[rows].argmax(axis=1), rows], axis=1)]
    sides.append(np.stack([patch.shape[1] - 1 - patch[rows, ::-1].argmax(axis=1), rows], axis=1))
    sides.append(np.stack([columns, patch[:, columns].argmax(axis=0)], axis=1))
    sides.append(np.stack([columns, patch.shape[0] - 1 - patch[::-1][:, columns].argmax(axis=0)], axis=1))
    return np.concatenate(sides).astype(np.float32)


def _only(drawing: Drawing, members: Sequence[int], patches: NDArray[np.int64] | None) -> Drawing:
    """The drawing with these strokes or patches only."""
    if drawing.bitmap is None or patches is None:
        return replace(drawing, strokes=tuple(drawing.strokes[number] for number in sorted(members)))
    others = (patches > 0) & ~np.isin(patches, members)
    # The soft edges of the other patches, two pixels wide, are removed with them.
    around = np.pad(others, 2)
    for axis in (0, 1):
        around = around | np.roll(around, 1, axis) | np.roll(around, -1, axis)
    return replace(drawing, bitmap=np.where(around[2:-2, 2:-2], np.float32(0), drawing.bitmap))
