"""The `Finished` report: results on the test part, the model as file and arrays, versions of libraries."""

from __future__ import annotations

import platform
import tempfile
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from digitcore.data.statistics.averages import class_averages, distances
from digitcore.data.statistics.intervals import wilson_interval
from digitcore.learning.engine.data_split import Parts
from digitcore.learning.engine.reports import Finished, Reason
from digitcore.learning.engine.run_state import RunState
from digitcore.learning.engine.training_graph import Graph
from digitcore.learning.judging.evaluation import judge
from digitcore.learning.judging.paired_test import count_pairs
from digitcore.learning.layers.classical import Arrays, Probabilities
from digitcore.learning.layers.network import LayerRow


def finish_network(
    parts: Parts,
    graph: Graph,
    state: RunState,
    *,
    reason: Reason,
    rows: tuple[LayerRow, ...],
    kept_epoch: int | None,
) -> Finished:
    """Judge the network as it is now on the test part, and pack it."""
    n = len(parts.test)
    judged = graph.judge("test", 0, n)
    correct = int(judged.confusion.trace())
    return Finished(
        reason=reason,
        epochs=state.epoch,
        seconds=state.seconds,
        test_loss=judged.losses / n,
        test_accuracy=correct / n,
        test_n=n,
        test_interval=wilson_interval(correct, n),
        test_probabilities=judged.probabilities,
        layer_table=rows,
        keras_bytes=keras_bytes(graph.model),
        arrays=dict(parts.preparation.to_arrays()),
        versions=versions("tensorflow", "keras"),
        kept_epoch=kept_epoch,
        **_about_the_test_part(parts, judged.probabilities),
    )


def finish_classical(
    arrays: Arrays,
    parts: Parts,
    probabilities: Probabilities,
    *,
    reason: Reason,
    epochs: int,
    seconds: float,
) -> Finished:
    """Judge a classical model by its `probabilities` for the test part or its first images, and pack it."""
    judged = judge(probabilities, parts.test.labels[: len(probabilities)])
    return Finished(
        reason=reason,
        epochs=epochs,
        seconds=seconds,
        test_loss=judged.loss,
        test_accuracy=judged.accuracy,
        test_n=judged.n,
        test_interval=judged.interval,
        test_probabilities=probabilities,
        layer_table=(),
        keras_bytes=None,
        arrays=dict(arrays) | dict(parts.preparation.to_arrays()),
        versions=versions("sklearn"),
        **_about_the_test_part(parts, probabilities),
    )


def _about_the_test_part(parts: Parts, probabilities: Probabilities) -> dict[str, Any]:
    """What comparisons with other runs need, and the comparison with the nearest average."""
    labels = parts.test.labels[: len(probabilities)]
    averages = class_averages(parts.train, class_count=parts.class_count)
    by_average = distances(parts.test.images[: len(labels)], averages).argmin(axis=1)
    return {
        "test_labels": labels,
        "test_hash": parts.test.content_hash,
        "against_average": count_pairs(probabilities.argmax(axis=1) == labels, by_average == labels),
    }


def versions(*libraries: str) -> Mapping[str, str]:
    """The versions of Python, numpy and the modules `libraries`."""
    modules = {name: import_module(name) for name in ("numpy", *libraries)}
    return {"python": platform.python_version()} | {
        name: str(module.__version__) for name, module in modules.items()
    }


def keras_bytes(model: Any) -> bytes:
    """The bytes of a `.keras` file of `model`."""
    with tempfile.TemporaryDirectory() as folder:
        # Keras writes only to paths, and takes the format from the suffix.
        path = Path(folder) / "model.keras"
        model.save(path)
        return path.read_bytes()
