"""Stretches: pieces of work of an eighth of a second, so that a run can report and stop often.

A stretch is some steps, a part of the validation, or several whole epochs. The number of stretches changes nothing in
what a run learns: steps, their order and their batches are the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from digitcore.learning.engine.data_split import Parts
from digitcore.learning.engine.pace import STRETCH_SECONDS, StretchPace
from digitcore.learning.engine.reports import EpochReport, Point, Report, Snapshot
from digitcore.learning.engine.run_state import RunState
from digitcore.learning.engine.training_graph import JUDGED_AT_ONCE, Graph
from digitcore.learning.recipes.config import RunConfig


class Stretches:
    """Runs the next stretch of a run, and updates its `RunState`."""

    def __init__(
        self, config: RunConfig, parts: Parts, graph: Graph, state: RunState, *, began: float
    ) -> None:
        """`began` is the start of the run on the monotonic clock, moved forward by its pauses."""
        self._config, self._graph, self._state, self._began = config, graph, state, began
        self._train_n, self._validation_n = len(parts.train), len(parts.validation)
        self._steps, self._judging, self._epochs = StretchPace(), StretchPace(), StretchPace()

    def next(self, *, most_steps: float = inf) -> Iterator[Report]:
        """Run one stretch of at most so many steps, and yield its reports."""
        if self.is_judging:
            return self._judge()
        if self._state.step_in_epoch or self.epochs_are_long or most_steps < self._graph.steps_per_epoch:
            return self._do_steps(most_steps)
        return self._do_epochs(most_steps / self._graph.steps_per_epoch)

    @property
    def is_judging(self) -> bool:
        """Whether all steps of an epoch are done, and its validation is not."""
        return self._state.step_in_epoch == self._graph.steps_per_epoch

    def leave_out(self, seconds: float) -> None:
        """Do not count these seconds, which passed since the last stretch, as training."""
        self._began += seconds

    @property
    def epochs_are_long(self) -> bool:
        """Whether an epoch takes longer than a stretch; true while speeds are unknown."""
        if not (self._judging.is_known and self._steps.is_known):
            return True
        steps = self._steps.seconds_for(self._graph.steps_per_epoch)
        expected = self._epochs.seconds_for(1) or steps + self._judging.seconds_for(self._validation_n)
        return expected > STRETCH_SECONDS

    def _do_steps(self, most: float) -> Iterator[Report]:
        state, begin, batch = self._state, self._state.step_in_epoch, self._config.batch
        count = self._steps.units_that_fit(at_most=int(min(most, self._graph.steps_per_epoch - begin)))
        started = monotonic()
        sums = self._graph.run(self._orders(1), first_epoch=state.epoch, steps=(begin, begin + count))
        seconds = self._note_time(started)
        self._steps.record(count, seconds)
        state.add_steps(count, sums.losses[0], sums.correct[0])
        n = min(self._train_n, (begin + count) * batch) - begin * batch
        yield self._point(n, sums.losses[0], sums.correct[0], seconds)

    def _judge(self) -> Iterator[Report]:
        """Judge as many validation images as fit; after the last of them, end the epoch."""
        state, started, begin = self._state, monotonic(), self._state.validated
        stop = begin + max(JUDGED_AT_ONCE, self._judging.units_that_fit(at_most=self._validation_n))
        stop = min(self._validation_n, stop // JUDGED_AT_ONCE * JUDGED_AT_ONCE)
        judged = self._graph.judge("validation", begin, stop)
        state.add_validation(stop - begin, judged.losses, judged.confusion)
        self._judging.record(stop - begin, self._note_time(started))
        if stop == self._validation_n:
            yield self._end_epoch()
            if self._graph.is_worth_keeping(state.epoch):
                yield Snapshot(state.epoch, self._graph.weights())

    def _do_epochs(self, most: float) -> Iterator[Report]:
        """Several whole epochs, each with its report; one at a time if the run may stop early."""
        state, steps, begun_at = self._state, self._graph.steps_per_epoch, self._state.seconds
        left = 1 if self._config.patience else min(most, self._config.epochs - state.epoch)
        count = self._epochs.units_that_fit(at_most=int(left))
        started = monotonic()
        orders = self._orders(count)
        sums = self._graph.run(orders, first_epoch=state.epoch, steps=(0, steps), judge=True)
        seconds = self._note_time(started)
        self._epochs.record(count, seconds)
        ended_at, snapshots = state.seconds, iter(sums.snapshots)
        for row in range(count):
            state.seconds = begun_at + (row + 1) * (ended_at - begun_at) / count
            state.epoch_seconds = seconds / count
            state.add_steps(steps, sums.losses[row], sums.correct[row])
            state.add_validation(self._validation_n, sums.validation_losses[row], sums.confusion[row])
            yield self._end_epoch()
            if self._graph.is_worth_keeping(state.epoch):
                yield Snapshot(state.epoch, self._graph.weights_of_row(next(snapshots)))
        yield self._point(count * self._train_n, sums.losses.sum(), sums.correct.sum(), seconds)

    def _orders(self, count: int) -> NDArray[np.int32]:
        """(count, n): the order of the images in the next epochs, from seed and epoch alone."""
        orders = np.empty((count, self._train_n), np.int32)
        for row in range(count):
            random = np.random.default_rng([self._config.seed, self._state.epoch + row])
            orders[row] = random.permutation(self._train_n)
        return orders

    def _note_time(self, started: float) -> float:
        """Seconds since `started`, after adding them to the epoch and the run."""
        now = monotonic()
        self._state.epoch_seconds += now - started
        self._state.seconds = now - self._began
        return now - started

    def _point(self, n: int, losses: float, correct: int, seconds: float) -> Point:
        steps = self._graph.steps_per_epoch
        done = self._state.epoch * steps + self._state.step_in_epoch
        speed = n / max(seconds, 1e-6)
        return Point(done, done / steps, float(losses) / n, int(correct) / n, self._state.seconds, speed)

    def _end_epoch(self) -> EpochReport:
        return self._state.end_epoch(
            train_n=self._train_n,
            learning_rate=self._config.rate(self._state.epoch),
            min_improvement=self._config.min_improvement,
        )
