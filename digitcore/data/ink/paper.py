"""Find the ink in a picture: dark on white or white on dark, on a screen, on a photographed sheet, or transparent.

A picture with an even border is paper of one shade, and ink lies in proportion between it and the strongest mark.
Otherwise the shade of the paper is estimated at each place, which removes lamps and shadows, and printed lines are removed.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from digitcore.data.ink.components import Mask, label
from digitcore.data.ink.ruled_lines import without_ruled_lines
from digitcore.data.ink.strokes import Floats
from digitcore.data.ink.windows import blurred, closed, extreme
from digitcore.errors import BadInput

WORKING_SIDE = 600
"""Larger pictures are reduced first: a digit that fills a tenth of it still has 60 pixels."""
MOST_PIXELS = 50_000_000
TINY_SIDE = 32
"""Pictures up to this size are framed already: their border is paper, even where ink touches it."""
EVEN_SHARE = 0.9
"""The border is even if this share of it is near its median…"""
EVEN_SPREAD = 0.04
"""…within this share of the way from black to white."""
FAINTEST = 0.08
"""On even paper, marks with less contrast than this share of the way from black to white are no ink…"""
FAINTEST_ON_PHOTOS = 0.15
"""…on a photograph, those with less than this."""
PAPER_WINDOW = 7
"""Ink on a photograph is thinner than a seventh of the picture; wider marks are a shadow or the table."""
MAJORITY_BLOCKS = 10
"""In each of 10×10 blocks of a photograph, the majority of pixels is taken for paper."""
SPECK_SHARE = 0.015
"""Parts with less ink than this share of the largest are specks."""
TRANSPARENT_SHARE = 0.2
"""A picture with this share of transparent pixels is ink without paper, and not paper with a transparent edge."""

SPECK_SHARE_ON_PHOTOS = 0.05
DARK_SHARE = 0.6
"""On photographs, parts less dark than this share of the darkest are remains of printed lines."""
SMALLEST_PART = 0.0002
"""On photographs, there is no ink unless some part has this share of the pixels."""

_ADVICE = "Give numbers from 0 to 255 as (height, width), or with three or four channels."


def find_ink(array: NDArray[Any]) -> Floats:
    """The share of ink in each pixel of a picture, float32 (h, w) in 0..1; all 0 without ink."""
    grey = _reduced(to_grey(array))
    ring = _border(grey)
    paper = float(np.median(ring))
    is_even = bool((np.abs(ring - paper) <= EVEN_SPREAD).mean() >= EVEN_SHARE)
    if is_even or max(grey.shape) <= TINY_SIDE:
        return _on_even_paper(grey, ring, paper)
    return _on_uneven_paper(grey)


def to_grey(array: NDArray[Any]) -> Floats:
    """Brightness, float32 (h, w) in 0..1; transparent parts become paper on which the ink shows."""
    if array.dtype == np.bool_:
        array = array.astype(np.uint8) * np.uint8(255)
    channels = array.shape[2] if array.ndim == 3 else 1
    if array.dtype != np.uint8 or array.ndim not in (2, 3) or channels not in (1, 2, 3, 4):
        raise BadInput(f"A picture has the shape {array.shape} and numbers of kind {array.dtype}.", _ADVICE)
    if not 0 < array.shape[0] * array.shape[1] <= MOST_PIXELS:
        raise BadInput(
            f"A picture is {array.shape[1]}×{array.shape[0]} pixels.", "Give a smaller one that is not empty."
        )
    pixels = array.reshape(*array.shape[:2], channels).astype(np.float32) / np.float32(255)
    colours = pixels[..., : channels - 1] if channels in (2, 4) else pixels
    grey: Floats = colours @ np.array([0.299, 0.587, 0.114], np.float32) if channels > 2 else colours[..., 0]
    return _on_paper(grey, pixels[..., -1]) if channels in (2, 4) else grey


def _on_paper(grey: Floats, opacity: Floats) -> Floats:
    """Lay a transparent picture on paper: white under dark ink, black under bright ink."""
    if not (opacity > 0).any():
        return np.ones_like(grey)
    shade = float(np.average(grey, weights=opacity))
    if (opacity < 0.5).mean() >= TRANSPARENT_SHARE:
        paper = 1.0 if shade < 0.5 else 0.0
    else:
        paper = float(np.median(grey[opacity >= 0.5]))
    return grey * opacity + np.float32(paper) * (1 - opacity)


def _reduced(grey: Floats) -> Floats:
    height, width = grey.shape
    factor = WORKING_SIDE / max(height, width)
    if factor >= 1:
        return grey
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    return np.asarray(Image.fromarray(grey).resize(size, Image.Resampling.BOX))


def _border(grey: Floats) -> Floats:
    """The outermost pixels: a thirtieth of the side, at least one."""
    width = max(1, min(grey.shape) // 30)
    inside = np.zeros(grey.shape, dtype=np.bool_)
    inside[width:-width, width:-width] = True
    ring: Floats = grey[~inside]
    return ring


def _on_even_paper(grey: Floats, ring: Floats, paper: float) -> Floats:
    """The share of ink, in proportion between the shade of the paper and that of the strongest mark."""
    sign = 1 if paper - grey.min() >= grey.max() - paper else -1
    depth = sign * (np.float32(paper) - grey)
    is_tiny = max(grey.shape) <= TINY_SIDE
    level = float(depth.max()) if is_tiny else _level(depth)
    near = ring[np.abs(ring - paper) <= EVEN_SPREAD]
    noise = float(near.std()) if near.size else 0.0
    if level < max(FAINTEST, 5 * noise):
        return np.zeros_like(grey)
    floor = min(4 * noise / level + (0 if is_tiny else 0.02), 0.4)
    share = np.clip((depth / np.float32(level) - floor) / (1 - floor), 0, 1)
    return share if is_tiny else _without_specks(share, share > 0.3)


def _on_uneven_paper(grey: Floats) -> Floats:
    """The share of ink, as darkness against the paper around it, without printed lines and parts at the border."""
    window = max(grey.shape) // PAPER_WINDOW | 1
    soft = blurred(grey, 3)
    if _is_chalk(soft):
        soft = 1 - soft
    paper = np.maximum(closed(soft, window), np.float32(0.05))
    darker = paper - soft
    darker -= np.median(darker)  # the shade of the paper is not that of its brightest grains
    noise = 1.48 * float(np.median(np.abs(darker)))
    depth = darker / paper
    candidates = depth[(depth > FAINTEST_ON_PHOTOS) & (darker > 6 * noise)]
    if candidates.size < SMALLEST_PART * grey.size:
        return np.zeros_like(grey)
    level = float(np.percentile(candidates, 95))
    share = np.clip((depth / level - 0.3) / 0.4, 0, 1).astype(np.float32)
    mask = _as_dark(_inside(without_ruled_lines((share > 0.5) & (darker > 4 * noise))), depth)
    return _without_specks(share, mask, least=SPECK_SHARE_ON_PHOTOS)


def _is_chalk(soft: Floats) -> bool:
    """Whether the strongest marks are brighter than most of their surroundings."""
    places = [np.arange(side) * min(MAJORITY_BLOCKS, side) // side for side in soft.shape]
    usual = np.array(
        [
            [
                np.median(soft[np.ix_(places[0] == row, places[1] == column)])
                for column in np.unique(places[1])
            ]
            for row in np.unique(places[0])
        ]
    )
    brighter = soft - usual[np.ix_(*places)]
    return float(brighter.max()) > -float(brighter.min())


def _level(depth: Floats) -> float:
    """The depth of full ink: a quantile of the stronger marks, so that no single pixel decides."""
    strong = depth[depth > 0.5 * depth.max(initial=0)]
    return float(np.percentile(strong, 75)) if strong.size else 0.0


def _inside(mask: Mask) -> Mask:
    """The mask without the parts at the border, such as the table, a shadow, or the end of a printed line."""
    parts, count = label(mask)
    at_border = np.zeros(count + 1, dtype=np.bool_)
    at_border[np.unique(np.concatenate([parts[0], parts[-1], parts[:, 0], parts[:, -1]]))] = True
    at_border[0] = False
    inside: Mask = mask & ~at_border[parts]
    return inside


def _as_dark(mask: Mask, depth: NDArray[np.floating]) -> Mask:
    """The parts that are about as dark as the darkest part that is no speck."""
    parts, count = label(mask)
    sizes = np.bincount(parts.ravel(), minlength=count + 1)
    darkness = np.bincount(parts.ravel(), weights=depth.ravel(), minlength=count + 1) / np.maximum(sizes, 1)
    is_no_speck = sizes[1:] >= SMALLEST_PART * mask.size
    if not is_no_speck.any():
        return np.zeros_like(mask)
    is_dark = darkness >= DARK_SHARE * darkness[1:][is_no_speck].max()
    is_dark[0] = False
    dark: Mask = is_dark[parts]
    return dark


def _without_specks(share: Floats, mask: Mask, *, least: float = SPECK_SHARE) -> Floats:
    """The ink of the larger parts of the mask, their soft edges included."""
    parts, count = label(mask)
    if not count:
        return np.zeros_like(share)
    ink = np.bincount(parts.ravel(), weights=share.ravel(), minlength=count + 1)
    ink[0] = 0
    is_large = (ink >= least * ink.max()) & (np.arange(count + 1) > 0)
    around = extreme(is_large[parts], 5, np.maximum)
    return np.where(around, share, np.float32(0))
