"""An epoch's work counted by hand, and prices that come out as they went in."""

from dataclasses import astuple, replace

import numpy as np
import pytest

from digitcore.data.sources import digits, mnist
from digitcore.learning.engine.data_split import parts_of
from digitcore.learning.engine.training_estimate import Speed, Work, seconds_per_epoch, sizes, work_of
from digitcore.learning.recipes.config import RunConfig
from digitcore.learning.recipes.recipes import RECIPES

DIGITS = {"train_n": 1347, "test_n": 450}
MNIST = {"train_n": 60_000, "test_n": 10_000}


def work(name):
    config = RECIPES[name].config
    source, numbers = (digits.SOURCE, DIGITS) if config.dataset == "digits" else (mnist.SOURCE, MNIST)
    return work_of(config, source.facts, **numbers)


NETWORKS = [name for name, recipe in RECIPES.items() if work(name)]


def test_the_work_of_a_small_network_is_counted_by_hand():
    images = 1010 + 337 / 3
    assert work("perceptron") == Work(
        steps=8, updates=650 * 8, products=650 * images, convolutions=0, values=pytest.approx(74 * images)
    )
    cnn = work("cnn-5")  # 8×8, five filters give 6×6×5, pooled to 3×3×5
    assert cnn.convolutions == pytest.approx(50 * 36 * images)
    assert cnn.products == pytest.approx(460 * images)
    assert cnn.values == pytest.approx((180 + 45 + 45 + 10) * images)


@pytest.mark.parametrize("validation", [0.1, 0.25, "test"])
def test_sizes_are_those_of_the_parts(validation):
    config, dataset = RunConfig(validation=validation), digits.SOURCE.build(report=lambda _: None)
    parts = parts_of(config, dataset)
    assert sizes(config, **DIGITS) == (len(parts.train), len(parts.validation))


def test_a_model_that_is_no_network_has_no_work_to_count():
    assert work("nearest-average") is None


def test_true_prices_give_true_seconds():
    prices = np.array([2e-4, 3e-11, 1e-11, 2e-11, 1e-9])
    speeds = [Speed(name, work(name), float(astuple(work(name)) @ prices)) for name in NETWORKS]
    own = RunConfig(dataset="mnist", layers=RECIPES["dense-128"].config.layers, batch=64)
    wanted = work_of(own, mnist.SOURCE.facts, **MNIST)
    assert seconds_per_epoch(wanted, speeds) == pytest.approx(float(astuple(wanted) @ prices), rel=0.01)


def test_a_wrong_figure_does_not_make_time_run_backwards():
    speeds = [Speed(name, work(name), 1.0) for name in NETWORKS]
    assert seconds_per_epoch(work("mnist-cnn"), speeds) > 0
    assert seconds_per_epoch(replace(work("perceptron"), steps=1), speeds) >= 0


def test_too_few_figures_say_nothing():
    two = [Speed(name, work(name), 1.0) for name in NETWORKS[:2]]
    classical = Speed("commonest", None, 1.0)
    assert seconds_per_epoch(work("perceptron"), [*two, classical]) is None
