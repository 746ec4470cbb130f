"""A run of a model that is no network: the same reports as a network's, one epoch for each round of fitting.

A stop is looked for between rounds, and while the one round of a model without checkpoints is judged: nearest neighbours
learn nothing and are slow to ask. Only logistic regression has more rounds than one, so only it has checkpoints.
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
from digitcore.learning.engine.reports import Checkpoint, EpochReport, Point, Reason, Report, never
from digitcore.learning.judging.evaluation import judge
from digitcore.learning.layers.classical import MODELS, Arrays, ClassicalModel, FitInputs, Probabilities
from digitcore.learning.recipes.config import RunConfig

_ASKED_AT_ONCE = 500
"""Images between two looks for a stop."""
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
    task = FitInputs(
        train=parts.train,
        preparation=parts.preparation,
        class_count=parts.class_count,
        rounds=config.epochs - epoch,
        neighbours=config.neighbours,
        begin_with=arrays,
    )
    asked = _Asked(model, parts, never if model.names else should_stop)
    some = Split(parts.train.images[:JUDGED_OF_TRAINING], parts.train.labels[:JUDGED_OF_TRAINING])
    reason: Reason = "finished"
    started = monotonic()
    for arrays in model.fit(task):
        trained = monotonic() - started
        of_train, validated = asked.about(arrays, some), asked.about(arrays, parts.validation)
        if len(validated) < len(parts.validation):
            break
        epoch += 1
        times = {"began": began, "started": started, "trained": trained}
        yield from _reports(parts, of_train, validated, some, epoch=epoch, **times)
        if model.names:
            yield _checkpoint(model, arrays, epoch=epoch, seconds=monotonic() - began)
            if should_stop():
                reason = "stopped"
                break
        started = monotonic()
    if arrays is None:
        raise RuntimeError(f"{model.name} learnt nothing")
    tested = validated if parts.validation is parts.test else asked.about(arrays, parts.test)
    if len(tested) < len(parts.test):
        reason = "stopped"
    yield finish_classical(arrays, parts, tested, reason=reason, epochs=epoch, seconds=monotonic() - began)


@dataclass(frozen=True, eq=False)
class _Asked:
    """A model that is asked about images, a few hundred at a time, until somebody wants it to stop."""

    model: ClassicalModel
    parts: Parts
    should_stop: Callable[[], bool]

    def about(self, arrays: Arrays, split: Split) -> Probabilities:
        """(n, K) of all images of `split`, or of the first ones where it was stopped meanwhile."""
        found: list[Probabilities] = []
        for start in range(0, len(split), _ASKED_AT_ONCE):
            images = split.images[start : start + _ASKED_AT_ONCE]
            found.append(self.model.probabilities(arrays, images, self.parts.preparation))
            if self.should_stop():
                break
        return np.concatenate(found)


def _reports(
    parts: Parts,
    of_train: Probabilities,
    validated: Probabilities,
    some: Split,
    *,
    epoch: int,
    began: float,
    started: float,
    trained: float,
) -> Iterator[Report]:
    """What a round came to that was `trained` seconds long; `began` and `started` are when the run and the round did."""
    train = judge(of_train, some.labels[: len(of_train)])
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
    kept = tuple(np.array(arrays[name]) for name in model.names)
    return Checkpoint(epoch=epoch, step=epoch, seconds=seconds, weights=kept)


def _arrays_of(model: ClassicalModel, checkpoint: Checkpoint) -> Arrays:
    """The arrays of a checkpoint by name."""
    if not model.names or len(checkpoint.weights) != len(model.names):
        raise BadInput(
            f"The checkpoint does not belong to {model.title.lower()!r}: it has {len(checkpoint.weights)} arrays.",
            "Start the run anew.",
        )
    return dict(zip(model.names, checkpoint.weights, strict=True))
