"""The inside of the judged model: its layers at once; its network and its map of the test images from tasks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitcore.data import datasets
from digitcore.data.dataset import Dataset, FactSheet
from digitcore.data.sources import mnist
from digitcore.data.statistics.projection import Projection
from digitcore.lab.runs import inspect_run, runs
from digitcore.learning.layers import network
from digitcore.learning.layers.classical import MODELS, ClassicalModel
from digitcore.learning.layers.counting import Count
from digitcore.learning.layers.network import LayerRow
from digitcore.learning.prediction import embedding_maps, examination, filters
from digitcore.learning.prediction import wanted_images as wanted
from digitcore.learning.prediction.filters import Filters
from digitcore.learning.prediction.prediction import DEFAULT
from digitcore.learning.prediction.wanted_images import WantedImages
from digitcore.learning.reader import reader
from digitcore.learning.recipes.config import NETWORK
from digitcore.progress import Progress, Report
from pages._evaluate.judged_model import JudgedModel
from pages._shared import background_tasks, lab, models

_OPENING = Progress("Opening the network, some seconds the first time", 0, 1, "networks")


@dataclass(frozen=True)
class Layers:
    """What a network is made of."""

    rows: tuple[LayerRow, ...]
    counts: tuple[Count, ...]

    @property
    def has_hidden(self) -> bool:
        """Whether a layer before the output has weights."""
        return any(row.kind in ("dense", "conv2d") for row in self.rows[:-1])


def layers(judged: JudgedModel) -> Layers | None:
    """The layers, without loading the network; None for a classical model."""
    if judged.examination.run == DEFAULT:
        return Layers(reader.layer_table(), reader.counts())
    config = runs.get(lab.store(), judged.examination.run).config
    if config.model != NETWORK:
        return None
    facts = datasets.find(config.dataset).facts
    about = {"side": facts.side, "class_count": facts.class_count}
    return Layers(network.layer_table(config.layers, **about), network.counts(config.layers, **about))


def classical(judged: JudgedModel) -> ClassicalModel:
    """The kind of model, where it is no network."""
    return MODELS[runs.get(lab.store(), judged.examination.run).config.model]


def classical_filters(judged: JudgedModel) -> Filters | None:
    """What a classical model compares images with."""
    return inspect_run.classical_filters(lab.store(), judged.examination.run)


def network_filters(judged: JudgedModel) -> Filters | None:
    """What the network's first layer looks for; a run's network is opened once for all visitors, with a bar until then."""
    if judged.examination.run == DEFAULT:
        return filters.of_default_model()
    return background_tasks.result_or_stop(
        ("filters", judged.examination.run, _state(judged)),
        lambda report: _filters(judged.examination.run, report),
    )


def wanted_images(judged: JudgedModel, begun: NDArray[np.uint8], *, name: str) -> WantedImages:
    """The images that the network answers most surely, from `begun` on, which is called `name` in the task's key."""
    return background_tasks.result_or_stop(
        ("wanted images", judged.examination.run, _state(judged), judged.examination.dataset, name),
        lambda report: _wanted(judged, begun, report),
    )


def embedding_map(judged: JudgedModel, dataset: Dataset) -> Projection:
    """The test images of `dataset` in two directions of the last hidden layer's output."""
    return background_tasks.result_or_stop(
        ("embedding map", judged.examination.run, _state(judged), judged.examination.dataset),
        lambda report: _map(judged.examination.run, dataset, report),
    )


def image_for(judged: JudgedModel, dataset: Dataset, index: int) -> NDArray[np.number]:
    """Test image number `index` of `dataset` in the units that the model reads."""
    return examination.images_in_units(dataset, own_facts(judged))[index]


def own_facts(judged: JudgedModel) -> FactSheet:
    """Of the data that the model learned from, in whose units it reads images."""
    run = judged.examination.run
    return mnist.FACTS if run == DEFAULT else datasets.find(runs.get(lab.store(), run).config.dataset).facts


def _state(judged: JudgedModel) -> int:
    """Part of the task's key: a stopped run that went on is another model."""
    return (
        0 if judged.examination.run == DEFAULT else runs.get(lab.store(), judged.examination.run).epochs_done
    )


def _filters(run: str, report: Report) -> Filters | None:
    report(_OPENING)
    models.wait_for_tensorflow()
    return inspect_run.network_filters(lab.store(), run)


def _wanted(judged: JudgedModel, begun: NDArray[np.uint8], report: Report) -> WantedImages:
    report(_OPENING)
    models.wait_for_tensorflow()
    if judged.examination.run == DEFAULT:
        return wanted.of_default_model(begun, report=report)
    return inspect_run.wanted_images(lab.store(), judged.examination.run, begun, report=report)


def _map(run: str, dataset: Dataset, report: Report) -> Projection:
    report(_OPENING)
    predictor = models.wait_for(run)
    images = examination.images_in_units(dataset, predictor.facts)
    return embedding_maps.map_of(predictor.embedding, images, report=report)
