"""Models that predict what a drawing is, and what explains their answers."""

from digitcore.learning.prediction.prediction import Predictor, load_predictor

__all__ = ["Predictor", "load_predictor"]
