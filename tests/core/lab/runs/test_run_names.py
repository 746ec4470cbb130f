"""What tells a run apart: what differs from its experiment, and its data."""

import pytest

from digitcore.lab.runs import run_names, runs
from digitcore.learning.layers.layers import Conv2D, Dense, Flatten
from digitcore.learning.recipes.recipes import RECIPES
from tests.core.memories import ADA


@pytest.mark.parametrize(
    ("changes", "apart"),
    [
        ({}, "Digits 8×8"),
        ({"learning_rate": 0.1}, "rate 0.1, Digits 8×8"),
        (
            {"seed": 7, "epochs": 1000, "optimiser": "sgd"},
            "1,000 epochs, sgd, seed 7, Digits 8×8",
        ),
    ],
)
def test_a_published_experiment_is_told_apart_by_what_differs(store, changes, apart):
    config = RECIPES["perceptron"].config.replace(**changes)
    run = runs.request_run(store, config, recipe="perceptron", visitor=ADA, title="Perceptron")
    assert run_names.apart(run) == apart


def test_what_the_title_says_is_not_repeated(store):
    config = RECIPES["perceptron"].config.replace(learning_rate=0.1)
    run = runs.request_run(
        store, config, recipe="perceptron", visitor=ADA, title="Perceptron, learning rate 0.1"
    )
    assert run_names.apart(run) == "Digits 8×8"


def test_a_network_of_ones_own_is_told_apart_by_its_layers(store):
    config = RECIPES["perceptron"].config.replace(
        layers=(Conv2D(5), Conv2D(3), Flatten(), Dense(20), Dense(10))
    )
    run = runs.request_run(store, config, recipe="", visitor=ADA, title="My network")
    layers = "Convolution 5 × 3×3 relu, Convolution 3 × 3×3 relu, Dense 20 relu, …"
    assert run_names.apart(run).startswith(layers)
    assert run_names.apart(run).endswith("Digits 8×8")
