"""A run of a model that is no network: the same reports as a network's, one epoch for each round of fitting.

A stop is looked for between rounds. Only logistic regression has more than one, so only it has checkpoints.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import monotonic

import numpy as np

from digitcore.data.dataset import Split
from digitcore.errors import BadInput
from digitcore.learning.classical import MODELS, Arrays, ClassicalModel, Task
from digitcore.learning.config import RunConfig
from digitcore.learning.evaluation import Judgement, judge
from digitcore.learning.finishing import finish_classical
from digitcore.learning.parts import Parts
from digitcore.learning.reports import Checkpoint, EpochReport, Point, Reason, Report

JUDGED_OF_TRAINING = 1_000
"""Training figures are of the first so many images: nearest neighbours would take minutes over all."""


def train(
    config: RunConfig, parts: Parts, *, resume: Checkpoint | None, should_stop: Callable[[], bool]
) -> Iterator[Report]:
    """Fit, judge after each round, and yield reports, `Finished` last; at least one round is done."""
    model = MODELS[config.model]
    arrays, epoch, began = None, 0, monotonic()
    if resume is not None:
        arrays, epoch, began = _arrays_of(model, resume), resume.epoch, began - resume.seconds
    task = Task(
        train=parts.train,
        preparation=parts.preparation,
        class_count=parts.class_count,
        rounds=config.epochs - epoch,
        neighbours=config.neighbours,
        begin_with=arrays,
    )
    reason: Reason = "finished"
    started = monotonic()
    for arrays in model.fit(task):
        epoch += 1
        yield from _reports(model, arrays, parts, epoch=epoch, began=began, started=started)
        if model.names and should_stop():
            reason = "stopped"
            break
        started = monotonic()
    if arrays is None:
        raise RuntimeError(f"{model.name} learnt nothing")
    yield finish_classical(model, arrays, parts, reason=reason, epochs=epoch, seconds=monotonic() - began)


def _reports(
    model: ClassicalModel, arrays: Arrays, parts: Parts, *, epoch: int, began: float, started: float
) -> Iterator[Report]:
    """What a round came to; `began` and `started` are when the run and the round did."""
    trained = monotonic() - started
    some = Split(parts.train.images[:JUDGED_OF_TRAINING], parts.train.labels[:JUDGED_OF_TRAINING])
    train, validation = (_judged(model, arrays, split, parts) for split in (some, parts.validation))
    now = monotonic()
    speed = len(parts.train) / max(trained, 1e-6)
    yield Point(epoch, float(epoch), train.loss, train.accuracy, now - began, speed)
    yield EpochReport(
        epoch=epoch,
        train_loss=train.loss,
        train_accuracy=train.accuracy,
        validation_loss=validation.loss,
        validation_accuracy=validation.accuracy,
        confusion_matrix=validation.confusion_matrix,
        seconds=now - started,
        total_seconds=now - began,
        learning_rate=0.0,
    )
    if model.names:
        kept = tuple(np.array(arrays[name]) for name in model.names)
        yield Checkpoint(epoch=epoch, step=epoch, seconds=now - began, weights=kept)


def _judged(model: ClassicalModel, arrays: Arrays, split: Split, parts: Parts) -> Judgement:
    return judge(model.probabilities(arrays, split.images, parts.preparation), split.labels)


def _arrays_of(model: ClassicalModel, checkpoint: Checkpoint) -> Arrays:
    """The arrays of a checkpoint by name."""
    if not model.names or len(checkpoint.weights) != len(model.names):
        raise BadInput(
            f"The checkpoint does not belong to {model.title.lower()!r}: it has {len(checkpoint.weights)} arrays.",
            "Start the run anew.",
        )
    return dict(zip(model.names, checkpoint.weights, strict=True))
