"""From skeletons to curves: matrices that turn a few given points into the path of a pen.

A point of a smooth curve is a weighted sum of the given points. So every skeleton is a matrix, and thousands of images,
each with its points moved a little (`synthetic`), are one product of matrices.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitcore.data.drawn.skeletons import SKELETONS, Skeleton, Stroke

Doubles = NDArray[np.float64]

POINTS = 44
"""Points along the path of each skeleton, over all its strokes; about 1.3 pixels apart when framed."""

THROUGH = np.array([[0, 2, 0, 0], [-1, 0, 1, 0], [2, -5, 4, -1], [-1, 3, -3, 1]]) / 2
"""A cubic curve through its points (Catmull-Rom): row = power of the position, column = point."""

PAST = np.array([[1, 4, 1, 0], [-3, 0, 3, 0], [3, -6, 3, 0], [-1, 3, -3, 1]]) / 6
"""A smoother curve that passes near its points (cubic B-spline)."""


@dataclass(frozen=True, eq=False)
class Templates:
    """All skeletons as arrays, so that images of different skeletons are computed at once.

    S skeletons of up to C given points each (fewer are padded with points that have no influence).
    A path is `sharp[s] @ given` or `round[s] @ given`, or anything between.
    """

    given: NDArray[np.float32]
    """(S, C, 2): the points of the table, centred and scaled to -1..1."""
    sharp: NDArray[np.float32]
    """(S, POINTS, C): for a pen that goes through each point and turns sharply at marked ones."""
    round: NDArray[np.float32]
    """(S, POINTS, C): for a hasty pen that cuts every corner."""
    beyond: NDArray[np.float32]
    """(S, C, C): at the ends of strokes, the direction from the neighbouring point to the end; else 0."""
    stroke_of_given: NDArray[np.int64]
    """(S, C): which stroke a given point belongs to."""
    stroke_of_point: NDArray[np.int64]
    """(S, POINTS): which stroke a point of the path belongs to."""
    choice: NDArray[np.float64]
    """(S,), rising: for u in 0..1, the first value above digit + u belongs to the skeleton of that digit at u."""


@cache
def templates() -> Templates:
    """The table of skeletons as arrays."""
    width = max(sum(len(stroke.points) for stroke in skeleton.strokes) for skeleton in SKELETONS)
    columns = zip(*(_template(skeleton, width) for skeleton in SKELETONS), strict=True)
    given, sharp, rounded, beyond, stroke_of_given, stroke_of_point = (np.stack(column) for column in columns)
    commonness = np.array([skeleton.commonness for skeleton in SKELETONS])
    digits = np.array([skeleton.digit for skeleton in SKELETONS])
    totals = np.bincount(digits, commonness)
    return Templates(
        given=given.astype(np.float32),
        sharp=sharp.astype(np.float32),
        round=rounded.astype(np.float32),
        beyond=beyond.astype(np.float32),
        stroke_of_given=stroke_of_given,
        stroke_of_point=stroke_of_point,
        choice=np.cumsum(commonness / totals[digits]),
    )


def _template(skeleton: Skeleton, width: int) -> tuple[NDArray[Any], ...]:
    """One skeleton's part of each array of `Templates`, padded to `width` given points."""
    strokes = skeleton.strokes
    counts = [len(stroke.points) for stroke in strokes]
    amounts = _points_per_stroke(strokes)
    given = np.zeros((width, 2))
    given[: sum(counts)] = np.concatenate([stroke.points for stroke in strokes]) / 50 - 1
    sharp, rounded, beyond = [], [], []
    for stroke, amount in zip(strokes, amounts, strict=True):
        along = _even_steps(stroke, amount)
        sharp.append(_weights(along, np.array(stroke.sharp), THROUGH))
        rounded.append(_weights(along, np.zeros(len(stroke.points), dtype=bool), PAST))
        beyond.append(_beyond(len(stroke.points)))
    numbers = np.arange(len(strokes))
    return (
        given,
        _block_diagonal(sharp, (POINTS, width)),
        _block_diagonal(rounded, (POINTS, width)),
        _block_diagonal(beyond, (width, width)),
        np.pad(np.repeat(numbers, counts), (0, width - sum(counts))),
        np.repeat(numbers, amounts),
    )


def path(stroke: Stroke, points: int) -> Doubles:
    """(points, 2): positions at even distances on the smooth curve through the given points of a stroke."""
    given = np.array(stroke.points, dtype=np.float64)
    weights: Doubles = _weights(_even_steps(stroke, points), np.array(stroke.sharp), THROUGH)
    return weights @ given


def _distances(stroke: Stroke) -> Doubles:
    """(c,): how far each given point is from the first, along the points between."""
    steps = np.diff(np.array(stroke.points), axis=0)
    return np.insert(np.cumsum(np.hypot(steps[:, 0], steps[:, 1])), 0, 0)


def _points_per_stroke(strokes: tuple[Stroke, ...]) -> NDArray[np.int64]:
    """How many of the POINTS each stroke gets, in proportion to its length; the first gets the remainder."""
    lengths = np.array([_distances(stroke)[-1] for stroke in strokes])
    amounts: NDArray[np.int64] = np.maximum(2, POINTS * lengths / lengths.sum()).astype(np.int64)
    amounts[0] += POINTS - amounts.sum()
    return amounts


def _even_steps(stroke: Stroke, amount: int) -> Doubles:
    """`amount` positions along a stroke at even distances; position 1.5 is half-way from point 1 to point 2."""
    distances = _distances(stroke)
    return np.interp(np.linspace(0, distances[-1], amount), distances, np.arange(len(distances)))


def _weights(along: Doubles, corners: NDArray[np.bool_], curve: Doubles) -> Doubles:
    """(positions, c): the weight of each given point at each position of a cubic curve.

    A piece of the curve depends on four points. Where one is missing (at the ends) or does not count (beyond a sharp
    turn), the nearer two are continued in a straight line.
    """
    count = len(corners)
    weights = np.zeros((len(along), count + 2))  # with an imagined point before the first and after the last
    piece = np.minimum(along.astype(np.int64), count - 2)
    powers = (along - piece)[:, None] ** np.arange(4)
    before, here, there, behind = (powers @ curve).T
    stop_before = (piece == 0) | corners[piece]
    stop_behind = (piece == count - 2) | corners[piece + 1]
    rows = np.arange(len(along))
    weights[rows, piece] = np.where(stop_before, 0, before)
    weights[rows, piece + 1] = here + np.where(stop_before, 2 * before, 0) - np.where(stop_behind, behind, 0)
    weights[rows, piece + 2] = there + np.where(stop_behind, 2 * behind, 0) - np.where(stop_before, before, 0)
    weights[rows, piece + 3] = np.where(stop_behind, 0, behind)
    return weights[:, 1:-1]


def _beyond(count: int) -> Doubles:
    """(c, c): times a stroke's points, the step from the neighbouring point to the end, at both ends."""
    matrix = np.zeros((count, count))
    matrix[0, :2] = 1, -1
    matrix[-1, -2:] = -1, 1
    return matrix


def _block_diagonal(blocks: list[Doubles], shape: tuple[int, int]) -> Doubles:
    matrix = np.zeros(shape)
    row = column = 0
    for block in blocks:
        height, width = block.shape
        matrix[row : row + height, column : column + width] = block
        row, column = row + height, column + width
    return matrix
