"""A network and its data in TensorFlow: many steps, or many epochs, in one call.

Before `training` in the reading order, which decides how much each call does. A graph that gathers its batches from
tensors and loops by itself is faster than a Python loop over batches, the more so the smaller the network. What changes
from call to call comes in as tensors, so nothing is traced twice. Left out: XLA, which is slower here, and any notion of time.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitcore.data.dataset import Split
from digitcore.data.preparation import one_hot
from digitcore.learning.engine.augmentation import augment
from digitcore.learning.engine.data_split import Parts
from digitcore.learning.engine.kept_epochs import is_worth_keeping
from digitcore.learning.layers import network
from digitcore.learning.layers.losses import LOSSES
from digitcore.learning.layers.optimisers import OPTIMISERS
from digitcore.learning.recipes.config import RunConfig

JUDGED_AT_ONCE = 500
"""Images in one forward pass when judging: their activations stay in the cache."""
_ALIGNMENT = 64
"""Bytes. Tensors that begin elsewhere end the process in some operations."""


@dataclass(frozen=True, eq=False)
class Sums:
    """Sums over images, for each epoch (E,) of a call; whole or in double precision, so parts add up exactly."""

    losses: NDArray[np.float64]
    correct: NDArray[np.int64]
    validation_losses: NDArray[np.float64]
    """0 unless the call judged."""
    confusion: NDArray[np.int64]
    """(E, K, K) of the validation part; 0 unless the call judged."""
    kept: NDArray[np.float32]
    """(k, P) all weights in one row, after each epoch that is worth keeping; none unless the call judged."""


@dataclass(frozen=True, eq=False)
class PartJudgement:
    """What judging some images came to."""

    losses: float
    confusion: NDArray[np.int64]
    probabilities: NDArray[np.float32]


class Graph:
    """The network of `config` on `parts`, with the calls that train and judge it."""

    def __init__(self, config: RunConfig, parts: Parts) -> None:
        side = parts.train.images.shape[1]
        self._config, self._classes, self._preparation = config, parts.class_count, parts.preparation
        self.model = network.build(config.layers, side=side, class_count=self._classes, seed=config.seed)
        self.optimiser = OPTIMISERS[config.optimiser].build(
            learning_rate=config.rate(0), momentum=config.momentum, nesterov=config.nesterov
        )
        self.optimiser.build(self.model.trainable_variables)
        self._loss = LOSSES[config.loss].build()
        self._weight_bytes = sum(4 * prod(one.shape) for one in self.model.weights)  # all are float32
        self.train_n = len(parts.train)
        self.steps_per_epoch = -(-self.train_n // config.batch)
        self._data = {"train": self._tensors(parts.train, prepared=not config.augmented)}
        self._data["test"] = self._tensors(parts.test)
        same = parts.validation is parts.test
        self._data["validation"] = self._data["test"] if same else self._tensors(parts.validation)
        self._judge_graph, self._run_graph = self._traced(side)

    def run(
        self,
        orders: NDArray[np.int32],
        *,
        first_epoch: int,
        steps: tuple[int, int],
        judge: bool = False,
    ) -> Sums:
        """In each epoch, one row of `orders` (E, n), do the steps from `steps[0]` up to `steps[1]`, then judge."""
        epochs = range(first_epoch, first_epoch + len(orders))
        rates = np.array([self._config.rate(epoch) for epoch in epochs], np.float32)
        keep = np.array([judge and self.is_worth_keeping(epoch + 1) for epoch in epochs])
        bounds = np.array([first_epoch, *steps], np.int32)
        data = self._data["train"], self._data["validation"]
        results = self._run_graph(data, orders, bounds, (rates, keep), np.bool_(judge))
        return Sums(*(result.numpy() for result in results))

    def trace(self) -> None:
        """Build the graphs by calls that do nothing, so that the first real ones can be timed."""
        self.run(np.zeros((1, 1), np.int32), first_epoch=0, steps=(0, 0))

    def release_data(self) -> None:
        """Free the memory of the images: TensorFlow's graphs refer to each other, and stay until Python looks for circles."""
        self._data.clear()

    def judge(self, part: str, start: int, stop: int) -> PartJudgement:
        """Loss, confusion and probabilities of images `start` to `stop` of "validation" or "test"."""
        bounds = np.int32(start), np.int32(stop)
        losses, confusion, probabilities = self._judge_graph(self._data[part], *bounds)
        return PartJudgement(float(losses), confusion.numpy(), probabilities.numpy())

    def is_worth_keeping(self, epoch: int) -> bool:
        """Whether the weights after `epoch`, counted from 1, are to be reported."""
        return is_worth_keeping(epoch, self._weight_bytes)

    def weights(self) -> tuple[NDArray[np.generic], ...]:
        """The model's arrays, in Keras's order."""
        return tuple(one.value.numpy() for one in self.model.weights)

    def weights_of_row(self, row: NDArray[np.float32]) -> tuple[NDArray[np.generic], ...]:
        """The model's arrays, from all of them in one row (P,)."""
        shapes = [tuple(one.shape) for one in self.model.weights]
        ends = np.cumsum([prod(shape) for shape in shapes])[:-1]
        return tuple(part.reshape(shape) for part, shape in zip(np.split(row, ends), shapes, strict=True))

    def others(self) -> tuple[NDArray[np.generic], ...]:
        """All else that training goes on from: the optimiser and states of random layers."""
        return tuple(one.value.numpy() for one in self._other_variables())

    def restore(self, weights: tuple[Any, ...], others: tuple[Any, ...]) -> None:
        """Go back to what `weights` and `others` gave; a ValueError if the arrays are not of this network."""
        variables = self._other_variables()
        if len(others) != len(variables):
            raise ValueError(f"{len(others)} arrays for {len(variables)} variables")
        self.restore_weights(weights)
        for variable, value in zip(variables, others, strict=True):
            variable.assign(value)

    def restore_weights(self, weights: tuple[Any, ...]) -> None:
        """Go back to what `weights` gave."""
        self.model.set_weights(list(weights))

    def _other_variables(self) -> list[Any]:
        weights = {id(variable) for variable in self.model.weights}
        return [*self.optimiser.variables, *(v for v in self.model.variables if id(v) not in weights)]

    def _tensors(self, split: Split, *, prepared: bool = True) -> tuple[Any, Any]:
        import tensorflow as tf

        images = _aligned(split.images.shape)
        if prepared:
            self._preparation.apply(split.images, out=images)
        else:
            images[:] = split.images
        # `tf.constant` would copy MNIST's 190 MB twice; a process that touches new memory waits for it up to a second.
        shared = tf.experimental.dlpack.from_dlpack(images[..., None].__dlpack__())
        return shared, tf.constant(one_hot(split.labels, self._classes))

    def _traced(self, side: int) -> tuple[Any, Any]:
        """`_judge` and `_run` as graphs; with all shapes and bounds open, each is traced once."""
        import tensorflow as tf

        images = tf.TensorSpec((None, side, side, 1), tf.float32)
        data = (images, tf.TensorSpec((None, self._classes), tf.float32))
        whole, yes_or_no = tf.TensorSpec((), tf.int32), tf.TensorSpec((), tf.bool)
        orders, bounds = tf.TensorSpec((None, None), tf.int32), tf.TensorSpec((3,), tf.int32)
        per_epoch = tf.TensorSpec((None,), tf.float32), tf.TensorSpec((None,), tf.bool)
        judge = tf.function(self._judge, input_signature=[data, whole, whole])
        run = tf.function(self._run, input_signature=[(data, data), orders, bounds, per_epoch, yes_or_no])
        return judge, run

    def _judge(self, data: Any, start: Any, stop: Any) -> tuple[Any, Any, Any]:
        """The graph behind `judge`."""
        import tensorflow as tf

        (images, truth), classes = data, self._classes
        loss, confusion = tf.constant(0.0, tf.float64), tf.zeros((classes, classes), tf.int64)
        parts = tf.TensorArray(
            tf.float32, 0, dynamic_size=True, infer_shape=False, element_shape=(None, classes)
        )
        for begin in tf.range(start, stop, JUDGED_AT_ONCE):
            rows = slice(begin, tf.minimum(stop, begin + JUDGED_AT_ONCE))
            probabilities = self.model(images[rows], training=False)
            loss += tf.reduce_sum(tf.cast(self._loss(truth[rows], probabilities), tf.float64))
            cells = tf.argmax(truth[rows], axis=1) * classes + tf.argmax(probabilities, axis=1)
            counts = tf.math.unsorted_segment_sum(tf.ones_like(cells), cells, classes**2)
            confusion += tf.reshape(counts, (classes, classes))
            parts = parts.write(parts.size(), probabilities)
        return loss, confusion, parts.concat()

    def _run(self, data: Any, orders: Any, bounds: Any, per_epoch: Any, judge: Any) -> tuple[Any, ...]:
        """The graph behind `run`. Loops over tensors become loops of the graph.

        `data` is the training and the validation part. `bounds` (3,) are the first epoch's number, the first
        step, and the step before which to end. `per_epoch` are the learning rates (E,), and whether to copy the weights (E,).
        """
        import tensorflow as tf

        (images, truth), validation = data
        rates, keep = per_epoch
        epoch, start, stop = bounds[0], bounds[1], bounds[2]
        n_epochs = tf.shape(orders)[0]
        sums = [tf.TensorArray(kind, n_epochs) for kind in (tf.float64, tf.int64, tf.float64, tf.int64)]
        losses, correct, validation_losses, confusions = sums
        kept = tf.TensorArray(tf.float32, 0, dynamic_size=True, element_shape=(self._weight_bytes // 4,))
        for row in tf.range(n_epochs):
            self.optimiser.learning_rate.assign(rates[row])
            loss, right = tf.constant(0.0, tf.float64), tf.constant(0, tf.int64)
            order = orders[row]
            for step in tf.range(start, stop):
                chosen = order[step * self._config.batch : (step + 1) * self._config.batch]
                number = (epoch + row) * self.steps_per_epoch + step
                step_loss, step_right = self._step(
                    tf.gather(images, chosen), tf.gather(truth, chosen), number
                )
                loss, right = loss + step_loss, right + step_right
            validation_loss = tf.constant(0.0, tf.float64)
            confusion = tf.zeros((self._classes, self._classes), tf.int64)
            if judge:
                validation_loss, confusion, _ = self._judge_graph(validation, 0, tf.shape(validation[0])[0])
            losses, correct = losses.write(row, loss), correct.write(row, right)
            validation_losses = validation_losses.write(row, validation_loss)
            confusions = confusions.write(row, confusion)
            if keep[row]:
                flat = [tf.reshape(variable.value, [-1]) for variable in self.model.weights]
                kept = kept.write(kept.size(), tf.concat(flat, 0))
        return tuple(array.stack() for array in (losses, correct, validation_losses, confusions, kept))

    def _step(self, images: Any, truth: Any, number: Any) -> tuple[Any, Any]:
        """One optimiser step on a batch; its summed loss and how many were right."""
        import tensorflow as tf

        if self._config.augmented:
            preparation = (self._preparation.offset, self._preparation.factor)
            offset, factor = (values[..., None].astype(np.float32) for values in preparation)
            images = (augment(self._config, images, number) - offset) * factor
        with tf.GradientTape() as tape:
            probabilities = self.model(images, training=True)
            losses = self._loss(truth, probabilities)
            mean = tf.reduce_mean(losses)
        variables = self.model.trainable_variables
        self.optimiser.apply(tape.gradient(mean, variables), variables)
        right = tf.equal(tf.argmax(probabilities, axis=1), tf.argmax(truth, axis=1))
        return tf.reduce_sum(tf.cast(losses, tf.float64)), tf.reduce_sum(tf.cast(right, tf.int64))


def _aligned(shape: tuple[int, ...]) -> NDArray[np.float32]:
    """Room for numbers that begins where TensorFlow wants its tensors to begin."""
    size = 4 * prod(shape)
    room = np.empty(size + _ALIGNMENT, np.uint8)
    begin = -room.ctypes.data % _ALIGNMENT
    return room[begin : begin + size].view(np.float32).reshape(shape)
