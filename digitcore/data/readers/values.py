"""From the numbers of a file to pixels of one byte, 0 for paper and the highest value for ink.

Fractions become bytes, bright paper is turned dark: each is decided once for all images of a dataset, with a note. Numbers
that cannot be converted without losing their meaning are refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitcore.data.readers.parsed import ParsedDataset
from digitcore.errors import BadInput

_BLOCK_PIXELS = 4_000_000
_PAPER_SHARE = 0.6
"""A border pixel is bright from this share of the maximum on: the paper of a photograph is, random noise is not."""
_ADVICE = "Give whole numbers from 0 to 255, or fractions from 0 to 1."


@dataclass(frozen=True, eq=False)
class Pixels:
    """Images (n, side, side) uint8 of each part, their highest possible value, and notes on the conversion."""

    parts: list[NDArray[np.uint8]]
    maximum: int
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Range:
    low: float
    high: float
    is_whole: bool


def to_pixels(parsed: ParsedDataset, *, inverted: bool | None = None) -> Pixels:
    """The images as bytes; `inverted` says whether ink is dark on bright paper.

    With None, picture files with a bright border are inverted, and arrays of numbers never. The maximum is 16 for 8×8
    images without higher values, as in scikit-learn's digits, else 255.
    """
    images = [part.images for part in parsed.parts]
    values = _range(images)
    scale = 255 if values.high <= 1 else 1
    maximum = 16 if scale == 1 and values.high <= 16 and images[0].shape[1] == 8 else 255
    parts = [_to_bytes(array, scale=scale) for array in images]
    notes = _scale_notes(values, maximum)
    is_bright = _has_bright_border(parts, maximum)
    if inverted or (inverted is None and parsed.is_pictures and is_bright):
        parts = [maximum - array for array in parts]
        notes.append("Light and dark were exchanged, so that ink is high and paper is 0.")
    elif is_bright:
        notes.append(
            "The borders are bright: if that is paper, exchange light and dark, so that ink is high."
        )
    return Pixels(parts, maximum, tuple(notes))


def _blocks(images: NDArray[Any]) -> Iterator[slice]:
    """Slices of the first axis, so that temporary arrays of eight bytes a pixel stay small."""
    step = max(1, _BLOCK_PIXELS // (images.shape[1] * images.shape[2]))
    return (slice(start, start + step) for start in range(0, len(images), step))


def _range(parts: list[NDArray[Any]]) -> _Range:
    """The lowest and highest value of all images; raises if they cannot be grey values."""
    low, high, is_whole = np.inf, -np.inf, True
    for images in parts:
        for block in _blocks(images):
            values = images[block]
            if values.dtype.kind == "f":
                if not np.isfinite(values).all():
                    raise BadInput("Some pixels are not numbers (NaN) or infinite.", _ADVICE)
                is_whole = is_whole and bool((values == np.floor(values)).all())
            low, high = min(low, float(values.min())), max(high, float(values.max()))
    if low < 0 or high > 255:
        raise BadInput(f"Pixels go from {low:g} to {high:g}.", _ADVICE)
    if low == high:
        raise BadInput(
            f"Every pixel is {low:g}: the images are blank.", "Give images with something on them."
        )
    return _Range(low, high, is_whole)


def _to_bytes(images: NDArray[Any], *, scale: int) -> NDArray[np.uint8]:
    pixels = np.empty(images.shape, np.uint8)
    for block in _blocks(images):
        if images.dtype.kind == "f":
            pixels[block] = np.rint(images[block].astype(np.float64) * scale)
        else:
            pixels[block] = images[block].astype(np.uint8) * np.uint8(scale)
    return pixels


def _scale_notes(values: _Range, maximum: int) -> list[str]:
    if values.high <= 1:
        return ["Pixels from 0 to 1 were multiplied by 255 and rounded."]
    notes = [] if values.is_whole else ["Pixels were rounded to whole numbers."]
    if maximum == 16:
        notes.append("Pixels go from 0 to 16, as in scikit-learn's digits.")
    return notes


def _has_bright_border(parts: list[NDArray[np.uint8]], maximum: int) -> bool:
    """Whether more than half of the outermost pixels of all images are bright."""
    bright, total = 0, 0
    for images in parts:
        for edge in (images[:, 0], images[:, -1], images[:, :, 0], images[:, :, -1]):
            bright += int(np.count_nonzero(edge > _PAPER_SHARE * maximum))
            total += edge.size
    return 2 * bright > total
