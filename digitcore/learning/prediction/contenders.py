"""Contenders: finished runs (`run_contenders`) and models that need no training, with answers and costs, for comparison.

`agreement` shows where they disagree, `paired_test` which of two is better.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from digitcore.data import datasets
from digitcore.learning.engine.reports import Finished
from digitcore.learning.engine.training import train
from digitcore.learning.judging.evaluation import Judgement
from digitcore.learning.layers.classical import MODELS
from digitcore.learning.prediction.examination import Examination, of_default_model
from digitcore.learning.prediction.prediction import DEFAULT, TITLE
from digitcore.learning.reader import default_model
from digitcore.learning.recipes.config import RunConfig
from digitcore.learning.recipes.recipes import RECIPES
from digitcore.progress import Progress, ignore
from digitcore.progress import Report as ProgressReport

NEAREST_AVERAGE = "nearest-average"
BUILT_IN = {DEFAULT: TITLE, NEAREST_AVERAGE: RECIPES[NEAREST_AVERAGE].title}
"""The titles of the models that are here before anything was trained, by name; both know MNIST."""


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
    """None for a model that is no run's."""

    @property
    def judgement(self) -> Judgement:
        """Accuracy, interval and cross-entropy, whatever loss it was trained with."""
        return self.examination.judgement


def of_default() -> Contender:
    """The default model, with the figures of its sheet."""
    sheet = default_model.load().sheet
    return Contender(of_default_model(), sheet.parameters, sheet.seconds, sheet.images_seen / sheet.seconds)


def of_nearest_average(*, report: ProgressReport = ignore) -> Contender:
    """The averages of MNIST's digits as a model: what every other one has to beat. They are taken anew, in some seconds."""
    mnist = datasets.load("mnist", report=report)
    recipe = RECIPES[NEAREST_AVERAGE]
    config = recipe.config.for_dataset(mnist)
    report(Progress("Finding the nearest average of each image", 0, 1, "models"))
    *_, finished = train(config, mnist)
    assert isinstance(finished, Finished)
    answers = Examination(
        NEAREST_AVERAGE,
        recipe.title,
        mnist.name,
        mnist.facts.class_names,
        finished.test_probabilities,
        finished.test_labels,
        finished.test_hash,
    )
    parameters = MODELS[config.model].parameters(finished.arrays)
    return Contender(answers, parameters, finished.seconds, len(mnist.train) / finished.seconds)


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
