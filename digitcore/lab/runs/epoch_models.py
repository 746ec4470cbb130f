"""A network as it was after each epoch whose weights were kept, so that one drawing can be shown to all of them.

One network takes on the weights of one epoch after another; a drawing is small, so all epochs are asked at once and
a slider only picks. Classical models have no epochs.
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
class Growth(ReadOnlyArrays):
    """What a network said of one image after each epoch that was kept."""

    epochs: tuple[int, ...]
    probabilities: Floats
    """(epochs, K)."""


class EpochModels:
    """The epochs of one run, ready to be asked from any thread."""

    def __init__(
        self, network: Any, preparation: Preparation, weights: Mapping[int, Sequence[NDArray[Any]]]
    ) -> None:
        self.epochs = tuple(sorted(weights))
        self._network, self._preparation, self._weights = network, preparation, weights
        self._lock = Lock()  # the one network changes its weights while it is asked

    def growth(self, image: NDArray[np.number]) -> Growth:
        """What each epoch says of an image (side, side) in the dataset's units."""
        prepared = self._preparation.apply(image[None])[..., None]
        with self._lock:
            said = [self._ask(epoch, prepared) for epoch in self.epochs]
        return Growth(self.epochs, np.stack(said))

    def _ask(self, epoch: int, prepared: Floats) -> Floats:
        self._network.set_weights(list(self._weights[epoch]))
        result: Floats = self._network(prepared, training=False).numpy()[0]
        return result


def epoch_models(store: Store, run_id: str) -> EpochModels | None:
    """The epochs of a finished network; None for a classical model, or where no weights were kept."""
    run = runs.get(store, run_id)
    kept = checkpoints.epochs_with_weights(store, run_id)
    content = artefacts.keras_file(store, run_id)
    if run.config.model != NETWORK or content is None or not kept:
        return None
    preparation = Preparation.from_arrays(run.config.preparation, artefacts.model_arrays(store, run_id))
    weights = {epoch: checkpoints.weights_at(store, run_id, epoch) for epoch in kept}
    found = {epoch: arrays for epoch, arrays in weights.items() if arrays is not None}
    return EpochModels(run_models.load_network(content), preparation, found)
