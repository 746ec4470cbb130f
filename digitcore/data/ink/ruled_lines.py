"""Remove printed lines, the rules and squares of a sheet, also if it was photographed a little askew.

A printed line runs across most of the picture and is thin. Where writing crosses it the ink is thicker, and stays.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from digitcore.data.ink.components import Mask

REACH = 0.65
"""A line crosses at least this share of the picture."""
TILTS = np.linspace(-0.09, 0.09, 13)
"""Steps up or down for each step sideways: five degrees either way."""
GAP = 5
"""Pixels that may be missing in a line."""


def without_ruled_lines(mask: Mask) -> Mask:
    """The mask (h, w) without thin straight lines across it, level or upright."""
    level, upright = _lines_across(mask), _lines_across(mask.T).T
    crossings = level & upright
    rest: Mask = mask & ~(crossings | _thin(level, mask) | _thin(upright.T, mask.T).T)
    return rest


def _lines_across(mask: Mask) -> Mask:
    """The pixels of nearly level lines, thick or thin."""
    height, width = mask.shape
    columns = np.arange(width)
    on_lines = np.zeros_like(mask)
    for tilt in TILTS:
        rows = np.arange(height)[:, None] + np.rint(tilt * (columns - width / 2)).astype(np.int64)
        inside = (rows >= 0) & (rows < height)
        rows = np.clip(rows, 0, height - 1)
        lines = _long_runs(mask[rows, columns] & inside, shortest=int(REACH * width)) & inside
        if lines.any():
            np.logical_or.at(on_lines, (rows, np.broadcast_to(columns, rows.shape)), lines)
    # The edges of a slanted line are stairs without long runs: two pixels on either side belong to it.
    wide = np.pad(on_lines, ((2, 2), (0, 0)))
    grown: Mask = mask & np.any([wide[step : step + height] for step in range(5)], axis=0)
    return grown


def _thin(lines: Mask, mask: Mask) -> Mask:
    """The pixels of level lines where the ink is about as thick as these lines usually are."""
    if not lines.any():
        return lines
    thickness = _run_lengths(mask.T).T
    usual = float(np.median(thickness[lines]))
    thin: Mask = lines & (thickness <= max(2 * usual, usual + 2))
    return thin


def _long_runs(mask: Mask, *, shortest: int) -> Mask:
    """The pixels of runs along the rows of at least this length; small gaps do not end a run."""
    bridged = mask.copy()
    for step in range(1, GAP + 1):
        bridged[:, step:] |= mask[:, :-step]
    long: Mask = _run_lengths(bridged) >= shortest
    return long


def _run_lengths(mask: Mask) -> NDArray[np.int64]:
    """For each pixel the length of its run along the row; 0 outside of runs."""
    edges = np.diff(np.pad(mask, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    starts, ends = np.nonzero(edges == 1)[1], np.nonzero(edges == -1)[1]
    lengths = np.zeros(mask.shape, dtype=np.int64)
    lengths[mask] = np.repeat(ends - starts, ends - starts)
    return lengths
