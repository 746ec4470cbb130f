"""Taking printed lines away: rules and squares of a sheet, also when it was photographed a little askew.

A printed line runs across most of the picture and is thin. Where writing crosses it, the ink is thicker than the
line, and stays.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from digitcore.data.ink.components import Mask

REACH = 0.65
"""A line crosses at least this share of the picture."""
TILTS = np.linspace(-0.09, 0.09, 13)
"""Up or down for each step sideways: five degrees either way."""
GAP = 5
"""Pixels that may be missing in a line."""


def without_ruled_lines(mask: Mask) -> Mask:
    """The mask (h, w) without thin straight lines that run across it, level or upright."""
    level = mask & ~_lines_across(mask)
    upright: Mask = level & ~_lines_across(mask.T).T
    return upright


def _lines_across(mask: Mask) -> Mask:
    """The pixels of nearly level lines that are no thicker than these lines usually are."""
    height, width = mask.shape
    columns = np.arange(width)
    rows = np.arange(height)[:, None]
    found = np.zeros_like(mask)
    for tilt in TILTS:
        shift = np.rint(tilt * (columns - width / 2)).astype(np.int64)
        source = rows + shift
        levelled = mask[np.clip(source, 0, height - 1), columns] & (source >= 0) & (source < height)
        lines = _long_runs(levelled, shortest=int(REACH * width))
        at, column = np.nonzero(lines)
        found[at + shift[column], column] = True
    found &= mask
    if not found.any():
        return found
    thickness = _run_lengths(mask.T).T
    usual = float(np.median(thickness[found]))
    thin: Mask = found & (thickness <= max(2 * usual, usual + 2))
    return thin


def _long_runs(mask: Mask, *, shortest: int) -> Mask:
    """The pixels of runs along the rows of at least this length, small gaps passed over."""
    bridged = mask.copy()
    for step in range(1, GAP + 1):
        bridged[:, step:] |= mask[:, :-step]
    long: Mask = _run_lengths(bridged) >= shortest
    return long


def _run_lengths(mask: Mask) -> NDArray[np.int64]:
    """For each pixel the length of the run along its row that it lies in; 0 outside."""
    edges = np.diff(np.pad(mask, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    starts, ends = np.nonzero(edges == 1)[1], np.nonzero(edges == -1)[1]
    lengths = np.zeros(mask.shape, dtype=np.int64)
    lengths[mask] = np.repeat(ends - starts, ends - starts)
    return lengths
