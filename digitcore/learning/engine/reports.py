"""The reports that `train` yields: points, epochs, snapshots, checkpoints, pauses and the end.

They hold plain numbers and NumPy arrays, so the store and the figures need no TensorFlow.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import inf
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from digitcore.data.results import ReadOnlyArrays
from digitcore.learning.judging.paired_test import PairedComparison
from digitcore.learning.layers.network import LayerRow

Reason = Literal["finished", "stopped early", "stopped"]


@dataclass(frozen=True)
class Point:
    """One point of the live curve: averages over one stretch of training."""

    step: int
    """Optimiser steps done in the whole run."""
    epoch: float
    """Epochs done, the current one as a fraction."""
    loss: float
    accuracy: float
    seconds: float
    """Since the start of the training, pauses excluded."""
    images_per_second: float


@dataclass(frozen=True, eq=False)
class EpochReport(ReadOnlyArrays):
    """The results of one epoch. Training figures are averages over the epoch, while the weights changed."""

    epoch: int
    """From 1."""
    train_loss: float
    train_accuracy: float
    validation_loss: float
    validation_accuracy: float
    confusion_matrix: NDArray[np.int64]
    """(K, K) of the validation part, row = true, column = predicted."""
    seconds: float
    """Of this epoch with its validation."""
    total_seconds: float
    """Since the start of the training."""
    learning_rate: float


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The model after an epoch: of epochs that `kept_epochs` selects, and of the last one."""

    epoch: int
    weights: tuple[NDArray[np.generic], ...]
    """As in a checkpoint."""


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """Everything that `train(…, resume=…)` needs to continue exactly from here."""

    epoch: int
    """Whole epochs done."""
    step: int
    """Optimiser steps done in the whole run; may lie within an epoch."""
    seconds: float
    weights: tuple[NDArray[np.generic], ...]
    """The model's arrays, in Keras's order (`model.set_weights`), or the arrays of a classical model."""
    optimiser: tuple[NDArray[np.generic], ...] = ()
    """The optimiser's arrays, then the states of random layers."""
    extra: Mapping[str, float] = field(default_factory=dict)
    """Sums over the current epoch, and the state of early stopping."""
    best_weights: tuple[NDArray[np.generic], ...] = ()
    """Weights of the epoch with the lowest validation loss, if the run may stop early."""


@dataclass(frozen=True)
class Paused:
    """The training waits: it goes on when the next report is requested, and the time until then is no training."""

    step: int
    """Optimiser steps done in the whole run."""


@dataclass(frozen=True, eq=False)
class Finished(ReadOnlyArrays):
    """The end of a training, with its results on the test part."""

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
    """(n, K), in the order of the test part; of its first images only if nearest neighbours were stopped.

    Stored with the labels, so pages show results and context without the model or the dataset."""
    layer_table: tuple[LayerRow, ...]
    """Empty for a classical model."""
    keras_bytes: bytes | None
    """The `.keras` file of a network; its input are prepared images (n, side, side, 1)."""
    arrays: Mapping[str, NDArray[np.generic]]
    """A classical model's arrays, and for every model the preparation's `offset` and `factor`."""
    versions: Mapping[str, str]
    """Versions of Python and the libraries that decide the result."""
    test_labels: NDArray[np.uint8]
    """(n,)"""
    test_hash: str
    """`Split.content_hash` of the test images."""
    against_average: PairedComparison | None = None
    """This model and the nearest average of the same training images, on the test part."""
    kept_epoch: int | None = None
    """The epoch of this model if it is not the last one: the best epoch of a run that may stop early."""


Report = Point | EpochReport | Snapshot | Checkpoint | Paused | Finished

StepLimit = Callable[[int, int], float]
"""(Steps done, steps of an epoch) → the step at which a training pauses; infinity where it does not."""


def never() -> bool:
    """The default `should_stop`: no stop is requested."""
    return False


def no_limit(step: int, steps_per_epoch: int) -> float:
    """The default `step_limit`: no pause."""
    return inf
