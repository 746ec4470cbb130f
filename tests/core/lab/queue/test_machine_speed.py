"""A worker times the recipes once a machine, and lets every training go first."""

import pytest

from digitcore.data import datasets
from digitcore.lab.queue import claims, machine_speed, queue
from digitcore.lab.runs import runs
from digitcore.learning.engine import epoch_timing
from digitcore.learning.recipes.recipes import RECIPES
from tests.core.memories import ADA, ask, begun

TIMED = ("perceptron", "nearest-average")


@pytest.fixture
def two_recipes(monkeypatch):
    """A short registry: a network, and a model that is none."""
    monkeypatch.setattr(machine_speed, "RECIPES", {name: RECIPES[name] for name in TIMED})


def test_what_can_be_timed_is_timed_once_and_kept(store, two_recipes, monkeypatch):
    assert machine_speed.known_speeds(store) == {}
    assert machine_speed.measure_missing(store)
    known = machine_speed.known_speeds(store)
    assert set(known) == set(TIMED)
    assert all(speed.seconds_per_epoch > 0 for speed in known.values())
    assert known["perceptron"].work.steps == 8 and known["nearest-average"].work is None
    monkeypatch.setattr(epoch_timing, "seconds_per_epoch", lambda *_, **__: pytest.fail("timed again"))
    assert machine_speed.measure_missing(store)
    assert machine_speed.known_speeds(store) == known


def test_another_machine_is_timed_anew(store, two_recipes, monkeypatch):
    assert machine_speed.measure_missing(store)
    monkeypatch.setattr(machine_speed, "_machine", lambda: "another one")
    monkeypatch.setattr(epoch_timing, "seconds_per_epoch", lambda *_, **__: 7.0)
    assert machine_speed.measure_missing(store)
    assert {speed.seconds_per_epoch for speed in machine_speed.known_speeds(store).values()} == {7.0}


@pytest.mark.parametrize("handed_over", [False, True])
def test_a_training_goes_first(store, two_recipes, handed_over):
    run = ask(store)
    if handed_over:
        queue.claim(store)
    assert not machine_speed.measure_missing(store)
    assert machine_speed.known_speeds(store) == {}
    if handed_over:
        claims.begin(store, claims.Claim(run.id, 1), worker="test:1")
    else:
        runs.request_stop(store, run.id, ADA, keep=True)
    assert machine_speed.measure_missing(store)


def test_a_run_that_trains_elsewhere_is_no_reason_to_wait(store):
    ask(store)
    begun(store)
    assert not queue.needs_a_worker(store)


@pytest.mark.parametrize("name", TIMED)
def test_measuring_ends_when_it_is_asked_to(name):
    config = RECIPES[name].config
    assert epoch_timing.seconds_per_epoch(config, datasets.load("digits"), should_stop=lambda: True) is None


def test_a_part_of_the_data_stands_for_all_of_it(monkeypatch):
    """A thirtieth of MNIST is timed; what is given is for all of it."""
    timed = iter([1.0, 4.0, 2.0, 3.0, 9.0])  # the first call is not counted, and of the others the shortest
    trained = []
    monkeypatch.setattr(
        epoch_timing, "_seconds", lambda graph, _: trained.append(graph.train_n) or next(timed)
    )
    seconds = epoch_timing.seconds_per_epoch(RECIPES["shallow-mse"].config, datasets.load("mnist"))
    assert trained == [2048] * 5
    assert seconds == pytest.approx(2.0 * 60_000 / 2048)
