"""A trained network as a file for the browser: from the store, for each kept epoch, without TensorFlow."""

import json
import subprocess
import sys

import numpy as np
import pytest

from digitcore.data import datasets, preparation
from digitcore.data.sources import own_datasets
from digitcore.errors import BadInput
from digitcore.export import browser_model
from digitcore.lab.queue import queue, worker
from digitcore.lab.runs import checkpoints, runs
from digitcore.learning.engine.final_report import keras_bytes
from digitcore.learning.layers.layers import BatchNormalization, Conv2D, Dense, Dropout, Flatten
from tests.core.memories import ADA, ROOT, perceptron, store_in
from tests.core.uploads import npz, pictures, read_upload

LAYERS = (Conv2D(3, 3), BatchNormalization(), Dropout(0.1), Flatten(), Dense(6, "tanh"))


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return store_in(tmp_path_factory.mktemp("models"))


@pytest.fixture(scope="module")
def run(store):
    """One whose layers are another way round in the alphabet."""
    return trained(store, layers=LAYERS, epochs=3)


def trained(store, *, dataset="digits", **changes):
    config = perceptron(**changes).for_dataset(datasets.load(dataset))
    asked = runs.request_run(store, config, recipe="", visitor=ADA)
    worker.train_run(store, queue.claim(store, asked.id))
    return runs.get(store, asked.id)


def opened(file):
    """The head, and the arrays by their numbers."""
    length = int.from_bytes(file[4:8], "little")
    head = json.loads(file[8 : 8 + length])
    return head, [
        np.frombuffer(file, each["type"], each["size"], 8 + length + each["offset"])
        for each in head["arrays"]
    ]


def test_the_last_epoch_is_the_network_itself(store, run):
    assert browser_model.of_run(store, run, 3) == browser_model.of_run(store, run)


def test_each_kept_epoch_has_its_own_weights(store, run):
    assert checkpoints.epochs_with_weights(store, run.id) == [1, 2, 3]
    for epoch in (1, 2, 3):
        head, arrays = opened(browser_model.of_run(store, run, epoch))
        weights = checkpoints.weights_at(store, run.id, epoch)
        for layer, places in ((0, (0, 1)), (4, (6, 7)), (5, (8, 9))):
            kept = [arrays[head["layers"][layer][part]] for part in ("weights", "biases")]
            np.testing.assert_array_equal(kept[0], weights[places[0]].ravel())
            np.testing.assert_array_equal(kept[1], weights[places[1]])


def test_layers_come_in_their_order_with_what_they_do(store, run):
    head, _ = opened(browser_model.of_run(store, run))
    assert [layer["kind"] for layer in head["layers"]] == [
        "conv2d", "batchnormalization", "dropout", "flatten", "dense", "dense",
    ]  # fmt: skip
    assert [layer.get("activation") for layer in head["layers"]] == [
        "relu",
        None,
        None,
        None,
        "tanh",
        "linear",
    ]


@pytest.mark.parametrize("setting", [{"padding": "same"}, {"strides": 1}])
def test_a_pooling_layer_that_the_browser_cannot_compute_is_refused(setting):
    from keras import Input, Sequential, layers

    model = Sequential(
        [Input((8, 8, 1)), layers.MaxPooling2D(2, **setting), layers.Flatten(), layers.Dense(10)]
    )
    facts = datasets.find("digits").facts
    raw = preparation.fit("raw", np.zeros((1, 8, 8), np.uint8), maximum=facts.maximum)
    with pytest.raises(ValueError, match="maxpooling2d"):
        browser_model.of_stored_network(keras_bytes(model), preparation=raw, facts=facts)


def test_what_is_not_stored_is_refused(store, run):
    classical = trained(store, model="nearest-average")
    for asked, epoch in ((run, 4), (classical, None), (classical, 1)):
        with pytest.raises(BadInput):
            browser_model.of_run(store, asked, epoch)


def test_the_model_of_a_private_upload_says_nothing_but_weights(store):
    """The page shows its title and its classes to whoever opens the run's link; the file does less."""
    images, labels = pictures(count=60, side=28, classes=10)
    draft = read_upload({"a.npz": npz(images=images, labels=labels)})
    source = own_datasets.save(draft, title="Handwriting of my patients", owner=ADA)
    run = trained(store, dataset=source.name, epochs=1, preparation="scaled")
    head, arrays = opened(browser_model.of_run(store, run))
    assert head.keys() == {"side", "framing", "preparation", "layers", "output", "arrays"}
    assert head["framing"]["title"] == "MNIST"  # how all images of this form are framed
    assert head["output"] == {"classes": 10, "temperature": 1.0, "doubt_limit": None}
    assert [array.size for array in arrays] == [7840, 10, 1, 1]


def test_no_file_needs_tensorflow(store, run):
    """A fresh server has files to give before TensorFlow is loaded."""
    code = f"""
import sys
from digitcore.export import browser_model
from digitcore.lab.runs import runs
from digitcore.lab.store.store import open_store
store = open_store({store.url!r})
run = runs.get(store, {run.id!r})
files = [browser_model.of_default_model(), browser_model.of_run(store, run), browser_model.of_run(store, run, 1)]
print(*map(len, files), "tensorflow" in sys.modules, "keras" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    *sizes, has_tensorflow, has_keras = done.stdout.split()
    assert all(int(size) > 1_000 for size in sizes)
    assert has_tensorflow == has_keras == "False"
