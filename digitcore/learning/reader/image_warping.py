"""Elastic distortion of images for the training of the default model (`training_material`).

Rotation, slant, scale, shift, local stretching and pen width, in NumPy, so that a thread can prepare batches during
training. Drawings with strokes are varied in `stroke_variation`; runs of the app use `augmentation`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Strength:
    """Strength of the distortion: standard deviations, unless stated otherwise."""

    turn: float = 0.12
    """Radians."""
    slant: float = 0.13
    scale: float = 0.09
    """Of the logarithm."""
    shift_px: float = 0.9
    stretch_px: float = 1.2
    """Of each knot of a grid over the image."""
    pen: float = 0.8
    """Largest change of stroke width as a share of a pixel; uniform from minus to plus."""


STRONG = Strength()
"""For images without strokes."""

SLIGHT = Strength(turn=0.04, slant=0.04, scale=0.04, shift_px=0.7, stretch_px=0.6, pen=0.35)
"""For images whose strokes were varied already."""

LARGEST_FACTOR, UNCHANGED_SHARE = 1.4, 0.15
"""Each image has its own factor of the strength, uniform up to the largest; a share of images stays unchanged.

Interpolation blurs. When all images of one kind were warped, the network told the kinds apart by their blur.
"""

_KNOTS = 6
"""The grid has 6 × 6 knots."""


def warp(images: NDArray[np.uint8], strength: Strength, *, random: np.random.Generator) -> Floats:
    """`images` (n, side, side) in 0..255 as float32 in 0..1, each with a random distortion."""
    shares = images.astype(np.float32) / np.float32(255)
    part = random.uniform(0, LARGEST_FACTOR, len(images)) * (random.random(len(images)) > UNCHANGED_SHARE)
    moved = _interpolated(shares, _places(images.shape, strength, part.astype(np.float32), random))
    return _with_another_pen(moved, strength.pen * part.astype(np.float32), random)


def _places(shape: tuple[int, ...], strength: Strength, part: Floats, random: np.random.Generator) -> Floats:
    """(2, n, side, side): row and column in the image for each pixel of the result."""
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
    """(side, knots): smooth weights of the knots for each row of pixels."""
    far = (np.linspace(0, _KNOTS - 1, side)[:, None] - np.arange(_KNOTS)) / 0.8
    weights = np.exp(-(far**2) / 2)
    normalised: Floats = (weights / np.sqrt((weights**2).sum(axis=1, keepdims=True))).astype(np.float32)
    return normalised


def _interpolated(images: Floats, places: Floats) -> Floats:
    """Bilinear interpolation of each image at `places`, 0 outside of it."""
    n, side = images.shape[:2]
    padded = np.pad(images, ((0, 0), (1, 1), (1, 1)))
    places = np.clip(places + 1, 0, np.float32(side + 0.999))  # outside, only the padding of zeros counts
    floors = np.floor(places)
    down, right = places - floors
    whole = floors.astype(np.int32)
    first = (np.arange(n, dtype=np.int32)[:, None, None] * (side + 2) + whole[0]) * (side + 2) + whole[1]
    values = padded.ravel()
    above = values.take(first) * (1 - right) + values.take(first + 1) * right
    below = values.take(first + side + 2) * (1 - right) + values.take(first + side + 3) * right
    interpolated: Floats = above * (1 - down) + below * down
    return interpolated


def _with_another_pen(images: Floats, most: Floats, random: np.random.Generator) -> Floats:
    """Strokes thicker or thinner: each pixel moves towards the largest or least of its four neighbours."""
    drawn = random.uniform(-1, 1, len(images)) * np.minimum(most, 1)
    change = drawn.astype(np.float32)[:, None, None]
    side = images.shape[1]
    padded = np.pad(images, ((0, 0), (1, 1), (1, 1)))
    thicker, thinner = images.copy(), images.copy()
    for row, column in ((0, 1), (2, 1), (1, 0), (1, 2)):
        neighbour = padded[:, row : row + side, column : column + side]
        np.maximum(thicker, neighbour, out=thicker)
        np.minimum(thinner, neighbour, out=thinner)
    target = np.where(change > 0, thicker, thinner)
    written: Floats = (images + np.abs(change) * (target - images)).astype(np.float32, copy=False)
    return written


def _normal(random: np.random.Generator, *shape: int) -> Floats:
    return random.standard_normal(shape, dtype=np.float32)
