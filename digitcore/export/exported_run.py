"""A run that is taken away: all that is known of it, read at once. What the writers of `exports` are given.

`take` reads a run of the store, `take_default` the model that comes with the app, which is no run and has less to tell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from digitcore.data import datasets
from digitcore.data.dataset import Dataset, FactSheet
from digitcore.data.results import ReadOnlyArrays
from digitcore.data.sources import mnist
from digitcore.errors import BadInput
from digitcore.learning.engine import final_report
from digitcore.learning.engine.reports import EpochReport, Point
from digitcore.learning.judging.evaluation import Judgement, judge
from digitcore.learning.judging.measures import Measures, measure
from digitcore.learning.layers.network import LayerRow
from digitcore.learning.prediction.prediction import DEFAULT, TITLE
from digitcore.learning.reader import default_model, reader
from digitcore.learning.recipes.config import RunConfig

if TYPE_CHECKING:
    from digitcore.lab.store.store import Store


@dataclass(frozen=True, eq=False)
class TakenRun(ReadOnlyArrays):
    """A run, or the default model, with all its results."""

    run: str
    title: str
    note: str
    recipe: str
    state: str
    reason: str
    """Why it ended as it did."""
    seconds: float
    epochs_done: int
    parameters: int | None
    config: RunConfig | None
    """None for the default model."""
    facts: FactSheet
    """Of the dataset it was judged on."""
    points: tuple[Point, ...]
    epochs: tuple[EpochReport, ...]
    probabilities: NDArray[np.float32]
    """(n, K) on the test part."""
    true_labels: NDArray[np.uint8]
    """(n,)."""
    layer_table: tuple[LayerRow, ...]
    versions: Mapping[str, str]
    load_keras: Callable[[], bytes] | None
    """The model as the bytes of a `.keras` file, when it is wanted; None where it is no network."""
    arrays: Mapping[str, NDArray[Any]]
    """`Finished.arrays`; empty for the default model."""
    load_dataset: Callable[[], Dataset] | None
    """The images, when they are wanted."""

    @property
    def is_default(self) -> bool:
        """Whether it is the model that comes with the app."""
        return self.config is None

    @property
    def settings(self) -> RunConfig:
        """The settings of the run, or a sentence that there are none."""
        if self.config is None:
            raise no_settings()
        return self.config

    @cached_property
    def judgement(self) -> Judgement:
        """Loss (cross-entropy), accuracy and confusion matrix on the test part."""
        return judge(self.probabilities, self.true_labels)

    @cached_property
    def measures(self) -> Measures:
        """Precision and the like for each class."""
        return measure(self.judgement.confusion_matrix)


def no_settings() -> BadInput:
    """What is said where the settings of the default model are asked for."""
    return BadInput(
        "The default model was not made by a run, so there is no script that reproduces it.",
        "Build it anew with `python -m digitcore pretrain`, or name a run.",
    )


def take(store: Store, run_id: str) -> TakenRun:
    """The run with this id; a sentence where there is none, or where it left no model yet."""
    from digitcore.lab.runs import artefacts, runs, training_log

    if run_id == DEFAULT:
        return take_default()
    run = runs.get(store, run_id)
    answers, about = artefacts.answers(store, run_id), artefacts.model_facts(store, run_id)
    if answers is None or about is None:
        raise BadInput(
            f"The run {run.title!r} is {run.state}: it has no model to take away.",
            "Wait until it is finished.",
        )
    config = run.config
    keras_file = artefacts.keras_file(store, run_id)
    options: dict[str, Any] = dict(config.dataset_options)
    return TakenRun(
        run=run.id,
        title=run.title,
        note=run.note,
        recipe=run.recipe,
        state=run.state,
        reason=run.reason,
        seconds=run.seconds,
        epochs_done=run.epochs_done,
        parameters=run.parameters,
        config=config,
        facts=datasets.find(config.dataset).facts,
        points=tuple(training_log.points_since(store, run_id)),
        epochs=tuple(training_log.epochs_since(store, run_id)),
        probabilities=answers.probabilities,
        true_labels=answers.true_labels,
        layer_table=about.layer_table,
        versions=about.versions,
        load_keras=None if keras_file is None else lambda: keras_file,
        arrays=artefacts.model_arrays(store, run_id),
        load_dataset=partial(datasets.load, config.dataset, **options),
    )


def take_default() -> TakenRun:
    """The default model: what it says of MNIST's test images, and what is known of it."""
    model = default_model.load()
    sheet = model.sheet
    return TakenRun(
        run=DEFAULT, title=TITLE, note="", recipe="", state="finished", reason="", seconds=sheet.seconds,
        epochs_done=0, parameters=sheet.parameters, config=None, facts=mnist.FACTS, points=(), epochs=(),
        probabilities=model.test_probabilities, true_labels=model.test_labels, layer_table=(),
        versions=sheet.versions, load_keras=_default_as_keras, arrays={}, load_dataset=None,
    )  # fmt: skip


def _default_as_keras() -> bytes:
    """Built from its plain arrays, which takes TensorFlow and a moment."""
    model = default_model.load()
    network = reader.as_keras(
        model.weights, temperature=model.sheet.temperature, doubt_limit=model.sheet.doubt_limit
    )
    return final_report.keras_bytes(network)
