"""A stored drawing: its columns, and the record made from a row. Who drew it is stored elsewhere.

Strokes are JSON text, ink that came as pixels is a PNG, probabilities are arrays behind a checksum.
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

MOST_DIGITS = 60
"""Longest prediction that is stored: a line of digits."""
NO_DIGIT = -1
"""The true label of what was meant to be none."""
BITMAP_PX = 280
"""Larger bitmaps are shrunk: no framing needs more."""


@dataclass(frozen=True, eq=False)
class DrawingRecord:
    """One stored drawing."""

    id: str
    created_at: dt.datetime
    drawing: Drawing
    model: str
    """"default" or the id of a run."""
    said: str
    """The predicted digits; empty where it is no digit."""
    is_digit: bool
    probabilities: NDArray[np.float32]
    """(digits, K)."""
    true_label: int | None
    """The digit that was meant, or `NO_DIGIT`; None while unknown."""
    prompt: int | None
    """The digit that was prompted; None without a prompt."""

    @property
    def shows_a_digit(self) -> bool:
        """Whether it has a true label that is a digit."""
        return self.true_label not in (None, NO_DIGIT)


def columns(
    drawing: Drawing, *, model: str, said: str, is_digit: bool, probabilities: NDArray[np.floating]
) -> dict[str, Any]:
    """A drawing and a model's prediction, as columns; `probabilities` are (digits, K)."""
    return {
        "strokes": drawing.to_json() if drawing.bitmap is None else None,
        "bitmap": None if drawing.bitmap is None else _to_png(drawing.bitmap),
        "model": model,
        "said": said[:MOST_DIGITS],
        "is_digit": is_digit,
        "probabilities": pack({"probabilities": np.asarray(probabilities, np.float32)[:MOST_DIGITS]}),
    }


def values(row: sa.Row[Any]) -> dict[str, Any]:
    """The fields that `columns` stored, from a row."""
    return {
        "drawing": Drawing.from_json(row.strokes) if row.bitmap is None else _from_png(row.bitmap),
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
