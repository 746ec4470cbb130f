"""How long an epoch of a recipe takes on this machine, measured on a part of the data.

`machine_speed` decides when to measure, and stores the results.
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
"""Steps in an epoch of the measured part."""
_SECONDS = 0.25
"""Least duration of a measurement: shorter ones are inaccurate."""
_TIMES = 4
"""Number of measurements. The shortest counts, since other work disturbs the others."""


def seconds_per_epoch(
    config: RunConfig, dataset: Dataset, *, should_stop: Callable[[], bool] = never
) -> float | None:
    """Seconds of an epoch on all of `dataset`, validation included; None if stopped.

    A classical model is trained, and its seconds are divided by the epochs of its settings.
    """
    if config.model != NETWORK:
        return _classical(config, dataset, should_stop)
    share = min(1.0, _STEPS * config.batch / len(dataset.train))
    part = _part_of(dataset, share)
    graph = Graph(config, parts_of(config, part))
    try:
        graph.trace()
        _seconds(graph, 1)  # the first call is slower
        epochs = 1
        times: list[float] = []
        while len(times) < _TIMES and not should_stop():
            seconds = _seconds(graph, epochs)
            if seconds >= _SECONDS:
                times.append(seconds)
            else:
                epochs *= max(2, int(_SECONDS / max(seconds, 1e-4)))
                times = []
    finally:
        graph.release_data()
    if len(times) < _TIMES:
        return None
    return min(times) / epochs * len(dataset.train) / len(part.train)


def _classical(config: RunConfig, dataset: Dataset, should_stop: Callable[[], bool]) -> float | None:
    """The second training counts: the first one loads scikit-learn."""
    for _ in range(2):
        finished = list(train(config, dataset, should_stop=should_stop))[-1]
        if should_stop() or not isinstance(finished, Finished):
            return None
        seconds = finished.seconds
    return seconds / config.epochs


def _part_of(dataset: Dataset, share: float) -> Dataset:
    """The first `share` of the images of both parts."""
    train, test = (
        split.take(np.arange(max(1, round(len(split) * share)))) for split in (dataset.train, dataset.test)
    )
    return Dataset(dataset.name, dataset.facts, train, test, dataset.options)


def _seconds(graph: Graph, epochs: int) -> float:
    """Seconds that the graph takes for whole epochs with validation."""
    orders = np.tile(np.arange(graph.train_n, dtype=np.int32), (epochs, 1))
    started = monotonic()
    graph.run(orders, first_epoch=0, steps=(0, graph.steps_per_epoch), judge=True)
    return monotonic() - started
