"""What the room's model says of a pupil's drawing, as the wall keeps it: one digit, however its strokes lie."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from digitcore.data.dataset import DIGITS
from digitcore.data.ink import Drawing
from digitcore.lab.rooms.wall import WallDrawing
from digitcore.learning.prediction.prediction import Predictor


def of(predictor: Predictor | None, drawing: Drawing) -> dict[str, Any]:
    """Nothing while the model is loading, or where it reads no drawings."""
    if predictor is None or predictor.facts.framing is None:
        return {"said": "", "is_digit": False, "probabilities": np.zeros((0, len(DIGITS)), np.float32)}
    found = predictor.predict(drawing)
    said = str(found.digit) if found.is_digit else ""
    return {"said": said, "is_digit": found.is_digit, "probabilities": found.probabilities[None]}


def at_last(predictor: Predictor | None, one: WallDrawing) -> WallDrawing:
    """The drawing with an answer, where the round ended before the model was loaded."""
    return one if len(one.probabilities) else replace(one, **of(predictor, one.drawing))
