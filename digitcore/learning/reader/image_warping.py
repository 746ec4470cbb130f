"""Images changed as rubber sheets: turned, slanted, scaled, moved, stretched here and there, with a thicker or thinner pen.

Used to teach the default model (`training_material`); runs of the app have `augmentation`, inside their graph and
with settings.
In
numpy, so that it goes on in a thread beside the training. What is left out: drawings whose strokes are known
(`stroke_variation`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Strength:
    """How much is changed: standard deviations, and the share of a pixel that a pen grows or shrinks by."""

    turn: float = 0.12
    """Radians."""
    slant: float = 0.13
    scale: float = 0.09
    """As a logarithm."""
    shift_px: float = 0.9
    stretch_px: float = 1.2
    """Of each knot of the rubber sheet."""
    pen: float = 0.8
    """The most; changes are evenly spread from minus to plus this."""


STRONG = Strength()
"""For images that are all there is of a drawing."""

SLIGHT = Strength(turn=0.04, slant=0.04, scale=0.04, shift_px=0.7, stretch_px=0.6, pen=0.35)
"""For images of strokes that were written anew already."""

MOST, AS_IT_IS = 1.4, 0.15
"""Each image is changed by another part of the strength, evenly spread up to the most; a share not at all.

Looking between pixels blurs. If only one kind of image were blurred, a network would tell the kinds by that.
"""

_KNOTS = 6
"""The rubber sheet is held at 6 × 6 knots."""


def warp(images: NDArray[np.uint8], strength: Strength, *, random: np.random.Generator) -> Floats:
    """`images` (n, side, side) in 0..255 as float32 in 0..1, each changed in its own way."""
    shares = images.astype(np.float32) / np.float32(255)
    part = random.uniform(0, MOST, len(images)) * (random.random(len(images)) > AS_IT_IS)
    moved = _looked_up(shares, _places(images.shape, strength, part.astype(np.float32), random))
    return _with_another_pen(moved, strength.pen * part.astype(np.float32), random)


def _places(shape: tuple[int, ...], strength: Strength, part: Floats, random: np.random.Generator) -> Floats:
    """For each pixel of the result, where in the image to look: (2, n, side, side), rows first."""
    n, side = shape[:2]
    turn, slant = strength.turn * part * _normal(random, n), strength.slant * part * _normal(random, n)
    high, wide = np.exp(strength.scale * part * _normal(random, 2, n))
    cos, sin = np.cos(turn), np.sin(turn)
    matrices = np.stack(
        [cos / high, -sin / high, (sin + slant * cos) / wide, (cos - slant * sin) / wide], axis=1
    )
    middle = np.float32((side - 1) / 2)
    row, column = np.meshgrid(*2 * [np.arange(side, dtype=np.float32) - middle], indexing="ij")
    flat = np.stack([row.ravel(), column.ravel()])
    places = matrices.reshape(n, 2, 2).astype(np.float32) @ flat  # (n, 2, pixels)
    places += middle + strength.shift_px * part[:, None, None] * _normal(random, n, 2, 1)
    knots = strength.stretch_px * part[:, None, None, None] * _normal(random, n, 2, _KNOTS, _KNOTS)
    weights = _between_knots(side)
    places = places.reshape(n, 2, side, side) + weights @ knots @ weights.T
    return np.moveaxis(places, 1, 0)


def _between_knots(side: int) -> Floats:
    """(side, knots): how much each knot moves each row of pixels; smooth from one knot to the next."""
    far = (np.linspace(0, _KNOTS - 1, side)[:, None] - np.arange(_KNOTS)) / 0.8
    weights = np.exp(-(far**2) / 2)
    normed: Floats = (weights / np.sqrt((weights**2).sum(axis=1, keepdims=True))).astype(np.float32)
    return normed


def _looked_up(images: Floats, places: Floats) -> Floats:
    """The value of each image at `places`, between its pixels in proportion, empty paper outside."""
    n, side = images.shape[:2]
    padded = np.pad(images, ((0, 0), (1, 1), (1, 1)))
    places = np.clip(
        places + 1, 0, np.float32(side + 0.999)
    )  # the frame of empty paper is all there is outside
    floors = np.floor(places)
    down, right = places - floors
    whole = floors.astype(np.int32)
    first = (np.arange(n, dtype=np.int32)[:, None, None] * (side + 2) + whole[0]) * (side + 2) + whole[1]
    values = padded.ravel()
    above = values.take(first) * (1 - right) + values.take(first + 1) * right
    below = values.take(first + side + 2) * (1 - right) + values.take(first + side + 3) * right
    looked_up: Floats = above * (1 - down) + below * down
    return looked_up


def _with_another_pen(images: Floats, most: Floats, random: np.random.Generator) -> Floats:
    """Strokes thicker or thinner: part of the way to the largest or least of the pixels above, below and beside."""
    drawn = random.uniform(-1, 1, len(images)) * np.minimum(most, 1)
    change = drawn.astype(np.float32)[:, None, None]
    side = images.shape[1]
    padded = np.pad(images, ((0, 0), (1, 1), (1, 1)))
    thicker, thinner = images.copy(), images.copy()
    for row, column in ((0, 1), (2, 1), (1, 0), (1, 2)):
        beside = padded[:, row : row + side, column : column + side]
        np.maximum(thicker, beside, out=thicker)
        np.minimum(thinner, beside, out=thinner)
    target = np.where(change > 0, thicker, thinner)
    written: Floats = (images + np.abs(change) * (target - images)).astype(np.float32, copy=False)
    return written


def _normal(random: np.random.Generator, *shape: int) -> Floats:
    return random.standard_normal(shape, dtype=np.float32)
