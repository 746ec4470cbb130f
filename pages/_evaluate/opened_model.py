"""The judged model opened up: its layers at once, its network and its map of the test images in the background."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitcore.data import datasets
from digitcore.data.dataset import Dataset
from digitcore.data.sources import mnist
from digitcore.data.statistics.projection import Projection
from digitcore.lab.runs import inspect_run, runs
from digitcore.learning.layers import network
from digitcore.learning.layers.classical import MODELS, ClassicalModel
from digitcore.learning.layers.counting import Count
from digitcore.learning.layers.network import LayerRow
from digitcore.learning.prediction import examination, insides
from digitcore.learning.prediction.filters import Filters
from digitcore.learning.prediction.insides import Insides
from digitcore.learning.prediction.prediction import DEFAULT
from digitcore.learning.reader import reader
from digitcore.learning.recipes.config import NETWORK
from digitcore.progress import Progress, Report
from pages._evaluate.judged_model import Judged
from pages._shared import background_tasks, lab, models

_OPENING = Progress("Opening the network; loading TensorFlow takes some seconds", 0, 1, "networks")


@dataclass(frozen=True)
class Layers:
    """What a network is made of."""

    rows: tuple[LayerRow, ...]
    counts: tuple[Count, ...]

    @property
    def has_hidden(self) -> bool:
        """Whether anything is weighed before the output layer."""
        return any(row.kind in ("dense", "conv2d") for row in self.rows[:-1])


def layers(judged: Judged) -> Layers | None:
    """The layers, worked out without opening anything; None of a classical model."""
    if judged.found.run == DEFAULT:
        return Layers(reader.layer_table(), reader.counts())
    config = runs.get(lab.store(), judged.found.run).config
    if config.model != NETWORK:
        return None
    facts = datasets.find(config.dataset).facts
    about = {"side": facts.side, "class_count": facts.class_count}
    return Layers(network.layer_table(config.layers, **about), network.counts(config.layers, **about))


def classical(judged: Judged) -> ClassicalModel:
    """What the model is, where it is no network."""
    return MODELS[runs.get(lab.store(), judged.found.run).config.model]


def classical_filters(judged: Judged) -> Filters | None:
    """What a classical model compares an image with."""
    return inspect_run.classical_filters(lab.store(), judged.found.run)


def network_of(judged: Judged) -> Insides:
    """The network, opened once for all visitors; until it is open the page says so and ends."""
    return background_tasks.result_or_stop(
        ("insides", judged.found.run, _state(judged)), lambda report: _open(judged.found.run, report)
    )


def embedding_map(judged: Judged, dataset: Dataset) -> Projection:
    """Where its last hidden layer lays the test images of `dataset`."""
    return background_tasks.result_or_stop(
        ("embedding map", judged.found.run, _state(judged), judged.found.dataset),
        lambda report: _map(judged.found.run, dataset, report),
    )


def image_for(judged: Judged, dataset: Dataset, index: int) -> NDArray[np.number]:
    """Test image number `index` of `dataset` in the units that the model reads."""
    run = judged.found.run
    own = mnist.FACTS if run == DEFAULT else datasets.find(runs.get(lab.store(), run).config.dataset).facts
    return examination.images_in_units(dataset, own)[index]


def _state(judged: Judged) -> int:
    """How far its run is: a stopped one may have gone on, and is another model then."""
    return 0 if judged.found.run == DEFAULT else runs.get(lab.store(), judged.found.run).epochs_done


def _open(run: str, report: Report) -> Insides:
    report(_OPENING)
    return insides.open_default() if run == DEFAULT else inspect_run.open_network(lab.store(), run)


def _map(run: str, dataset: Dataset, report: Report) -> Projection:
    report(_OPENING)
    predictor = models.wait_for(run)
    images = examination.images_in_units(dataset, predictor.facts)
    return insides.map_of(predictor.embedding, images, report=report)
