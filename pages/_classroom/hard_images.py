"""The test images that the class votes on: those whose true digit the room's model finds least probable, the hardest first."""

from __future__ import annotations

from digitcore.learning import class_results
from digitcore.learning.prediction import Predictor

PROJECTOR = "votes"
"""What the projector shows while the class votes on them."""
COUNT = 12


def of(predictor: Predictor) -> tuple[int, ...]:
    """Their numbers in the test part."""
    found = class_results.hardest(predictor.test_probabilities, predictor.test_labels, count=COUNT)
    return tuple(int(image) for image in found)
