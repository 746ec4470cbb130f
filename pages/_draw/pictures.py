"""Small words and pictures that several views of the Draw page share."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from digitcore.learning.prediction.prediction import Prediction
from pages._shared.components import bars


def short_answer(prediction: Prediction) -> str:
    """The answer in short: "4, 98.1%", or "no digit"."""
    if not prediction.is_digit:
        return "no digit"
    return f"{prediction.digit}, {bars.in_percent(float(prediction.probabilities[prediction.digit]))}"


def in_uint8(images: Sequence[NDArray[np.floating]], *, maximum: float) -> NDArray[np.uint8]:
    """Framed images of 0 to `maximum` as a gallery shows them, 0 to 255."""
    scaled: NDArray[np.uint8] = np.rint(np.clip(np.stack(images), 0, maximum) * (255 / maximum)).astype(
        np.uint8
    )
    return scaled
