"""Reports for each class, first mistakes and mean greys as the notebooks printed them.

One source prints a report: `dense-bn`, on its 6,000 validation images. It prints no false-positive and false-negative rates that
could stand beside ours: its formulas for them have wrong denominators.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from digitcore import settings

FILE = settings.ASSETS / "published_reports.json"


@dataclass(frozen=True)
class PublishedReport:
    """What a source printed of each class; a tuple has one value for each digit from 0."""

    precision: tuple[float, ...]
    recall: tuple[float, ...]
    f1: tuple[float, ...]
    support: tuple[int, ...]
    average: tuple[float, float, float, int]
    """Precision, recall and f1 over all classes, and the number of images."""
    true_positives: tuple[int, ...]
    false_positives: tuple[int, ...]
    false_negatives: tuple[int, ...]
    true_negatives: tuple[int, ...]
    rates: Mapping[str, tuple[float, ...]]
    """By the names of `judging.measures.MEASURES`, with all digits printed."""
    printed_as_predicted: tuple[int, ...]
    """What the source calls the totals that its model predicted."""


Mistakes = tuple[tuple[int, int], ...]
"""True and predicted digit of each, in the order of the test images."""


def report_of(recipe: str) -> PublishedReport | None:
    """The report of this experiment's source; None where it prints none."""
    return _reports().get(recipe)


def first_mistakes(recipe: str) -> Mistakes:
    """The first ten mistakes that the source shows; empty where it shows none."""
    return tuple((true, predicted) for true, predicted in _stored()["first_mistakes"].get(recipe, ()))


def first_mean_greys() -> tuple[int, ...]:
    """The mean grey of the first hundred training images of MNIST, rounded down, as printed."""
    return tuple(_stored()["first_mean_greys"])


@cache
def _reports() -> dict[str, PublishedReport]:
    return {recipe: _report(values) for recipe, values in _stored()["reports"].items()}


def _report(values: dict[str, Any]) -> PublishedReport:
    rates = {name: tuple(of_class) for name, of_class in values["rates"].items()}
    others = {name: tuple(of_class) for name, of_class in values.items() if name != "rates"}
    return PublishedReport(rates=rates, **others)


@cache
def _stored() -> dict[str, Any]:
    stored: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return stored
