"""`train`: carry out the training that a `RunConfig` describes, and yield what happens.

Work is done in stretches of at most a quarter of a second (`pace`), each one call of a TensorFlow graph (`graph`):
some steps of an epoch, or several whole epochs where these are short. Between stretches it yields reports and looks for a
stop. It never prints, draws, sleeps or writes. Models that are no networks are trained in `classical`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from digitcore.data.dataset import Dataset
from digitcore.errors import BadInput
from digitcore.learning import classical
from digitcore.learning.config import NETWORK, RunConfig
from digitcore.learning.finishing import finish_network
from digitcore.learning.graph import JUDGED_AT_ONCE, Graph
from digitcore.learning.pace import Pace
from digitcore.learning.parts import Parts, parts_of
from digitcore.learning.progress import RunState
from digitcore.learning.reports import Checkpoint, EpochReport, Point, Reason, Report

SECONDS_BETWEEN_CHECKPOINTS = 1.0


def never() -> bool:
    """Nobody asks to stop."""
    return False


def train(
    config: RunConfig,
    dataset: Dataset,
    *,
    resume: Checkpoint | None = None,
    should_stop: Callable[[], bool] = never,
    threads: int | None = None,
) -> Iterator[Report]:
    """Train on `dataset`, from the start or from a checkpoint of the same run; yield reports, `Finished` last.

    What cannot be trained is refused here, before TensorFlow starts. `should_stop` is asked between stretches; then a
    checkpoint and the model so far follow. `threads` limits the cores TensorFlow uses for one operation; it
    counts only before the process has used TensorFlow.
    """
    config.layer_table(dataset.facts)
    parts = parts_of(config, dataset)
    if config.model != NETWORK:
        return classical.train(config, parts, resume=resume, should_stop=should_stop)
    return _train_network(config, parts, resume, should_stop, threads)


def _train_network(
    config: RunConfig,
    parts: Parts,
    resume: Checkpoint | None,
    should_stop: Callable[[], bool],
    threads: int | None,
) -> Iterator[Report]:
    began = monotonic()
    _limit(threads)
    graph = Graph(config, parts)
    state = RunState() if resume is None else _gone_back(graph, resume)
    stretches = _Stretches(config, parts, graph, state, began - state.seconds)
    reason: Reason = "finished"
    kept_at = monotonic()
    while state.epoch < config.epochs:
        if should_stop():
            reason = "stopped"
            break
        epoch_before = state.epoch
        yield from stretches.next()
        if config.patience and state.epochs_without_better >= config.patience:
            reason = "stopped early"
            break
        epoch_ended_alone = state.epoch == epoch_before + 1 and stretches.epochs_are_long
        if epoch_ended_alone or monotonic() - kept_at >= SECONDS_BETWEEN_CHECKPOINTS:
            yield _checkpoint(graph, state)
            kept_at = monotonic()
    yield _checkpoint(graph, state)
    yield finish_network(config, parts, graph, reason=reason, state=state)


def _limit(threads: int | None) -> None:
    import tensorflow as tf

    if threads is None or tf.config.threading.get_intra_op_parallelism_threads() == threads:
        return
    try:
        tf.config.threading.set_intra_op_parallelism_threads(threads)
    except RuntimeError as problem:
        raise BadInput(
            f"TensorFlow has started already, and cannot change to {threads} threads.",
            "Set the number of threads in the first training of a process.",
        ) from problem


def _checkpoint(graph: Graph, state: RunState) -> Checkpoint:
    weights, others = graph.state()
    return Checkpoint(
        epoch=state.epoch,
        step=state.epoch * graph.steps_per_epoch + state.step_in_epoch,
        seconds=state.seconds,
        weights=tuple(weights),
        optimiser=tuple(others),
        extra=state.extra(),
    )


def _gone_back(graph: Graph, checkpoint: Checkpoint) -> RunState:
    """The state of the run at `checkpoint`, with the graph's variables as they were."""
    step_in_epoch = checkpoint.step - checkpoint.epoch * graph.steps_per_epoch
    try:
        if not 0 <= step_in_epoch <= graph.steps_per_epoch:
            raise ValueError(f"step {checkpoint.step} is not in epoch {checkpoint.epoch + 1}")
        graph.restore(checkpoint.weights, checkpoint.optimiser)
        return RunState.at(checkpoint, step_in_epoch=step_in_epoch)
    except (ValueError, KeyError) as problem:
        raise BadInput(
            f"The checkpoint does not belong to these settings ({problem}).", "Start the run anew."
        ) from problem


class _Stretches:
    """Does the next piece of work, as large as fits into a stretch, and notes it in `state`."""

    def __init__(
        self, config: RunConfig, parts: Parts, graph: Graph, state: RunState, zero: float
    ) -> None:
        self._config, self._parts, self._graph, self._state, self._zero = config, parts, graph, state, zero
        self._steps, self._judging, self._epochs = Pace(), Pace(), Pace()
        self._is_warm = False
        self._validation_batches = -(-len(parts.validation) // JUDGED_AT_ONCE)

    @property
    def epochs_are_long(self) -> bool:
        """Whether a whole epoch takes more than a stretch."""
        return self._seconds_per_epoch() > Pace.AIM

    def next(self) -> Iterator[Report]:
        """One call of the graph, and what came of it."""
        state = self._state
        if state.step_in_epoch == self._graph.steps_per_epoch:
            yield from self._judge()
        elif state.step_in_epoch or not self._judging.is_known or self.epochs_are_long:
            yield from self._do_steps()
        else:
            yield from self._do_epochs()

    def _seconds_per_epoch(self) -> float:
        steps = self._steps.takes(self._graph.steps_per_epoch)
        return self._epochs.takes(1) or steps + self._judging.takes(self._validation_batches)

    def _do_steps(self) -> Iterator[Report]:
        """Some steps within the epoch. The first of all is alone and not timed: the graph is traced in it."""
        state, begin = self._state, self._state.step_in_epoch
        left = self._graph.steps_per_epoch - begin
        count = self._steps.fitting(at_most=left) if self._is_warm else 1
        started = monotonic()
        sums = self._graph.run(self._orders(1), first_epoch=state.epoch, steps=(begin, begin + count))
        seconds = self._tick(started)
        if self._is_warm:
            self._steps.measured(count, seconds)
        self._is_warm = True
        state.add(count, sums.losses[0], sums.correct[0], seconds)
        n_images = min(len(self._parts.train), (begin + count) * self._config.batch) - begin * self._config.batch
        yield self._point(sums.losses[0], sums.correct[0], n_images, seconds)

    def _judge(self) -> Iterator[Report]:
        """Some of the validation part; with the last of it the epoch ends."""
        state = self._state
        done = state.validated // JUDGED_AT_ONCE
        count = self._judging.fitting(at_most=self._validation_batches - done)
        stop = min(len(self._parts.validation), (done + count) * JUDGED_AT_ONCE)
        started = monotonic()
        for start in range(state.validated, stop, JUDGED_AT_ONCE):
            judged = self._graph.judge("validation", start, min(stop, start + JUDGED_AT_ONCE))
            state.add_validation(judged.losses, judged.confusion)
        seconds = self._tick(started)
        state.epoch_seconds += seconds
        self._judging.measured(count, seconds)
        state.validated = stop
        if stop == len(self._parts.validation):
            yield self._end_epoch()

    def _do_epochs(self) -> Iterator[Report]:
        """Several whole epochs, each with its report; one at a time where each may be the last."""
        state, n = self._state, len(self._parts.train)
        left = 1 if self._config.patience else self._config.epochs - state.epoch
        count = self._epochs.fitting(at_most=left)
        started, before = monotonic(), state.seconds
        sums = self._graph.run(
            self._orders(count), first_epoch=state.epoch, steps=(0, self._graph.steps_per_epoch), judge=True
        )
        seconds = self._tick(started)
        self._epochs.measured(count, seconds)
        for row in range(count):
            state.seconds = before + (row + 1) * seconds / count
            state.add(self._graph.steps_per_epoch, sums.losses[row], sums.correct[row], seconds / count)
            state.add_validation(sums.validation_losses[row], sums.confusion[row])
            yield self._end_epoch()
        yield self._point(sums.losses.sum(), sums.correct.sum(), count * n, seconds)
