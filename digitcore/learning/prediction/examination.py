"""Examination of a model: its answers to a test part, its own or another of the same image size, with labels.

Answers to its own test part are stored with each model (`of_default_model`; `run_models.examination` for runs), so only
other datasets need predictions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from digitcore.data.dataset import DIGITS, Dataset, FactSheet, OptionValue
from digitcore.data.results import ReadOnlyArrays
from digitcore.data.sources import mnist
from digitcore.errors import BadInput
from digitcore.learning.judging.evaluation import Judgement, judge
from digitcore.learning.judging.measures import Measures, measure
from digitcore.learning.judging.paired_test import Answers
from digitcore.learning.prediction.prediction import DEFAULT, TITLE, Predictor
from digitcore.learning.reader import default_model


@dataclass(frozen=True, eq=False)
class Examination(ReadOnlyArrays):
    """The answers of a model to each image, and the labels."""

    run: str
    title: str
    dataset: str
    class_names: tuple[str, ...]
    probabilities: NDArray[np.float32]
    """(n, K)."""
    true_labels: NDArray[np.uint8]
    """(n,)."""
    images_hash: str
    """`Split.content_hash` of the images: models with equal hashes can be compared."""
    options: Mapping[str, OptionValue] = field(default_factory=dict)
    """Options of the dataset that its test part depends on."""

    @cached_property
    def judgement(self) -> Judgement:
        """Loss, accuracy with its interval, confusion matrix."""
        return judge(self.probabilities, self.true_labels)

    @cached_property
    def measures(self) -> Measures:
        """Precision, recall and others of each class."""
        return measure(self.judgement.confusion_matrix)

    @property
    def predicted(self) -> NDArray[np.intp]:
        """(n,) the most probable class."""
        predicted: NDArray[np.intp] = self.probabilities.argmax(axis=1)
        return predicted

    @property
    def answers(self) -> Answers:
        """The same as `paired_test` needs it."""
        return Answers(self.probabilities, self.true_labels, self.images_hash)

    @property
    def mistakes(self) -> NDArray[np.intp]:
        """Indices of the images with wrong answers, in order."""
        return np.flatnonzero(self.predicted != self.true_labels)

    def next_mistake(self, after: int) -> int | None:
        """The next mistake behind image `after`, or else the first one; None without mistakes."""
        later = self.mistakes[self.mistakes > after]
        candidates = later if len(later) else self.mistakes
        return int(candidates[0]) if len(candidates) else None


def of_default_model() -> Examination:
    """The stored answers of the default model to MNIST's test part; needs neither TensorFlow nor MNIST."""
    model = default_model.load()
    probabilities, labels = model.test_probabilities, model.test_labels
    # The known hash of the test part lets it be compared with runs image by image, without the images.
    return Examination(DEFAULT, TITLE, "mnist", DIGITS, probabilities, labels, mnist.TEST_HASH)


def examine(predictor: Predictor, dataset: Dataset) -> Examination:
    """Predict the test part of `dataset`; raises `BadInput` if `predictor` cannot."""
    problem = examination_problem(predictor.title, predictor.facts, dataset.name, dataset.facts)
    if problem is not None:
        raise problem
    names = predictor.facts.class_names
    probabilities = predictor.probabilities(images_in_units(dataset, predictor.facts))
    labels, images_hash = dataset.test.labels, dataset.test.content_hash
    return Examination(
        predictor.run, predictor.title, dataset.name, names, probabilities, labels, images_hash
    )


def images_in_units(dataset: Dataset, facts: FactSheet) -> NDArray[np.number]:
    """The test images (n, side, side) of `dataset`, scaled to the range of data with these `facts`."""
    scale = facts.maximum / dataset.facts.maximum
    return dataset.test.images if scale == 1 else dataset.test.images * np.float32(scale)


def examination_problem(title: str, own: FactSheet, dataset: str, other: FactSheet) -> BadInput | None:
    """Why the model `title`, trained on data with the facts `own`, cannot classify `dataset`; None if it can."""
    if own.side != other.side:
        return BadInput(
            f"{title!r} reads images of {own.side}×{own.side} pixels, "
            f"and those of {dataset!r} have {other.side}×{other.side}.",
            f"Choose a dataset with images of {own.side}×{own.side}, or a model that learned from {dataset!r}.",
        )
    if own.class_names != other.class_names:
        return BadInput(
            f"{title!r} tells {own.class_count} classes apart ({', '.join(own.class_names)}), "
            f"and {dataset!r} has others.",
            "Choose a dataset with the same classes.",
        )
    return None
