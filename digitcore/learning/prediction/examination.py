"""A model asked about the test part of a dataset: its own, or any other with images of its size.

After `prediction` and `measures` in the reading order. On its own test part nothing is predicted again: what a model said
there is stored with it (`of_default_model`; `run_models.examination` for runs). Left out: images, pages, what a visitor drew.
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
    """What a model said of each image, and what would have been right."""

    run: str
    title: str
    dataset: str
    class_names: tuple[str, ...]
    probabilities: NDArray[np.float32]
    """(n, K)."""
    true_labels: NDArray[np.uint8]
    """(n,)."""
    images_hash: str
    """`Split.content_hash` of the images: with equal hash, models were asked the same questions."""
    options: Mapping[str, OptionValue] = field(default_factory=dict)
    """What the dataset was made with, as far as its test part depends on it."""

    @cached_property
    def judgement(self) -> Judgement:
        """Loss, accuracy with its interval, confusion matrix."""
        return judge(self.probabilities, self.true_labels)

    @cached_property
    def measures(self) -> Measures:
        """Precision and the like, for each class."""
        return measure(self.judgement.confusion_matrix)

    @property
    def predicted(self) -> NDArray[np.intp]:
        """(n,) the most probable class."""
        predicted: NDArray[np.intp] = self.probabilities.argmax(axis=1)
        return predicted

    @property
    def answers(self) -> Answers:
        """The same as what two models are compared by."""
        return Answers(self.probabilities, self.true_labels, self.images_hash)

    @property
    def mistakes(self) -> NDArray[np.intp]:
        """The numbers of the images it is wrong about, in order."""
        return np.flatnonzero(self.predicted != self.true_labels)

    def next_mistake(self, after: int) -> int | None:
        """The first mistake behind image number `after`, from the beginning where there is none; None without mistakes."""
        later = self.mistakes[self.mistakes > after]
        found = later if len(later) else self.mistakes
        return int(found[0]) if len(found) else None


def of_default_model() -> Examination:
    """What the default model said of MNIST's test part, as it is stored: neither TensorFlow nor MNIST is needed."""
    model = default_model.load()
    said, labels = model.test_probabilities, model.test_labels
    return Examination(DEFAULT, TITLE, "mnist", DIGITS, said, labels, mnist.TEST_HASH)


def examine(predictor: Predictor, dataset: Dataset) -> Examination:
    """Ask `predictor` about the test part of `dataset`."""
    problem = examination_problem(predictor.title, predictor.facts, dataset.name, dataset.facts)
    if problem is not None:
        raise problem
    names = predictor.facts.class_names
    said = predictor.probabilities(images_in_units(dataset, predictor.facts))
    truth, same = dataset.test.labels, dataset.test.content_hash
    return Examination(predictor.run, predictor.title, dataset.name, names, said, truth, same)


def images_in_units(dataset: Dataset, facts: FactSheet) -> NDArray[np.number]:
    """The test images (n, side, side) of `dataset` in the units of a model that learned from data with these `facts`."""
    scale = facts.maximum / dataset.facts.maximum
    return dataset.test.images if scale == 1 else dataset.test.images * np.float32(scale)


def examination_problem(title: str, own: FactSheet, dataset: str, other: FactSheet) -> BadInput | None:
    """Why the model `title`, which learned from data like `own`, cannot be asked about `dataset`; None where it can."""
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
