"""Many small images as one PNG, ink dark on white paper, from which the browser cuts galleries and hover pictures.

Sixty images are then one message of some 20 kB instead of sixty.
"""

from __future__ import annotations

import base64
import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

COLUMNS = 20
_PURPLE, _ORANGE = (45, 0, 75), (127, 59, 8)


def sprite_png(images: NDArray[np.number], *, maximum: float, columns: int = COLUMNS) -> bytes:
    """PNG bytes with `images` (n, h, w), values 0..maximum, laid out row by row, so many columns to a row."""
    n, height, width = images.shape
    rows = -(-n // columns)
    sheet = np.full((rows * columns, height, width), 255, np.uint8)
    sheet[:n] = 255 - np.clip(images * (255.0 / maximum), 0, 255).astype(np.uint8)
    picture = (
        sheet.reshape(rows, columns, height, width).swapaxes(1, 2).reshape(rows * height, columns * width)
    )
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "PNG", compress_level=6)
    return file.getvalue()


def sprite_address(images: NDArray[np.number], *, maximum: float, columns: int = COLUMNS) -> str:
    """The sprite as a `data:` address for a browser."""
    png = sprite_png(images, maximum=maximum, columns=columns)
    return "data:image/png;base64," + base64.b64encode(png).decode()


def difference_address(values: NDArray[np.floating]) -> str:
    """One picture (h, w) of values in -1..1 as a `data:` address: purple above 0, orange below, white at 0."""
    share = np.abs(np.clip(values, -1, 1))[..., None]
    colour = np.where(values[..., None] > 0, np.array(_PURPLE, float), np.array(_ORANGE, float))
    file = io.BytesIO()
    Image.fromarray(np.rint(255 + share * (colour - 255)).astype(np.uint8)).save(file, "PNG")
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()
