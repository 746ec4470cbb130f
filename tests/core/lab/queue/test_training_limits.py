"""A training that this machine has not the memory or the time for is refused before it starts, with what would do."""

import json
from pathlib import Path

import pytest
import sqlalchemy as sa

from digitcore.data import datasets
from digitcore.errors import BadInput
from digitcore.lab.queue import training_limits
from digitcore.lab.runs import runs
from digitcore.lab.store import schema
from digitcore.lab.store.store import open_store
from digitcore.learning.recipes.recipes import RECIPES
from tests.core.command_runner import refusal
from tests.core.memories import ADA, perceptron

LAYERS = [{"kind": "flatten"}, {"kind": "dense", "units": 1000}]


@pytest.fixture(scope="module")
def digits():
    return datasets.load("digits")


def timed(store, seconds_per_epoch):
    """A machine on which an epoch of these recipes takes so long."""
    row = {
        "machine": "this one",
        "versions": "1",
        "train_n": 1347,
        "test_n": 450,
        "measured_at": schema.now(),
    }
    names = [name for name, recipe in RECIPES.items() if recipe.config.dataset == "digits"]
    with store.writing() as connection:
        for name in names:
            connection.execute(
                sa.insert(schema.speeds).values(**row, recipe=name, seconds_per_epoch=seconds_per_epoch)
            )


def test_memory_is_counted_by_hand(digits):
    config = perceptron(layers=LAYERS, batch=100)
    values = 64 + 1000 + 10
    parameters = 65 * 1000 + 1001 * 10
    needed = training_limits.PROCESS_BYTES + 4 * (1797 * 64 + 6 * parameters) + 100 * 8 * values
    training_limits.check_memory(config, digits, needed)
    with pytest.raises(BadInput, match=r"about 0\.8 GB of memory, and this machine has 0\.8 GB\."):
        training_limits.check_memory(config, digits, needed - 1)


def test_the_batch_that_is_advised_fits_and_one_more_does_not(digits):
    config, there = perceptron(layers=LAYERS, batch=1000), training_limits.PROCESS_BYTES + 5_000_000
    with pytest.raises(BadInput, match=r"Use a batch of at most (\d+)\.") as caught:
        training_limits.check_memory(config, digits, there)
    batch = int(caught.value.what_to_do.strip(".").rpartition(" ")[2])
    training_limits.check_memory(config.replace(batch=batch), digits, there)
    with pytest.raises(BadInput):
        training_limits.check_memory(config.replace(batch=batch + 1), digits, there)


def test_where_no_batch_fits_the_network_must_be_smaller(digits):
    with pytest.raises(BadInput, match=r"Use fewer units or filters, or fewer images\."):
        training_limits.check_memory(perceptron(layers=LAYERS), digits, 100_000_000)


def test_the_memory_of_this_machine_is_not_more_than_it_has():
    with Path("/proc/meminfo").open() as file:
        total = int(file.readline().split()[1]) * 1024
    assert 0 < training_limits.machine_bytes() <= total


def test_what_takes_longer_than_a_night_is_refused_with_what_would_do(store, digits):
    timed(store, 100.0)
    config = perceptron(epochs=10_000)
    with pytest.raises(
        BadInput, match="would take about 278 hours on this machine, and one may take 12"
    ) as caught:
        training_limits.check(store, config, digits)
    assert (
        caught.value.what_to_do == "Set epochs to at most 432, or choose a smaller network, or fewer images."
    )
    training_limits.check(store, config.replace(epochs=432), digits)
    with pytest.raises(BadInput):
        training_limits.check(store, config.replace(epochs=433), digits)


def test_where_one_epoch_is_too_long_another_network_is_advised(store, digits):
    timed(store, 50_000.0)
    with pytest.raises(BadInput, match=r"Choose a smaller network, or fewer images\."):
        training_limits.check(store, perceptron(epochs=1), digits)


def test_before_anything_was_measured_only_what_no_machine_could_do_is_refused(store, digits):
    training_limits.check(store, perceptron(epochs=10_000), digits)
    mnist, filters = (
        datasets.load("mnist"),
        {"kind": "conv2d", "filters": 256, "kernel": 3},
    )
    config = perceptron(
        dataset="mnist", layers=[filters] * 3 + [{"kind": "flatten"}], batch=10, epochs=10_000
    )
    with pytest.raises(BadInput, match=r"would take at least 1\d\d hours on this machine") as caught:
        training_limits.check(store, config, mnist)
    epochs = int(caught.value.what_to_do.partition("at most ")[2].partition(",")[0])
    training_limits.check(store, config.replace(epochs=epochs), mnist)


def test_a_run_that_is_there_is_joined_however_long_it_takes(store, digits):
    config = perceptron(epochs=10_000).for_dataset(digits)
    runs.request_run(store, config, recipe="", visitor=ADA)
    timed(store, 100.0)
    training_limits.check_new(store, config, digits)
    with pytest.raises(BadInput):
        training_limits.check_new(store, config.replace(seed=1), digits)


def test_other_machines_are_not_judged_by_this_ones_memory(store, digits, monkeypatch):
    monkeypatch.setattr(training_limits, "machine_bytes", lambda: 1)
    with pytest.raises(BadInput, match="this machine has 0"):
        training_limits.check(store, perceptron(), digits)
    monkeypatch.setenv("DIGITLAB_SCHEDULER", "tls://scheduler:8786")
    training_limits.check(store, perceptron(), digits)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"epochs": 10**9}, "A run cannot have epochs=1000000000. Give a whole number from 1 to 10,000."),
        ({"epochs": 1e400}, "cannot have epochs=inf"),
        ({"layers": [*LAYERS, {"kind": "dense", "units": 10**9}]}, "cannot have units=1000000000"),
        ({"layers": LAYERS * 10**4}, "layers are too many"),
        ({"layers": [LAYERS[0], *[{"kind": "dense", "units": 4096}] * 3]}, "at most 20,000,000 can be trained here"),
        ({"epochs": 10_000}, "on this machine, and one may take 12. Set epochs to at most 432"),
    ],
    ids=["epochs", "endless epochs", "units", "layers", "parameters", "hours"],
)  # fmt: skip
def test_settings_beyond_all_measure_are_refused_before_anything_starts(home, tmp_path, settings, sentence):
    timed(open_store(), 100.0)
    (tmp_path / "huge.json").write_text(json.dumps(settings))
    assert sentence in refusal("train", str(tmp_path / "huge.json"))
    assert runs.list_runs(open_store()) == []
