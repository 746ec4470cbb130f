"""Training of a classical model: the same reports as for a network, one epoch for each round of fitting.

Only logistic regression has several rounds, and so checkpoints. It can be paused and stopped between rounds; a model of one round
can be stopped while it is judged, since nearest neighbours learn nothing and predict slowly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import monotonic

import numpy as np

from digitcore.data.dataset import Split
from digitcore.errors import BadInput
from digitcore.learning.engine.data_split import Parts
from digitcore.learning.engine.final_report import finish_classical
from digitcore.learning.engine.reports import (
    Checkpoint,
    EpochReport,
    Paused,
    Point,
    Reason,
    Report,
    StepLimit,
    never,
    no_limit,
)
from digitcore.learning.judging.evaluation import judge
from digitcore.learning.layers.classical import MODELS, Arrays, ClassicalModel, FitInputs, Probabilities
from digitcore.learning.recipes.config import RunConfig

_IMAGES_PER_CALL = 500
"""`should_stop` is called after so many images."""
JUDGED_OF_TRAINING = 1_000
"""Training figures are of the first so many images: for all of them nearest neighbours would need minutes."""


def train(
    config: RunConfig,
    parts: Parts,
    *,
    resume: Checkpoint | None,
    should_stop: Callable[[], bool],
    step_limit: StepLimit = no_limit,
) -> Iterator[Report]:
    """Fit, judge after each round, and yield reports, `Finished` last; does at least one round."""
    model = MODELS[config.model]
    arrays, epoch, began = None, 0, monotonic()
    if resume is not None:
        arrays, epoch, began = _arrays_of(model, resume), resume.epoch, began - resume.seconds
    task = FitInputs(
        train=parts.train,
        preparation=parts.preparation,
        class_count=parts.class_count,
        rounds=config.epochs - epoch,
        neighbours=config.neighbours,
        initial_arrays=arrays,
    )
    classifier = _Classifier(model, parts, never if model.checkpoint_arrays else should_stop)
    sample = Split(parts.train.images[:JUDGED_OF_TRAINING], parts.train.labels[:JUDGED_OF_TRAINING])
    reason: Reason = "finished"
    started = monotonic()
    for arrays in model.fit(task):
        trained = monotonic() - started
        of_train, validated = classifier.predict(arrays, sample), classifier.predict(arrays, parts.validation)
        if len(validated) < len(parts.validation):
            break
        epoch += 1
        times = {"began": began, "started": started, "trained": trained}
        yield from _reports(parts, of_train, validated, sample, epoch=epoch, **times)
        if model.checkpoint_arrays:
            yield _checkpoint(model, arrays, epoch=epoch, seconds=monotonic() - began)
            paused_at, stops = monotonic(), should_stop()
            while not stops and epoch < config.epochs and step_limit(epoch, 1) <= epoch:
                yield Paused(epoch)
                stops = should_stop()
            began += monotonic() - paused_at
            if stops:
                reason = "stopped"
                break
        started = monotonic()
    if arrays is None:
        raise RuntimeError(f"{model.name} learnt nothing")
    tested = validated if parts.validation is parts.test else classifier.predict(arrays, parts.test)
    if len(tested) < len(parts.test):
        reason = "stopped"
    yield finish_classical(arrays, parts, tested, reason=reason, epochs=epoch, seconds=monotonic() - began)


@dataclass(frozen=True, eq=False)
class _Classifier:
    """A model that classifies images in blocks until `should_stop`."""

    model: ClassicalModel
    parts: Parts
    should_stop: Callable[[], bool]

    def predict(self, arrays: Arrays, split: Split) -> Probabilities:
        """(n, K) for all images of `split`, or for the first ones if it was stopped."""
        blocks: list[Probabilities] = []
        for start in range(0, len(split), _IMAGES_PER_CALL):
            images = split.images[start : start + _IMAGES_PER_CALL]
            blocks.append(self.model.probabilities(arrays, images, self.parts.preparation))
            if self.should_stop():
                break
        return np.concatenate(blocks)


def _reports(
    parts: Parts,
    of_train: Probabilities,
    validated: Probabilities,
    sample: Split,
    *,
    epoch: int,
    began: float,
    started: float,
    trained: float,
) -> Iterator[Report]:
    """Reports of a round of `trained` seconds; `began` and `started` are the times when run and round started."""
    train = judge(of_train, sample.labels[: len(of_train)])
    validation = judge(validated, parts.validation.labels)
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


def _checkpoint(model: ClassicalModel, arrays: Arrays, *, epoch: int, seconds: float) -> Checkpoint:
    weights = tuple(np.array(arrays[name]) for name in model.checkpoint_arrays)
    return Checkpoint(epoch=epoch, step=epoch, seconds=seconds, weights=weights)


def _arrays_of(model: ClassicalModel, checkpoint: Checkpoint) -> Arrays:
    """The arrays of a checkpoint by name."""
    if not model.checkpoint_arrays or len(checkpoint.weights) != len(model.checkpoint_arrays):
        raise BadInput(
            f"The checkpoint does not belong to {model.title.lower()!r}: it has {len(checkpoint.weights)} arrays.",
            "Start the run anew.",
        )
    return dict(zip(model.checkpoint_arrays, checkpoint.weights, strict=True))
