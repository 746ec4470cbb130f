"""A network and its data as TensorFlow graphs that do many steps or epochs in one call.

A graph that loops and gathers its batches itself is faster than a Python loop over batches, most of all for small
networks. All that changes between calls is passed as tensors, so each graph is traced once. XLA was slower here.
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
"""Images of one forward pass when judging: their activations stay in the processor's cache."""
_ALIGNMENT = 64
"""Bytes. `tf.gather` and others crash on shared memory that is not aligned
(https://github.com/VoVAllen/tf-dlpack/issues/4)."""


@dataclass(frozen=True, eq=False)
class Sums:
    """Sums over images for each epoch (E,) of a call; integers or doubles, so that parts add up exactly."""

    losses: NDArray[np.float64]
    correct: NDArray[np.int64]
    validation_losses: NDArray[np.float64]
    """0 if the call did not judge."""
    confusion: NDArray[np.int64]
    """(E, K, K) of the validation part; 0 if the call did not judge."""
    snapshots: NDArray[np.float32]
    """(s, P): all weights in one row, after each epoch that is worth keeping; none if the call did not judge."""


@dataclass(frozen=True, eq=False)
class PartJudgement:
    """Results on some images of a part."""

    losses: float
    confusion: NDArray[np.int64]
    probabilities: NDArray[np.float32]


class Graph:
    """The network of `config` with the data of `parts`, and the graphs that train and judge it."""

    def __init__(self, config: RunConfig, parts: Parts) -> None:
        side = parts.train.images.shape[1]
        self._config, self._classes, self._preparation = config, parts.class_count, parts.preparation
        self.model = network.build(config.layers, side=side, class_count=self._classes, seed=config.seed)
        self.optimiser = OPTIMISERS[config.optimiser].build(
            learning_rate=config.rate(0), momentum=config.momentum, nesterov=config.nesterov
        )
        self.optimiser.build(self.model.trainable_variables)
        self._loss = LOSSES[config.loss].build()
        self._weight_bytes = sum(4 * prod(weight.shape) for weight in self.model.weights)  # all are float32
        self.train_n = len(parts.train)
        self.steps_per_epoch = -(-self.train_n // config.batch)
        self._data = {"train": self._tensors(parts.train, prepared=not config.augmented)}
        self._data["test"] = self._tensors(parts.test)
        is_same = parts.validation is parts.test
        self._data["validation"] = self._data["test"] if is_same else self._tensors(parts.validation)
        self._judge_graph, self._run_graph = self._traced(side)

    def run(
        self,
        orders: NDArray[np.int32],
        *,
        first_epoch: int,
        steps: tuple[int, int],
        judge: bool = False,
    ) -> Sums:
        """For each epoch, a row of `orders` (E, n): do the steps `steps[0]` to `steps[1]`, then judge if asked to."""
        epochs = range(first_epoch, first_epoch + len(orders))
        rates = np.array([self._config.rate(epoch) for epoch in epochs], np.float32)
        keep = np.array([judge and self.is_worth_keeping(epoch + 1) for epoch in epochs])
        bounds = np.array([first_epoch, *steps], np.int32)
        data = self._data["train"], self._data["validation"]
        results = self._run_graph(data, orders, bounds, (rates, keep), np.bool_(judge))
        return Sums(*(result.numpy() for result in results))

    def trace(self) -> None:
        """Trace the graph by an empty call, so that measurements of later calls do not include tracing."""
        self.run(np.zeros((1, 1), np.int32), first_epoch=0, steps=(0, 0))

    def release_data(self) -> None:
        """Free the memory of the images."""
        # TensorFlow's graphs have reference cycles, so they live until a garbage collection
        # (https://github.com/tensorflow/tensorflow/issues/14181).
        self._data.clear()

    def judge(self, part: str, start: int, stop: int) -> PartJudgement:
        """Results on images `start` to `stop` of `part`, "validation" or "test"."""
        bounds = np.int32(start), np.int32(stop)
        losses, confusion, probabilities = self._judge_graph(self._data[part], *bounds)
        return PartJudgement(float(losses), confusion.numpy(), probabilities.numpy())

    def is_worth_keeping(self, epoch: int) -> bool:
        """Whether to report the weights after `epoch`, counted from 1."""
        return is_worth_keeping(epoch, self._weight_bytes)

    def weights(self) -> tuple[NDArray[np.generic], ...]:
        """The arrays of the model, in Keras's order."""
        return tuple(weight.value.numpy() for weight in self.model.weights)

    def weights_of_row(self, row: NDArray[np.float32]) -> tuple[NDArray[np.generic], ...]:
        """The arrays of the model from a row (P,) of `Sums.snapshots`."""
        shapes = [tuple(weight.shape) for weight in self.model.weights]
        ends = np.cumsum([prod(shape) for shape in shapes])[:-1]
        return tuple(part.reshape(shape) for part, shape in zip(np.split(row, ends), shapes, strict=True))

    def other_arrays(self) -> tuple[NDArray[np.generic], ...]:
        """All other variables of a checkpoint: of the optimiser and of random layers."""
        return tuple(variable.value.numpy() for variable in self._other_variables())

    def restore(self, weights: tuple[Any, ...], other_arrays: tuple[Any, ...]) -> None:
        """Restore a checkpoint; raises ValueError for arrays of another network."""
        variables = self._other_variables()
        if len(other_arrays) != len(variables):
            raise ValueError(f"{len(other_arrays)} arrays for {len(variables)} variables")
        self.restore_weights(weights)
        for variable, value in zip(variables, other_arrays, strict=True):
            variable.assign(value)

    def restore_weights(self, weights: tuple[Any, ...]) -> None:
        """Restore the weights of the model only."""
        self.model.set_weights(list(weights))

    def _other_variables(self) -> list[Any]:
        weights = {id(variable) for variable in self.model.weights}
        return [*self.optimiser.variables, *(v for v in self.model.variables if id(v) not in weights)]

    def _tensors(self, split: Split, *, prepared: bool = True) -> tuple[Any, Any]:
        import tensorflow as tf

        images = _aligned_array(split.images.shape)
        if prepared:
            self._preparation.apply(split.images, out=images)
        else:
            images[:] = split.images
        # DLPack shares the memory (https://github.com/tensorflow/tensorflow/issues/33254). `tf.constant` copies MNIST's
        # 190 MB twice, which delayed the first figure of a training by a second.
        shared = tf.experimental.dlpack.from_dlpack(images[..., None].__dlpack__())
        return shared, tf.constant(one_hot(split.labels, self._classes))

    def _traced(self, side: int) -> tuple[Any, Any]:
        """`_judge` and `_run` as graphs with open shapes and bounds, so that each is traced once."""
        import tensorflow as tf

        images = tf.TensorSpec((None, side, side, 1), tf.float32)
        data = (images, tf.TensorSpec((None, self._classes), tf.float32))
        integer, boolean = tf.TensorSpec((), tf.int32), tf.TensorSpec((), tf.bool)
        orders, bounds = tf.TensorSpec((None, None), tf.int32), tf.TensorSpec((3,), tf.int32)
        per_epoch = tf.TensorSpec((None,), tf.float32), tf.TensorSpec((None,), tf.bool)
        judge = tf.function(self._judge, input_signature=[data, integer, integer])
        run = tf.function(self._run, input_signature=[(data, data), orders, bounds, per_epoch, boolean])
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
        """The graph behind `run`; loops over tensors become loops of the graph.

        `data` are the training and the validation part; `bounds` (3,) the number of the first epoch, the first step,
        and the step to stop before; `per_epoch` the learning rates (E,) and whether to copy the weights (E,).
        """
        import tensorflow as tf

        training, validation = data
        rates, keep = per_epoch
        n_epochs = tf.shape(orders)[0]
        sums = [tf.TensorArray(kind, n_epochs) for kind in (tf.float64, tf.int64, tf.float64, tf.int64)]
        losses, correct, validation_losses, confusions = sums
        snapshots = tf.TensorArray(tf.float32, 0, dynamic_size=True, element_shape=(self._weight_bytes // 4,))
        for row in tf.range(n_epochs):
            self.optimiser.learning_rate.assign(rates[row])
            loss, right = self._steps(training, orders[row], bounds[0] + row, bounds[1], bounds[2])
            validation_loss = tf.constant(0.0, tf.float64)
            confusion = tf.zeros((self._classes, self._classes), tf.int64)
            if judge:
                validation_loss, confusion, _ = self._judge_graph(validation, 0, tf.shape(validation[0])[0])
            losses, correct = losses.write(row, loss), correct.write(row, right)
            validation_losses = validation_losses.write(row, validation_loss)
            confusions = confusions.write(row, confusion)
            if keep[row]:  # within the graph, since fast runs do hundreds of epochs in one call
                flat = [tf.reshape(variable.value, [-1]) for variable in self.model.weights]
                snapshots = snapshots.write(snapshots.size(), tf.concat(flat, 0))
        return tuple(array.stack() for array in (losses, correct, validation_losses, confusions, snapshots))

    def _steps(self, data: Any, order: Any, epoch: Any, start: Any, stop: Any) -> tuple[Any, Any]:
        """Steps `start` to `stop` of an epoch whose images come in `order` (n,): summed loss, and right answers."""
        import tensorflow as tf

        (images, truth), batch = data, self._config.batch
        loss, right = tf.constant(0.0, tf.float64), tf.constant(0, tf.int64)
        for step in tf.range(start, stop):
            chosen = order[step * batch : (step + 1) * batch]
            number = epoch * self.steps_per_epoch + step
            step_loss, step_right = self._step(tf.gather(images, chosen), tf.gather(truth, chosen), number)
            loss, right = loss + step_loss, right + step_right
        return loss, right

    def _step(self, images: Any, truth: Any, number: Any) -> tuple[Any, Any]:
        """One optimiser step on a batch: summed loss, and right answers."""
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


def _aligned_array(shape: tuple[int, ...]) -> NDArray[np.float32]:
    """An uninitialised array whose memory is aligned for TensorFlow."""
    size = 4 * prod(shape)
    memory = np.empty(size + _ALIGNMENT, np.uint8)
    begin = -memory.ctypes.data % _ALIGNMENT
    return memory[begin : begin + size].view(np.float32).reshape(shape)
