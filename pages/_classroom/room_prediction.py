"""What the room's model predicts for a pupil's drawing, in the fields of the wall: one digit, however its strokes lie."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from digitcore.data.dataset import DIGITS
from digitcore.data.ink import Drawing
from digitcore.lab.rooms.wall import WallDrawing
from digitcore.learning.prediction.prediction import Predictor


def of(predictor: Predictor | None, drawing: Drawing) -> dict[str, Any]:
    """The prediction; empty while the model is loading, or where it reads no drawings."""
    if predictor is None or predictor.facts.framing is None:
        return {"said": "", "is_digit": False, "probabilities": np.zeros((0, len(DIGITS)), np.float32)}
    prediction = predictor.predict(drawing)
    digit = str(prediction.digit) if prediction.is_digit else ""
    return {"said": digit, "is_digit": prediction.is_digit, "probabilities": prediction.probabilities[None]}


def added_to(drawing: WallDrawing, predictor: Predictor | None) -> WallDrawing:
    """The drawing with a prediction, also where its round ended before the model was loaded."""
    if len(drawing.probabilities):
        return drawing
    return replace(drawing, **of(predictor, drawing.drawing))
