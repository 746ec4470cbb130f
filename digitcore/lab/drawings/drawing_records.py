"""A drawing as it is kept: its columns in a table, and the record made from a row. Whose it is, is said elsewhere.

Strokes are JSON text, ink that came as pixels a PNG, probabilities arrays behind a checksum.
"""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from PIL import Image

from digitcore.data.ink import Drawing
from digitcore.lab.store.arrays import pack, unpack

MOST_READ = 60
"""Longest reading that is kept: a line of digits."""
BITMAP_PX = 280
"""Larger bitmaps are made smaller: no framing needs more."""


@dataclass(frozen=True, eq=False)
class DrawingRecord:
    """One drawing as it was kept."""

    id: str
    created_at: dt.datetime
    drawing: Drawing
    model: str
    """"default" or the id of a run."""
    said: str
    """What it was read as, a sign for each digit; empty where it is no digit."""
    is_digit: bool
    probabilities: NDArray[np.float32]
    """(digits, K)."""
    true_label: int | None
    """The digit it was meant to be; None while nobody has said."""
    prompt: int | None
    """The digit that was asked for; None where none was."""


def columns(
    drawing: Drawing, *, model: str, said: str, is_digit: bool, probabilities: NDArray[np.floating]
) -> dict[str, Any]:
    """A drawing and what a model said of it, as a table keeps them; `probabilities` are (digits, K)."""
    return {
        "strokes": drawing.to_json() if drawing.bitmap is None else None,
        "bitmap": None if drawing.bitmap is None else _to_png(drawing.bitmap),
        "model": model,
        "said": said[:MOST_READ],
        "is_digit": is_digit,
        "probabilities": pack({"probabilities": np.asarray(probabilities, np.float32)[:MOST_READ]}),
    }


def values(row: sa.Row[Any]) -> dict[str, Any]:
    """What `columns` was given, from a row that holds it."""
    return {
        "drawing": _from_png(row.bitmap) if row.strokes is None else Drawing.from_json(row.strokes),
        "model": row.model,
        "said": row.said,
        "is_digit": row.is_digit,
        "probabilities": unpack(row.probabilities, what="What was said of this drawing")["probabilities"],
    }


def _to_png(bitmap: NDArray[np.float32]) -> bytes:
    """Ink (h, w) in 0..1 as a grey PNG, white ink on black."""
    image = Image.fromarray(np.rint(np.clip(bitmap, 0, 1) * 255).astype(np.uint8))
    image.thumbnail((BITMAP_PX, BITMAP_PX), Image.Resampling.BOX)
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def _from_png(content: bytes) -> Drawing:
    with Image.open(io.BytesIO(content), formats=["PNG"]) as image:
        ink = np.asarray(image).astype(np.float32) / np.float32(255)
    return Drawing(strokes=(), stroke_width=0.0, canvas=float(max(ink.shape)), bitmap=ink)
