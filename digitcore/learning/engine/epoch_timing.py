"""How long an epoch of a network takes on this machine: a few stretches of it, timed.

Beside `training`, whose graph it uses. A part of the data is enough: an epoch is many steps alike. Who stores the
figures, and when there is time to measure, is in `lab.machine_speed`.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

import numpy as np

from digitcore.data.dataset import Dataset
from digitcore.learning.engine.data_split import parts_of
from digitcore.learning.engine.reports import Finished, never
from digitcore.learning.engine.training import train
from digitcore.learning.engine.training_graph import Graph
from digitcore.learning.recipes.config import NETWORK, RunConfig

_STEPS = 16
"""Steps in an epoch of the part that is timed."""
_SECONDS = 0.25
"""What is timed takes so long at least: shorter times say little."""
_TIMES = 4
"""It is timed so many times, and the shortest counts: the others were disturbed."""


def seconds_per_epoch(
    config: RunConfig, dataset: Dataset, *, should_stop: Callable[[], bool] = never
) -> float | None:
    """Seconds of an epoch with its validation, of `dataset` as a whole; None where it was stopped.

    A model that is no network is trained; its seconds are shared out over the epochs of its settings.
    """
    if config.model != NETWORK:
        return _classical(config, dataset, should_stop)
    share = min(1.0, _STEPS * config.batch / len(dataset.train))
    part = _part_of(dataset, share)
    graph = Graph(config, parts_of(config, part))
    try:
        graph.trace()
        _seconds(graph, 1)  # the first call is slow
        epochs = 1
        times: list[float] = []
        while len(times) < _TIMES and not should_stop():
            taken = _seconds(graph, epochs)
            if taken >= _SECONDS:
                times.append(taken)
            else:
                epochs *= max(2, int(_SECONDS / max(taken, 1e-4)))
                times = []
    finally:
        graph.release_data()
    if len(times) < _TIMES:
        return None
    return min(times) / epochs * len(dataset.train) / len(part.train)


def _classical(config: RunConfig, dataset: Dataset, should_stop: Callable[[], bool]) -> float | None:
    """The second time counts: the first one loads scikit-learn."""
    for _ in range(2):
        finished = list(train(config, dataset, should_stop=should_stop))[-1]
        if should_stop() or not isinstance(finished, Finished):
            return None
        seconds = finished.seconds
    return seconds / config.epochs


def _part_of(dataset: Dataset, share: float) -> Dataset:
    """The first images of both parts, in the proportion they have."""
    train, test = (
        split.take(np.arange(max(1, round(len(split) * share)))) for split in (dataset.train, dataset.test)
    )
    return Dataset(dataset.name, dataset.facts, train, test, dataset.options)


def _seconds(graph: Graph, epochs: int) -> float:
    """How long the graph takes for whole epochs in the order of the images, judged like those of a run."""
    orders = np.tile(np.arange(graph.train_n, dtype=np.int32), (epochs, 1))
    started = monotonic()
    graph.run(orders, first_epoch=0, steps=(0, graph.steps_per_epoch), judge=True)
    return monotonic() - started
