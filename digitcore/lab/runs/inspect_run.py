"""The insides and filters of finished runs, from their artefacts (`insides`, `filters`)."""

from __future__ import annotations

from digitcore.data import datasets
from digitcore.data.preparation import Preparation
from digitcore.errors import BadInput
from digitcore.lab.runs import artefacts, run_models, runs
from digitcore.lab.store.store import Store
from digitcore.learning.prediction import filters, insides
from digitcore.learning.prediction.filters import Filters
from digitcore.learning.prediction.insides import Insides


def open_network(store: Store, run_id: str) -> Insides:
    """The network of a finished run; loading TensorFlow takes seconds."""
    run, content = runs.get(store, run_id), artefacts.keras_file(store, run_id)
    if content is None:
        raise BadInput(
            f"The run {run.title!r} left no network behind.", "Choose a finished run of a network."
        )
    preparation = Preparation.from_arrays(run.config.preparation, artefacts.model_arrays(store, run_id))
    names = datasets.find(run.config.dataset).facts.class_names
    return insides.open_network(run_models.load_network(content), preparation, class_names=names)


def classical_filters(store: Store, run_id: str) -> Filters | None:
    """What a classical model compares an image with; None where it has no such thing."""
    config = runs.get(store, run_id).config
    names = datasets.find(config.dataset).facts.class_names
    return filters.of_classical(config.model, artefacts.model_arrays(store, run_id), names)
