"""A network and its data in TensorFlow: many steps, or many epochs, in one call.

Before `training` in the reading order, which decides how much each call does. A graph that gathers its batches from tensors and
loops by itself is several times faster than a Python loop over batches, the more so the smaller the network. The order of
images, the learning rates and the steps to do come in as tensors, so nothing is traced twice. Left out on purpose: XLA (slower here), and any notion of time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitcore.data.dataset import Split
from digitcore.data.preparation import one_hot
from digitcore.learning import network
from digitcore.learning.augmentation import augment
from digitcore.learning.config import RunConfig
from digitcore.learning.losses import LOSSES
from digitcore.learning.optimisers import OPTIMISERS
from digitcore.learning.parts import Parts

JUDGED_AT_ONCE = 500
"""Images in one forward pass when judging: their activations stay in the cache."""


@dataclass(frozen=True, eq=False)
class Sums:
    """Sums over images, for each epoch (E,) of a call; whole or in double precision, so parts add up exactly."""

    losses: NDArray[np.float64]
    correct: NDArray[np.int64]
    validation_losses: NDArray[np.float64]
    """0 unless the call judged."""
    confusion: NDArray[np.int64]
    """(E, K, K) of the validation part; 0 unless the call judged."""


@dataclass(frozen=True, eq=False)
class Judged:
    """What judging some images came to."""

    losses: float
    confusion: NDArray[np.int64]
    probabilities: NDArray[np.float32]


class Graph:
    """The network of `config` on `parts`, with the calls that train and judge it."""

    def __init__(self, config: RunConfig, parts: Parts) -> None:
        side = parts.train.images.shape[1]
        self._config, self._parts, self._classes = config, parts, parts.class_count
        self.model = network.build(config.layers, side=side, class_count=self._classes, seed=config.seed)
        self.optimiser = OPTIMISERS[config.optimiser].build(
            learning_rate=config.rate(0), momentum=config.momentum, nesterov=config.nesterov
        )
        self.optimiser.build(self.model.trainable_variables)
        self._loss = LOSSES[config.loss].build()
        self.steps_per_epoch = -(-len(parts.train) // config.batch)
        self._images, self._truth = self._tensors(parts.train, prepared=not config.augmented)
        self._test = self._tensors(parts.test)
        self._validation = self._test if parts.validation is parts.test else self._tensors(parts.validation)
        self._judge_graph, self._run_graph = self._traced()

    def run(
        self,
        orders: NDArray[np.int32],
        *,
        first_epoch: int,
        steps: tuple[int, int],
        judge: bool = False,
    ) -> Sums:
        """In each epoch, one row of `orders` (E, n), do the steps from `steps[0]` up to `steps[1]`, then judge."""
        rates = [self._config.rate(first_epoch + epoch) for epoch in range(len(orders))]
        results = self._run_graph(
            *_tensors_of(orders, np.int32(first_epoch), np.int32(steps[0]), np.int32(steps[1])),
            *_tensors_of(np.array(rates, np.float32), np.bool_(judge)),
        )
        return Sums(*(result.numpy() for result in results))

    def judge(self, part: str, start: int, stop: int) -> Judged:
        """Loss, confusion and probabilities of images `start` to `stop` of "validation" or "test"."""
        images, truth = self._validation if part == "validation" else self._test
        losses, confusion, probabilities = self._judge_graph(images[start:stop], truth[start:stop])
        return Judged(float(losses), confusion.numpy(), probabilities.numpy())

    def state(self) -> tuple[list[NDArray[np.generic]], list[NDArray[np.generic]]]:
        """The weights, and all else that training goes on from: the optimiser and states of random layers."""
        return self.model.get_weights(), [variable.numpy() for variable in self._other_variables()]

    def restore(self, weights: tuple[Any, ...], others: tuple[Any, ...]) -> None:
        """Go back to what `state` gave; a ValueError if the arrays are not of this network."""
        variables = self._other_variables()
        if len(others) != len(variables):
            raise ValueError(f"{len(others)} arrays for {len(variables)} variables")
        self.model.set_weights(list(weights))
        for variable, value in zip(variables, others, strict=True):
            variable.assign(value)

    def _other_variables(self) -> list[Any]:
        weights = {id(variable) for variable in self.model.weights}
        return self.optimiser.variables + [v for v in self.model.variables if id(v) not in weights]

    def _tensors(self, split: Split, *, prepared: bool = True) -> tuple[Any, Any]:
        import tensorflow as tf

        images = self._parts.preparation.apply(split.images) if prepared else split.images.astype(np.float32)
        return tf.constant(images[..., None]), tf.constant(one_hot(split.labels, self._classes))

    def _traced(self) -> tuple[Any, Any]:
        import tensorflow as tf

        side, classes = self._images.shape[1], self._classes
        judge = tf.function(
            self._judge,
            input_signature=[
                tf.TensorSpec((None, side, side, 1), tf.float32),
                tf.TensorSpec((None, classes), tf.float32),
            ],
        )
        numbers = [tf.TensorSpec((), tf.int32)] * 3
        run = tf.function(
            self._run,
            input_signature=[
                tf.TensorSpec((None, len(self._parts.train)), tf.int32),
                *numbers,
                tf.TensorSpec((None,), tf.float32),
                tf.TensorSpec((), tf.bool),
            ],
        )
        return judge, run

    def _judge(self, images: Any, truth: Any) -> tuple[Any, Any, Any]:
        import tensorflow as tf

        probabilities = self.model(images, training=False)
        losses = tf.reduce_sum(tf.cast(self._loss(truth, probabilities), tf.float64))
        cells = tf.argmax(truth, axis=1) * self._classes + tf.argmax(probabilities, axis=1)
        counts = tf.math.unsorted_segment_sum(tf.ones_like(cells), cells, self._classes**2)
        return losses, tf.reshape(counts, (self._classes, self._classes)), probabilities

    def _run(self, orders: Any, epoch: Any, start: Any, stop: Any, rates: Any, judge: Any) -> tuple[Any, ...]:
        """The graph behind `run`. Loops over tensors become loops of the graph."""
        import tensorflow as tf

        n_epochs = tf.shape(orders)[0]
        sums = [tf.TensorArray(kind, n_epochs) for kind in (tf.float64, tf.int64, tf.float64, tf.int64)]
        losses, correct, validation_losses, confusions = sums
        for row in tf.range(n_epochs):
            self.optimiser.learning_rate.assign(rates[row])
            loss, right = tf.constant(0.0, tf.float64), tf.constant(0, tf.int64)
            order = orders[row]
            for step in tf.range(start, stop):
                chosen = order[step * self._config.batch : (step + 1) * self._config.batch]
                step_loss, step_right = self._step(chosen, (epoch + row) * self.steps_per_epoch + step)
                loss, right = loss + step_loss, right + step_right
            validation_loss, confusion = self._validate(judge)
            losses, correct = losses.write(row, loss), correct.write(row, right)
            validation_losses = validation_losses.write(row, validation_loss)
            confusions = confusions.write(row, confusion)
        return losses.stack(), correct.stack(), validation_losses.stack(), confusions.stack()

    def _step(self, chosen: Any, number: Any) -> tuple[Any, Any]:
        """One optimiser step on the images `chosen`; their summed loss and how many were right."""
        import tensorflow as tf

        images, truth = tf.gather(self._images, chosen), tf.gather(self._truth, chosen)
        if self._config.augmented:
            preparation = self._parts.preparation
            offset, factor = (np.float32(values) for values in (preparation.offset, preparation.factor))
            images = augment(self._config, images, number)
            images = (images - offset[..., None]) * factor[..., None]
        with tf.GradientTape() as tape:
            probabilities = self.model(images, training=True)
            losses = self._loss(truth, probabilities)
            mean = tf.reduce_mean(losses)
        variables = self.model.trainable_variables
        self.optimiser.apply(tape.gradient(mean, variables), variables)
        right = tf.equal(tf.argmax(probabilities, axis=1), tf.argmax(truth, axis=1))
        return tf.reduce_sum(tf.cast(losses, tf.float64)), tf.reduce_sum(tf.cast(right, tf.int64))

    def _validate(self, judge: Any) -> tuple[Any, Any]:
        """Summed loss and confusion of the validation part, zeros unless `judge`."""
        import tensorflow as tf

        images, truth = self._validation
        n = tf.where(judge, len(self._parts.validation), 0)
        loss = tf.constant(0.0, tf.float64)
        confusion = tf.zeros((self._classes, self._classes), tf.int64)
        for start in tf.range(0, n, JUDGED_AT_ONCE):
            rows = slice(start, start + JUDGED_AT_ONCE)
            batch_loss, batch_confusion, _ = self._judge_graph(images[rows], truth[rows])
            loss, confusion = loss + batch_loss, confusion + batch_confusion
        return loss, confusion


def _tensors_of(*values: Any) -> list[Any]:
    """Tensors for a traced function: Python values would be traced anew each time."""
    import tensorflow as tf

    return [tf.constant(value) for value in values]
