"""All that is known of a run, read from the store at once: what the writers of `exports` are given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from digitcore.data import datasets
from digitcore.data.dataset import Dataset, FactSheet
from digitcore.data.sources import mnist
from digitcore.errors import BadInput
from digitcore.learning.engine import final_report
from digitcore.learning.engine.reports import EpochReport, Point
from digitcore.learning.layers.network import LayerRow
from digitcore.learning.prediction.examination import Examination, of_default_model
from digitcore.learning.prediction.prediction import DEFAULT
from digitcore.learning.reader import default_model, reader
from digitcore.learning.recipes.config import RunConfig

if TYPE_CHECKING:
    from digitcore.lab.store.store import Store


@dataclass(frozen=True, eq=False)
class ExportedRun:
    """A run, or the default model, with all its results."""

    examination: Examination
    """Its answers to the test part."""
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
    layer_table: tuple[LayerRow, ...]
    versions: Mapping[str, str]
    load_keras: Callable[[], bytes] | None
    """Make the bytes of a `.keras` file; None where the model is no network."""
    arrays: Mapping[str, NDArray[Any]]
    """`Finished.arrays`; empty for the default model."""
    load_dataset: Callable[[], Dataset] | None
    """Load the images it was trained and judged on; None for the default model."""

    @property
    def id(self) -> str:
        """The id of the run, or `DEFAULT`."""
        return self.examination.run

    @property
    def title(self) -> str:
        """The title that its owner gave it."""
        return self.examination.title

    @property
    def is_default(self) -> bool:
        """Whether it is the model that comes with the app."""
        return self.config is None

    @property
    def settings(self) -> RunConfig:
        """The settings of the run; raises for the default model."""
        if self.config is None:
            raise no_settings()
        return self.config


def no_settings() -> BadInput:
    """The error where the settings of the default model are needed."""
    return BadInput(
        "The default model was not made by a run, so there is no script that reproduces it.",
        "Build it anew with `python -m digitcore pretrain`, or name a run.",
    )


def read_run(store: Store, run_id: str) -> ExportedRun:
    """The run with this id; raises where there is none, or where it has no model yet."""
    from digitcore.lab.runs import artefacts, run_models, runs, training_log

    if run_id == DEFAULT:
        return read_default_model()
    run, about = runs.get(store, run_id), artefacts.model_facts(store, run_id)
    if about is None:
        raise BadInput(
            f"The run {run.title!r} is {run.state}: it has no model to take away.",
            "Wait until it is finished.",
        )
    config = run.config
    keras_file = artefacts.keras_file(store, run_id)
    options: dict[str, Any] = dict(config.dataset_options)
    return ExportedRun(
        examination=run_models.examination(store, run_id),
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
        layer_table=about.layer_table,
        versions=about.versions,
        load_keras=None if keras_file is None else lambda: keras_file,
        arrays=artefacts.model_arrays(store, run_id),
        load_dataset=partial(datasets.load, config.dataset, **options),
    )


def read_default_model() -> ExportedRun:
    """The default model, which is no run and has fewer results."""
    sheet = default_model.load().sheet
    return ExportedRun(
        examination=of_default_model(), note="", recipe="", state="finished", reason="", seconds=sheet.seconds,
        epochs_done=0, parameters=sheet.parameters, config=None, facts=mnist.FACTS, points=(), epochs=(),
        layer_table=(), versions=sheet.versions, load_keras=_default_as_keras, arrays={}, load_dataset=None,
    )  # fmt: skip


def _default_as_keras() -> bytes:
    """Built from its plain arrays, which loads TensorFlow."""
    model = default_model.load()
    # The temperature and the doubt's limit go into the last weights, so the file needs no code of ours.
    network = reader.as_keras(
        model.weights, temperature=model.sheet.temperature, doubt_limit=model.sheet.doubt_limit
    )
    return final_report.keras_bytes(network)
