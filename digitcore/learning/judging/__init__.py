"""How good a model is: measures, comparison, calibration, certainty."""
