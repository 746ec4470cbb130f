"""Classical models: what they learn, as plain arrays, and the probabilities that follow from these arrays.

They are the baselines for networks: no learning, averages, nearest neighbours, a linear model. scikit-learn fits them
(`averages` the nearest average); predictions need the stored arrays only. A new model is one entry of `MODELS`.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitcore.data.dataset import Split
from digitcore.data.preparation import Preparation
from digitcore.data.statistics.averages import ClassAverages, class_averages, distances
from digitcore.errors import BadInput
from digitcore.learning.layers.losses import LOSSES

Arrays = Mapping[str, NDArray[np.generic]]
Probabilities = NDArray[np.float32]

ITERATIONS_PER_ROUND = 10
"""Solver steps of logistic regression between two reports. Each round starts from the weights alone, so a resumed
run computes the same."""


@dataclass(frozen=True, eq=False)
class FitInputs:
    """The data and settings that a model is fitted with."""

    train: Split
    preparation: Preparation
    class_count: int
    rounds: int
    neighbours: int
    initial_arrays: Arrays | None = None
    """Result of an earlier round, to continue from."""


@dataclass(frozen=True)
class ClassicalModel:
    """One entry of the registry."""

    name: str
    title: str
    sentence: str
    fit: Callable[[FitInputs], Iterator[Arrays]]
    """Yields the learnt arrays after each round; most models have one round."""
    probabilities: Callable[[Arrays, NDArray[np.number], Preparation], Probabilities]
    """(n, K) from the arrays and images (n, h, w) in the dataset's units."""
    parameter_arrays: tuple[str, ...]
    """The arrays that count as its parameters."""
    checkpoint_arrays: tuple[str, ...] = ()
    """The arrays of a checkpoint, in this order; empty where fitting is one round."""

    def parameters(self, arrays: Arrays) -> int:
        """How many numbers its predictions use."""
        return sum(arrays[name].size for name in self.parameter_arrays)


def _fit_commonest(task: FitInputs) -> Iterator[Arrays]:
    from sklearn.dummy import DummyClassifier

    labels = task.train.labels
    dummy = DummyClassifier(strategy="prior").fit(np.zeros((len(labels), 1)), labels)
    yield {"shares": _columns(dummy.class_prior_[None], dummy.classes_, task.class_count)[0]}


def _by_shares(arrays: Arrays, images: NDArray[np.number], preparation: Preparation) -> Probabilities:
    return np.tile(arrays["shares"].astype(np.float32), (len(images), 1))


def _fit_averages(task: FitInputs) -> Iterator[Arrays]:
    averages = class_averages(task.train, class_count=task.class_count)
    squared = distances(task.train.images, averages) ** 2
    yield {
        "counts": averages.counts,
        "sums": averages.sums,
        "square_sums": averages.square_sums,
        "softness": np.array(_best_softness(squared, task.train.labels)),
    }


def _best_softness(squared: NDArray[np.float64], labels: NDArray[np.uint8]) -> float:
    """The divisor of squared distances (n, K) that makes the training labels most probable, within 10 %."""
    truth = np.eye(squared.shape[1])[labels]
    usual = float(squared[np.isfinite(squared)].mean()) or 1.0
    candidates = usual * 1.1 ** np.arange(-60, 1)
    formula = LOSSES["categorical_crossentropy"].formula
    losses = [formula(truth, _softmax(-squared / softness)).mean() for softness in candidates]
    return float(candidates[int(np.argmin(losses))])


def _by_distance(arrays: Arrays, images: NDArray[np.number], preparation: Preparation) -> Probabilities:
    averages = ClassAverages(
        *(np.array(arrays[name], dtype=np.int64) for name in ("counts", "sums", "square_sums"))
    )
    pixels: Any = images  # a framed drawing has fractional pixels
    squared = distances(pixels, averages) ** 2
    return _softmax(-squared / float(arrays["softness"])).astype(np.float32)


def _store_images(task: FitInputs) -> Iterator[Arrays]:
    count = np.array([min(task.neighbours, len(task.train)), task.class_count])
    yield {"images": task.train.images, "labels": task.train.labels, "neighbours_and_classes": count}


def _by_votes(arrays: Arrays, images: NDArray[np.number], preparation: Preparation) -> Probabilities:
    from sklearn.neighbors import KNeighborsClassifier

    neighbours, class_count = (int(value) for value in arrays["neighbours_and_classes"])
    stored = _vectors(arrays["images"].astype(np.uint8, copy=False), preparation)
    votes = KNeighborsClassifier(neighbours, algorithm="brute").fit(stored, arrays["labels"])
    return _columns(votes.predict_proba(_vectors(images, preparation)), votes.classes_, class_count)


def _fit_linear(task: FitInputs) -> Iterator[Arrays]:
    """Rounds of the solver until it converges."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits  # comes with scikit-learn

    vectors, labels = _vectors(task.train.images, task.preparation), task.train.labels
    classes = np.unique(labels)
    if len(classes) < 2:
        raise BadInput(
            f"All training images are of class {classes[0]}.", "Use a dataset with two classes or more."
        )
    model = LogisticRegression(max_iter=ITERATIONS_PER_ROUND, warm_start=True)
    if task.initial_arrays is not None:
        model.coef_, model.intercept_ = task.initial_arrays["weights"], task.initial_arrays["biases"]
    for _ in range(task.rounds):
        # One BLAS thread: two wait for each other and take seven times as long
        # (https://github.com/scikit-learn/scikit-learn/issues/32162).
        with warnings.catch_warnings(), threadpool_limits(1, user_api="blas"):
            warnings.simplefilter("ignore", ConvergenceWarning)  # rounds are shorter than the solver needs
            model.fit(vectors, labels)
        yield {
            "weights": model.coef_,
            "biases": model.intercept_,
            "classes": classes,
            "class_count": np.array(task.class_count),
        }
        if model.n_iter_.max() < ITERATIONS_PER_ROUND:
            return


def _by_scores(arrays: Arrays, images: NDArray[np.number], preparation: Preparation) -> Probabilities:
    weights, biases = arrays["weights"].astype(np.float64), arrays["biases"].astype(np.float64)
    scores = _vectors(images, preparation) @ weights.T + biases
    if scores.shape[1] == 1:  # for two classes scikit-learn learns one score, of the second class
        scores = np.concatenate([np.zeros_like(scores), scores], axis=1)
    return _columns(_softmax(scores), arrays["classes"].astype(np.int64), int(arrays["class_count"]))


MODELS = {
    model.name: model
    for model in (
        ClassicalModel(
            "commonest", "Always the commonest", "Says the commonest class of the training part, whatever the image.",
            _fit_commonest, _by_shares, parameter_arrays=("shares",),
        ),
        ClassicalModel(
            "nearest-average", "Nearest average", "Says the class whose average image is nearest.",
            _fit_averages, _by_distance, parameter_arrays=("sums",),
        ),
        ClassicalModel(
            "nearest-neighbours", "Nearest neighbours",
            "Remembers all training images; those nearest to an image vote on its class.", _store_images, _by_votes,
            parameter_arrays=("images",),
        ),
        ClassicalModel(
            "logistic-regression", "Logistic regression",
            "One weight for each pixel and class: a network without hidden layers, fitted by a solver in rounds.",
            _fit_linear, _by_scores, parameter_arrays=("weights", "biases"),
            checkpoint_arrays=("weights", "biases", "classes", "class_count"),
        ),
    )
}  # fmt: skip
"""All classical models, by name."""


def _vectors(images: NDArray[np.number], preparation: Preparation) -> NDArray[np.float32]:
    """Prepared images (n, h, w) as rows (n, h · w)."""
    return preparation.apply(images).reshape(len(images), -1)


def _columns(values: NDArray[np.floating], classes: NDArray[np.integer], class_count: int) -> Probabilities:
    """`values` (n, c) of the `classes` (c,) in the training labels, as (n, K) with 0 for all others."""
    wide = np.zeros((len(values), class_count), dtype=np.float32)
    wide[:, classes] = values
    return wide


def _softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: NDArray[np.float64] = powers / powers.sum(axis=1, keepdims=True)
    return shares
