"""The networks of finished runs opened, from their artefacts: their filters, and what they want to see."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitcore.data import datasets
from digitcore.data.preparation import Preparation
from digitcore.errors import BadInput
from digitcore.lab.runs import artefacts, run_models, runs
from digitcore.lab.store.store import Store
from digitcore.learning.prediction import filters
from digitcore.learning.prediction import wanted_images as wanted
from digitcore.learning.prediction.filters import Filters
from digitcore.learning.prediction.wanted_images import WantedImages
from digitcore.progress import Report, ignore


def network_filters(store: Store, run_id: str) -> Filters | None:
    """What the first layer of a finished run's network looks for; loading TensorFlow takes seconds."""
    names = datasets.find(runs.get(store, run_id).config.dataset).facts.class_names
    return filters.of_network(_network(store, run_id), class_names=names)


def wanted_images(
    store: Store, run_id: str, begun: NDArray[np.uint8], *, report: Report = ignore
) -> WantedImages:
    """What a finished run's network wants to see, from `begun` (K, h, w) on."""
    config = runs.get(store, run_id).config
    preparation = Preparation.from_arrays(config.preparation, artefacts.model_arrays(store, run_id))
    maximum = datasets.find(config.dataset).facts.maximum
    return wanted.of_network(_network(store, run_id), preparation, begun, maximum=maximum, report=report)


def _network(store: Store, run_id: str) -> Any:
    content = artefacts.keras_file(store, run_id)
    if content is None:
        title = runs.get(store, run_id).title
        raise BadInput(f"The run {title!r} left no network behind.", "Choose a finished run of a network.")
    return run_models.load_network(content)


def classical_filters(store: Store, run_id: str) -> Filters | None:
    """What a classical model compares an image with; None where it has no such thing."""
    config = runs.get(store, run_id).config
    names = datasets.find(config.dataset).facts.class_names
    return filters.of_classical(config.model, artefacts.model_arrays(store, run_id), names)
