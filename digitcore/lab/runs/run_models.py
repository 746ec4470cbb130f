"""The models of finished runs, ready to predict: a network from its `.keras` file, a classical model from its arrays.

`register` lets `prediction.load_predictor` find them. Loading takes milliseconds to seconds; the caller caches the
result.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitcore.data import datasets, spoiling
from digitcore.data.preparation import Preparation
from digitcore.errors import BadInput
from digitcore.lab.runs import artefacts, runs
from digitcore.lab.store.records import RunRecord
from digitcore.lab.store.store import Store, open_store
from digitcore.learning.layers.classical import MODELS
from digitcore.learning.prediction import prediction
from digitcore.learning.prediction.batching import NetworkOutput
from digitcore.learning.prediction.examination import Examination
from digitcore.learning.prediction.prediction import Predictor
from digitcore.learning.recipes.config import NETWORK

Forward = Callable[[NDArray[np.number]], NetworkOutput]

MOST_PARAMETERS_IN_A_BROWSER = 2_000_000
"""8 MB, for each of thirty telephones in a classroom; larger networks answer on the server, when the pen rests."""


def can_answer(run: RunRecord, *, for_drawings: bool, after_an_epoch: bool = False) -> bool:
    """Whether the run has a model and its dataset still exists, in whose shape drawings can be framed if they have to be.

    `after_an_epoch`: whether it can while it learns, with the weights of an epoch.
    """
    if (run.test_accuracy is None and not after_an_epoch) or run.deleted_at is not None:
        return False
    source = datasets.sources().get(run.config.dataset)
    return source is not None and (source.facts.framing is not None or not for_drawings)


def is_for_browsers(run: RunRecord) -> bool:
    """Whether a browser can answer with it: a network, and one that a telephone can fetch."""
    return run.config.model == NETWORK and (run.parameters or 0) <= MOST_PARAMETERS_IN_A_BROWSER


def predictor(store: Store, run_id: str) -> Predictor:
    """The model of this run; raises BadInput before it is finished."""
    run = runs.get(store, run_id)
    test_probabilities = artefacts.test_probabilities(store, run_id)
    if test_probabilities is None:
        raise BadInput(
            f"The run {run.title!r} is {run.state}: it has no model yet.", "Wait until it is finished."
        )
    config = run.config
    arrays = artefacts.model_arrays(store, run_id)
    preparation = Preparation.from_arrays(config.preparation, arrays)
    if config.model == NETWORK:
        forward = _network(artefacts.keras_file(store, run_id) or b"", preparation)
    else:
        forward = _classical(config.model, arrays, preparation)
    source, options = datasets.find(config.dataset), dict[str, Any](config.dataset_options)
    return Predictor(
        forward,
        run=run_id,
        title=run.title,
        dataset=config.dataset,
        facts=source.facts,
        parameters=run.parameters,
        test_probabilities=test_probabilities,
        load_test_labels=lambda: datasets.load(config.dataset, **options).test.labels,
    )


def examination(store: Store, run_id: str) -> Examination:
    """The stored answers of this run on its own test part."""
    run, answers = runs.get(store, run_id), artefacts.answers(store, run_id)
    if answers is None:
        raise BadInput(
            f"The run {run.title!r} is {run.state}: it was not judged yet.", "Wait until it is finished."
        )
    config = run.config
    names, options = datasets.find(config.dataset).facts.class_names, spoiling.without(config.dataset_options)
    return Examination(
        run=run_id,
        title=run.title,
        dataset=config.dataset,
        class_names=names,
        probabilities=answers.probabilities,
        true_labels=answers.true_labels,
        images_hash=answers.images_hash,
        options=options,
    )


def _network(keras_bytes: bytes, preparation: Preparation) -> Forward:
    """The network as one graph; its embedding is the input of its output layer."""
    import keras
    import tensorflow as tf

    model = load_network(keras_bytes)
    inner = keras.Model(model.inputs, [model.outputs[0], model.layers[-1].input])
    side = model.inputs[0].shape[1]
    signature = [tf.TensorSpec((None, side, side, 1), tf.float32)]
    graph = tf.function(lambda images: inner(images, training=False), input_signature=signature)
    graph = graph.get_concrete_function()

    def forward(images: NDArray[np.number]) -> NetworkOutput:
        return NetworkOutput(
            *(values.numpy() for values in graph(tf.constant(preparation.apply(images)[..., None])))
        )

    return forward


def load_network(keras_bytes: bytes) -> Any:
    """A Keras model from the bytes of its `.keras` file."""
    import keras

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.keras"
        path.write_bytes(keras_bytes)
        return keras.models.load_model(path, compile=False)


def _classical(name: str, arrays: Mapping[str, NDArray[Any]], preparation: Preparation) -> Forward:
    """A classical model; its embedding is the prepared image itself."""

    def forward(images: NDArray[np.number]) -> NetworkOutput:
        prepared = preparation.apply(images).reshape(len(images), -1)
        return NetworkOutput(MODELS[name].probabilities(arrays, images, preparation), prepared)

    return forward


def register() -> None:
    """Let `prediction.load_predictor` load the models of runs: the app and the command line call this once."""
    prediction.register(_from_default_store)


def _from_default_store(run_id: str) -> Predictor:
    return predictor(open_store(), run_id)
