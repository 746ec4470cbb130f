"""A drawing shown to a network as it was after each epoch: a real run in a real store."""

import numpy as np
import pytest

from digitcore.data import datasets
from digitcore.lab.queue import queue, worker
from digitcore.lab.runs import checkpoints, run_models, runs
from digitcore.lab.runs.epoch_models import epoch_models
from digitcore.learning.recipes.config import RunConfig
from tests.core.memories import ADA, store_in


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return store_in(tmp_path_factory.mktemp("epochs"))


def trained(store, **changes):
    config = RunConfig().replace(**changes).for_dataset(datasets.load("digits"))
    run = runs.request_run(store, config, recipe="", visitor=ADA)
    worker.train_run(store, queue.claim(store, run.id))
    return run.id


def test_the_last_epoch_says_what_the_finished_model_says(store):
    run_id = trained(store, epochs=40)
    found = epoch_models(store, run_id)
    assert found.epochs == tuple(checkpoints.epochs_with_weights(store, run_id))
    assert found.epochs[-1] == 40
    image = datasets.load("digits").test.images[0]
    growth = found.predict(image)
    assert growth.probabilities.shape == (len(found.epochs), 10)
    np.testing.assert_allclose(growth.probabilities.sum(axis=1), 1, atol=1e-5)
    finished = run_models.predictor(store, run_id).probabilities(image[None])
    np.testing.assert_allclose(growth.probabilities[-1], finished[0], atol=1e-5)


def test_a_classical_model_has_no_epochs(store):
    assert epoch_models(store, trained(store, model="nearest-average")) is None
