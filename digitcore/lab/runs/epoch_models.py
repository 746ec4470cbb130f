"""A network after each epoch whose weights were stored, so that one drawing can be shown to all of them.

One network takes on the weights of one epoch after another. A drawing is small, so all epochs predict at once and a
slider only picks. Classical models have no epochs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitcore.data.preparation import Preparation
from digitcore.data.results import ReadOnlyArrays
from digitcore.lab.runs import artefacts, checkpoints, run_models, runs
from digitcore.lab.store.store import Store
from digitcore.learning.recipes.config import NETWORK

Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class EpochPredictions(ReadOnlyArrays):
    """The predictions of a network for one image after each stored epoch."""

    epochs: tuple[int, ...]
    probabilities: Floats
    """(epochs, K)."""


class EpochModels:
    """The epochs of one run, ready to predict from any thread."""

    def __init__(
        self, network: Any, preparation: Preparation, weights: Mapping[int, Sequence[NDArray[Any]]]
    ) -> None:
        self.epochs = tuple(sorted(weights))
        self._network, self._preparation, self._weights = network, preparation, weights
        self._lock = Lock()  # predicting changes the weights of the one network

    def predict(self, image: NDArray[np.number]) -> EpochPredictions:
        """Each epoch's prediction for an image (side, side) in the dataset's units."""
        prepared = self._preparation.apply(image[None])[..., None]
        with self._lock:
            probabilities = [self._predict(epoch, prepared) for epoch in self.epochs]
        return EpochPredictions(self.epochs, np.stack(probabilities))

    def _predict(self, epoch: int, prepared: Floats) -> Floats:
        self._network.set_weights(list(self._weights[epoch]))
        result: Floats = self._network(prepared, training=False).numpy()[0]
        return result


def epoch_models(store: Store, run_id: str) -> EpochModels | None:
    """The epochs of a finished network; None for a classical model, or where no weights were stored."""
    run = runs.get(store, run_id)
    epochs = checkpoints.epochs_with_weights(store, run_id)
    content = artefacts.keras_file(store, run_id)
    if run.config.model != NETWORK or content is None or not epochs:
        return None
    preparation = Preparation.from_arrays(run.config.preparation, artefacts.model_arrays(store, run_id))
    weights = {epoch: checkpoints.weights_at(store, run_id, epoch) for epoch in epochs}
    stored = {epoch: arrays for epoch, arrays in weights.items() if arrays is not None}
    return EpochModels(run_models.load_network(content), preparation, stored)
