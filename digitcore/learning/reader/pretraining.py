"""Training of the default model on everything in `training_material`, and its evaluation.

Unlike runs of the app (`training`), it learns two outputs at once, the digit and whether it is one, from batches that
another thread prepares, and it cannot be resumed. The seed decides initial weights and order of images; sums on several
cores vary, so a second training has the same quality, not the same bits.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitcore.data import datasets
from digitcore.data.dataset import Dataset
from digitcore.data.preparation import split_indices
from digitcore.learning.reader import reader, training_material
from digitcore.learning.reader.default_evaluation import HeldOut, judge
from digitcore.learning.reader.default_model import DefaultModel, stored_weights
from digitcore.learning.reader.training_material import NO_DIGIT, Amounts
from digitcore.progress import Progress, Report, ignore

HELD_OUT_IMAGES = 5_000
"""Of MNIST's training images, to set the temperature and the limit of doubt."""

_REPORT_STEPS = 20

Batch = tuple[NDArray[np.float32], NDArray[np.int64]]


@dataclass(frozen=True)
class PretrainingPlan:
    """Settings of the training of the default model."""

    steps: int = 8_000
    batch: int = 256
    peak_rate: float = 0.002
    """The learning rate rises to this in the first tenth of the steps, then falls to 0 along a cosine."""
    weight_decay: float = 0.01
    smoothing: float = 0.03
    """Label smoothing over the ten digits."""
    doubt_weight: float = 0.5
    """Weight of the loss of "is it a digit" relative to "which one"."""
    seed: int = 0
    amounts: Amounts = field(default_factory=Amounts)


PLAN = PretrainingPlan()
"""The plan of the model in `assets`."""


def pretrain(plan: PretrainingPlan = PLAN, *, report: Report = ignore) -> DefaultModel:
    """Train and evaluate the default model; needs MNIST and DIGITLAB_PEN, and half an hour on two cores."""
    mnist = datasets.load("mnist", report=report)
    known, _, _ = training_material.writers()
    _, rest = _held_out_and_rest(mnist, plan.seed)
    drawn = training_material.pools(
        mnist.train.take(rest), known, plan.amounts, seed=plan.seed, report=report
    )
    started = monotonic()
    model = reader.build(seed=plan.seed)
    batches = training_material.batches(drawn, size=plan.batch, steps=plan.steps, seed=plan.seed)
    _train(model, batches, plan, report)
    return _evaluated(
        stored_weights(reader.folded(model)),
        mnist,
        images_seen=plan.steps * plan.batch,
        seconds=monotonic() - started,
        seed=plan.seed,
        report=report,
    )


def judge_again(model: DefaultModel, *, report: Report = ignore) -> DefaultModel:
    """The same weights, with its numbers set and measured again: for changes of framing that need no new training."""
    mnist, sheet = datasets.load("mnist", report=report), model.sheet
    return _evaluated(
        model.weights,
        mnist,
        images_seen=sheet.images_seen,
        seconds=sheet.seconds,
        seed=sheet.seed,
        report=report,
    )


def _evaluated(
    weights: reader.Arrays, mnist: Dataset, *, images_seen: int, seconds: float, seed: int, report: Report
) -> DefaultModel:
    report(Progress("Judging the model", 0, 1))
    _, checking, judging = training_material.writers()
    held_out, _ = _held_out_and_rest(mnist, seed)
    return judge(
        weights,
        checking=HeldOut(mnist.train.take(held_out), checking),
        judging=HeldOut(mnist.test, judging),
        images_seen=images_seen,
        seconds=seconds,
        seed=seed,
    )


def _held_out_and_rest(mnist: Dataset, seed: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    return split_indices(len(mnist.train), first_share=HELD_OUT_IMAGES / len(mnist.train), seed=seed)


def _train(model: Any, batches: Iterator[Batch], plan: PretrainingPlan, report: Report) -> None:
    """All steps; a thread prepares the next batch while TensorFlow works on this one."""
    step, started = _traced_step(model, plan), monotonic()
    with ThreadPoolExecutor(1) as executor:
        next_batch = executor.submit(next, batches)
        for done in range(1, plan.steps + 1):
            images, labels = next_batch.result()
            if done < plan.steps:
                next_batch = executor.submit(next, batches)
            step(images, labels)
            if done % _REPORT_STEPS == 0 or done == plan.steps:
                left = (monotonic() - started) / done * (plan.steps - done)
                report(Progress(f"Training, {_in_words(left)} left", done, plan.steps, "steps"))


def _in_words(seconds: float) -> str:
    return f"about {seconds / 60:.0f} min" if seconds >= 60 else "less than a minute"


def _traced_step(model: Any, plan: PretrainingPlan) -> Any:
    """One optimiser step on a batch, as a graph."""
    import keras
    import tensorflow as tf

    rising = max(1, plan.steps // 10)
    rate = keras.optimizers.schedules.CosineDecay(
        plan.peak_rate / 25, max(1, plan.steps - rising), warmup_target=plan.peak_rate, warmup_steps=rising
    )
    optimiser = keras.optimizers.AdamW(rate, weight_decay=plan.weight_decay, beta_2=0.99)
    optimiser.build(model.trainable_variables)

    def step(images: Any, labels: Any) -> None:
        with tf.GradientTape() as tape:
            loss = _loss(model(images, training=True), labels, plan)
        variables = model.trainable_variables
        optimiser.apply(tape.gradient(loss, variables), variables)

    side = reader.SIDE
    signature = [tf.TensorSpec((None, side, side), tf.float32), tf.TensorSpec((None,), tf.int64)]
    return tf.function(step, input_signature=signature)


def _loss(scores: Any, labels: Any, plan: PretrainingPlan) -> Any:
    """Cross-entropy of the digit over all digits, plus that of "is it a digit" over all images."""
    import tensorflow as tf

    is_digit = tf.cast(labels != NO_DIGIT, tf.float32)
    truth = tf.one_hot(labels, reader.CLASSES) * (1 - plan.smoothing) + plan.smoothing / reader.CLASSES
    which = tf.nn.softmax_cross_entropy_with_logits(truth, scores[:, : reader.CLASSES])
    whether = tf.nn.sigmoid_cross_entropy_with_logits(1 - is_digit, scores[:, reader.CLASSES])
    count = tf.maximum(tf.reduce_sum(is_digit), 1.0)
    return tf.reduce_sum(which * is_digit) / count + plan.doubt_weight * tf.reduce_mean(whether)
