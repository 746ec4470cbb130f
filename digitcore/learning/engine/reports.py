"""What a training says while it runs, and what it leaves behind.

Between `config` and `training` in the reading order: `train` yields these and nothing else. They hold plain
numbers and numpy arrays, so whoever stores or draws them need not know TensorFlow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from digitcore.data.results import ReadOnlyArrays
from digitcore.learning.judging.paired_test import PairedComparison
from digitcore.learning.layers.network import LayerRow

Reason = Literal["finished", "stopped early", "stopped"]


@dataclass(frozen=True)
class Point:
    """One point of the live curve: the average over the stretch of training that just ended."""

    step: int
    """Optimiser steps done, counted over the whole run."""
    epoch: float
    """Epochs done, with the begun one as a fraction."""
    loss: float
    accuracy: float
    seconds: float
    """Since the training began, without the time between a stop and a resume."""
    images_per_second: float


@dataclass(frozen=True, eq=False)
class EpochReport(ReadOnlyArrays):
    """What one epoch came to. Training figures are averages over the epoch, as the weights changed."""

    epoch: int
    """From 1."""
    train_loss: float
    train_accuracy: float
    validation_loss: float
    validation_accuracy: float
    confusion_matrix: NDArray[np.int64]
    """(K, K) of the validation part, row = true, column = predicted."""
    seconds: float
    """This epoch with its validation."""
    total_seconds: float
    """Since the training began."""
    learning_rate: float


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The model after an epoch, to look back at; from epochs that `kept_epochs` chooses, and the last one."""

    epoch: int
    weights: tuple[NDArray[np.generic], ...]
    """As in a checkpoint."""


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """Everything that `train(…, resume=…)` needs to go on exactly where this was taken."""

    epoch: int
    """Whole epochs done."""
    step: int
    """Optimiser steps done, counted over the whole run; may lie within an epoch."""
    seconds: float
    weights: tuple[NDArray[np.generic], ...]
    """The model's arrays, in Keras's order (`model.set_weights`), or the arrays of a classical model."""
    optimiser: tuple[NDArray[np.generic], ...] = ()
    """The optimiser's arrays, then the states of layers that draw at random."""
    extra: Mapping[str, float] = field(default_factory=dict)
    """Sums over the begun epoch, and what early stopping remembers."""
    best_weights: tuple[NDArray[np.generic], ...] = ()
    """The model of the epoch with the lowest validation loss, where the run may stop early."""


@dataclass(frozen=True, eq=False)
class Finished(ReadOnlyArrays):
    """The end of a training, judged on the test part."""

    reason: Reason
    epochs: int
    """Whole epochs done."""
    seconds: float
    test_loss: float
    test_accuracy: float
    test_n: int
    test_interval: tuple[float, float]
    """Wilson's 95 % interval of the accuracy."""
    test_probabilities: NDArray[np.float32]
    """(n, K), in the order of the test part; of its first images where nearest neighbours were stopped midway."""
    layer_table: tuple[LayerRow, ...]
    """Empty for a classical model."""
    keras_bytes: bytes | None
    """The `.keras` file of a network; it expects prepared images (n, side, side, 1)."""
    arrays: Mapping[str, NDArray[np.generic]]
    """A classical model's arrays, and for every model the preparation's `offset` and `factor`."""
    versions: Mapping[str, str]
    """Of Python and the libraries that decide the result."""
    test_labels: NDArray[np.uint8]
    """(n,) what would have been right."""
    test_hash: str
    """`Split.content_hash` of the test images."""
    against_average: PairedComparison | None = None
    """This model and the nearest average of the same training images, on the test part."""
    kept_epoch: int | None = None
    """The epoch whose model this is, where that is not the last one: the best of a run that may stop early."""


Report = Point | EpochReport | Snapshot | Checkpoint | Finished


def never() -> bool:
    """Nobody asks to stop."""
    return False
