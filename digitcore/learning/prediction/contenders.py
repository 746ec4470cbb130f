"""Contenders: finished runs (`run_contenders`) and the default model, with their answers and costs, for comparison.

`agreement` shows where they disagree, `paired_test` which of two is better.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from digitcore.learning.judging.evaluation import Judgement
from digitcore.learning.prediction.examination import Examination, of_default_model
from digitcore.learning.reader import default_model
from digitcore.learning.recipes.config import RunConfig


@dataclass(frozen=True, eq=False)
class Contender:
    """A model with its answers to a test part, and its costs."""

    examination: Examination
    parameters: int
    """Numbers that its predictions use; for nearest neighbours, all stored pixels."""
    seconds: float
    """Of training."""
    images_per_second: float | None
    """Training speed; None if not measured."""
    config: RunConfig | None = None
    """None for the default model."""

    @property
    def judgement(self) -> Judgement:
        """Accuracy, interval and cross-entropy, whatever loss it was trained with."""
        return self.examination.judgement


def of_default() -> Contender:
    """The default model, with the figures of its sheet."""
    sheet = default_model.load().sheet
    return Contender(of_default_model(), sheet.parameters, sheet.seconds, sheet.images_seen / sheet.seconds)


def split_by_images(contenders: Iterable[Contender]) -> tuple[list[Contender], list[Contender]]:
    """The contenders with the same test images as the first one, and the others."""
    same: list[Contender] = []
    others: list[Contender] = []
    for contender in contenders:
        is_same = not same or _images(contender) == _images(same[0])
        (same if is_same else others).append(contender)
    return same, others


def _images(contender: Contender) -> tuple[str, int]:
    """With the number of answers, since stopped nearest neighbours have answers to the first images only."""
    return contender.examination.images_hash, len(contender.examination.true_labels)


def best_first(contenders: Sequence[Contender]) -> list[int]:
    """Indices of the contenders, highest accuracy first."""
    return sorted(range(len(contenders)), key=lambda index: -contenders[index].judgement.accuracy)
