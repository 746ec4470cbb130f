"""Photographs of digits on paper, made by code: light from one side, shadows, printed lines, noise, a table."""

import io

import numpy as np
from PIL import Image

from digitcore.data import ink


def painted(strokes, *, width=600, height=600, pen=14.0):
    """The share of ink (height, width) of strokes given as lists of (x, y)."""
    side = max(width, height)
    lines = ink.Strokes.of_many([[np.array(s, np.float32) for s in strokes]], radius=pen / 2)
    return ink.rasterise(lines, side=side)[0][:height, :width]


def photographed(
    share,
    *,
    lamp=0.5,
    shadow=0.0,
    rules=0,
    squares=0,
    rule_shade=0.7,
    pen_shade=0.25,
    noise=0.01,
    tilt=0.0,
    seed=0,
):
    """A sheet with this ink as a camera sees it: uint8 (h, w, 3), all shades from 0 to 1."""
    random = np.random.default_rng(seed)
    height, width = share.shape
    y, x = np.mgrid[0:height, 0:width]
    sheet = np.ones_like(share)
    slanted_y, slanted_x = y + tilt * x, x - tilt * y
    for place, step in ((slanted_y, rules or squares), (slanted_x, squares)):
        if step:
            sheet = np.where(np.abs(place % step - step / 2) < 1.2, rule_shade, sheet)
    sheet = sheet * (1 - share) + pen_shade * share
    light = 0.95 - lamp * (x / width * 0.6 + y / height * 0.4)
    if shadow:
        light = np.where(x + 0.6 * y < 0.55 * (width + 0.6 * height), light, light * (1 - shadow))
    grey = sheet * light + random.normal(0, noise, share.shape)
    return (np.clip(grey, 0, 1)[..., None] * np.array([255, 250, 240])).astype(np.uint8)


def as_file(array, kind="PNG", **options):
    """The bytes of a picture file."""
    file = io.BytesIO()
    Image.fromarray(array).save(file, kind, **options)
    return file.getvalue()
