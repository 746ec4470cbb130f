"""Figures that the app keeps of an experiment: those its source printed, and those measured for the app."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitcore.data import datasets
from digitcore.learning.guided import reproduction
from digitcore.learning.layers.network import LayerRow
from digitcore.learning.recipes.published import PUBLISHED
from digitcore.learning.recipes.published_curves import PublishedCurve, all_curves
from digitcore.learning.recipes.published_reports import PublishedReport, report_of
from digitcore.learning.recipes.recipes import RECIPES


def curve_of(name: str) -> PublishedCurve:
    """What the source of this experiment printed after each epoch."""
    return all_curves()[name]


def printed_report() -> PublishedReport:
    """The only report of each digit that a source prints."""
    report = report_of("dense-bn")
    if report is None:
        raise ValueError("the report of dense-bn is not stored")
    return report


def printed_matrix(name: str) -> NDArray[np.int64]:
    """The confusion matrix of the source, with 0 for what cannot be read."""
    return np.array([[cell or 0 for cell in row] for row in PUBLISHED[name].confusion_matrix or ()])


def layers_of(name: str) -> tuple[LayerRow, ...]:
    """The layers of this experiment, with their parameters."""
    config = RECIPES[name].config
    return config.layer_table(datasets.find(config.dataset).facts)


def accuracy_of(name: str, part: str) -> float:
    """The published accuracy on a part."""
    figures = getattr(PUBLISHED[name], part)
    return float(figures.accuracy)


def both_parts(*names: str) -> dict[str, list[Any]]:
    """A table of the published accuracies of these experiments."""
    return {
        "network": [RECIPES[name].title for name in names],
        "validation": [f"{accuracy_of(name, 'validation'):.2%}" for name in names],
        "test": [f"{accuracy_of(name, 'test'):.2%}" for name in names],
        "parameters": [f"{PUBLISHED[name].parameters:,}" for name in names],
    }


def attempts_at(name: str) -> list[reproduction.Attempt]:
    """The trainings of this experiment that were measured for the app."""
    return [each for each in reproduction.read() if each.recipe == name]


def our_accuracies(name: str) -> list[float]:
    """Their accuracies, by seed."""
    return [each.accuracy for each in attempts_at(name)]


def our_median(name: str) -> float:
    """The median of these."""
    return float(np.median(our_accuracies(name)))
