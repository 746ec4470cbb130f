"""`train` carries out the training that a `RunConfig` describes, and yields reports.

Work is done in stretches, planned to take an eighth of a second (`stretches`), each one call of a TensorFlow graph
(`training_graph`). Between stretches `train` yields reports and checks `should_stop`; it never prints, sleeps or writes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import monotonic
from typing import Any

from digitcore.data.dataset import Dataset
from digitcore.errors import BadInput
from digitcore.learning.engine import classical_training
from digitcore.learning.engine.data_split import Parts, parts_of
from digitcore.learning.engine.final_report import finish_network
from digitcore.learning.engine.reports import (
    Checkpoint,
    EpochReport,
    Paused,
    Reason,
    Report,
    Snapshot,
    StepLimit,
    never,
    no_limit,
)
from digitcore.learning.engine.run_state import RunState
from digitcore.learning.engine.stretches import Stretches
from digitcore.learning.engine.training_graph import Graph
from digitcore.learning.layers.classical import MODELS
from digitcore.learning.layers.network import LayerRow
from digitcore.learning.recipes.config import NETWORK, RunConfig

OFFERED_EVERY_SECONDS = 1.0
"""The least time between two checkpoints that are yielded; who stores them may take fewer (`recorder`)."""


def train(
    config: RunConfig,
    dataset: Dataset,
    *,
    resume: Checkpoint | None = None,
    should_stop: Callable[[], bool] = never,
    step_limit: StepLimit = no_limit,
    threads: int | None = None,
) -> Iterator[Report]:
    """Train on `dataset`, from the start or from a checkpoint of the same run; yield reports, `Finished` last.

    The caller iterates. This loop shows accuracies, and could store each checkpoint to resume from:

    >>> from digitcore.data import datasets
    >>> from digitcore.learning.engine.reports import Finished
    >>> config = RunConfig(model="nearest-average")
    >>> for report in train(config, datasets.load("digits")):
    ...     match report:
    ...         case EpochReport(epoch=epoch, validation_accuracy=accuracy):
    ...             print(f"epoch {epoch}: {accuracy:.3f}")
    ...         case Finished(test_accuracy=accuracy, test_n=n):
    ...             print(f"test: {accuracy:.3f} of {n}")
    epoch 1: 0.917
    test: 0.902 of 450

    The call itself raises `BadInput` for what cannot be trained. After `should_stop` returns true, a checkpoint and
    `Finished` with the current model follow. At the step that `step_limit` returns, a checkpoint and `Paused` follow
    each time the caller iterates, until the limit is higher; an epoch whose steps are done is judged before. A run that
    may stop early ends with the model of its best epoch, like Keras's `restore_best_weights`. `threads` limits the
    cores of one TensorFlow operation; it must be set before the process uses TensorFlow.
    """
    rows = config.layer_table(dataset.facts)
    parts = parts_of(config, dataset)
    if config.model != NETWORK:
        return classical_training.train(
            config, parts, resume=resume, should_stop=should_stop, step_limit=step_limit
        )
    return _train_network(
        config, parts, rows, resume=resume, should_stop=should_stop, step_limit=step_limit, threads=threads
    )


def can_go_on_later(config: RunConfig) -> bool:
    """Whether runs with these settings yield checkpoints; others start again after an interruption."""
    return config.model == NETWORK or bool(MODELS[config.model].checkpoint_arrays)


def _train_network(
    config: RunConfig,
    parts: Parts,
    rows: tuple[LayerRow, ...],
    *,
    resume: Checkpoint | None,
    should_stop: Callable[[], bool],
    step_limit: StepLimit,
    threads: int | None,
) -> Iterator[Report]:
    _limit_threads(threads)
    graph = Graph(config, parts)
    state = RunState() if resume is None else _restored_state(graph, resume)
    best_weights = resume.best_weights if resume is not None else ()
    graph.trace()
    began = monotonic()  # loading and tracing do not count as seconds of the run
    stretches = Stretches(config, parts, graph, state, began=began - state.seconds)
    offered_at, offered_epoch = monotonic(), state.epoch
    try:
        while (reason := _reason_to_end(config, state, should_stop)) is None:
            done = _steps_done(graph, state)
            steps_left = step_limit(done, graph.steps_per_epoch) - done
            if steps_left <= 0 and not stretches.is_judging:
                paused_at = monotonic()
                yield _checkpoint(graph, state, best_weights)
                yield Paused(done)
                stretches.leave_out(monotonic() - paused_at)
                continue
            for report in stretches.next(most_steps=steps_left):
                yield report
                if config.patience and isinstance(report, EpochReport) and state.best_epoch == state.epoch:
                    best_weights = graph.weights()
            epoch_ended = state.epoch > offered_epoch and stretches.epochs_are_long
            if epoch_ended or monotonic() - offered_at >= OFFERED_EVERY_SECONDS:
                offered_at, offered_epoch = monotonic(), state.epoch
                yield _checkpoint(graph, state, best_weights)
        if state.epoch and not state.step_in_epoch:
            yield Snapshot(state.epoch, graph.weights())
        yield _checkpoint(graph, state, best_weights)
        kept_epoch = _restore_best(graph, state, best_weights) if reason != "stopped" else None
        yield finish_network(parts, graph, state, reason=reason, rows=rows, kept_epoch=kept_epoch)
    finally:
        graph.release_data()


def _reason_to_end(config: RunConfig, state: RunState, should_stop: Callable[[], bool]) -> Reason | None:
    if state.epoch >= config.epochs:
        return "finished"
    if config.patience and state.epochs_without_improvement >= config.patience:
        return "stopped early"
    return "stopped" if should_stop() else None


def _limit_threads(threads: int | None) -> None:
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


def _restore_best(graph: Graph, state: RunState, best_weights: tuple[Any, ...]) -> int | None:
    """Restore the weights of the best epoch, and return its number; None if it is the last epoch."""
    if not best_weights or state.best_epoch == state.epoch:
        return None
    graph.restore_weights(best_weights)
    return state.best_epoch


def _steps_done(graph: Graph, state: RunState) -> int:
    return state.epoch * graph.steps_per_epoch + state.step_in_epoch


def _checkpoint(graph: Graph, state: RunState, best_weights: tuple[Any, ...]) -> Checkpoint:
    return Checkpoint(
        epoch=state.epoch,
        step=_steps_done(graph, state),
        seconds=state.seconds,
        weights=graph.weights(),
        optimiser=graph.other_arrays(),
        extra=state.extra(),
        best_weights=best_weights,
    )


def _restored_state(graph: Graph, checkpoint: Checkpoint) -> RunState:
    """Restore the graph's variables, and return the state at `checkpoint`."""
    try:
        graph.restore(checkpoint.weights, checkpoint.optimiser)
        return RunState.at(checkpoint, steps_per_epoch=graph.steps_per_epoch)
    except (ValueError, TypeError, KeyError) as problem:
        raise BadInput(
            f"The checkpoint does not belong to these settings ({problem}).", "Start the run anew."
        ) from problem
