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
