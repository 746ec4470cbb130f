"""Where training goes on is kept exactly, weights are thinned, and damage is noticed."""

import math
from dataclasses import replace

import numpy as np
import pytest

from digitcore.errors import StorageProblem
from digitcore.lab.runs import checkpoints
from digitcore.lab.store import schema
from digitcore.learning.engine.kept_epochs import kept_epochs
from tests.core.memories import checkpoint


def save(store, run, one):
    with store.writing() as connection:
        checkpoints.save(connection, run, one)


def same(left, right):
    return len(left) == len(right) and all(
        a.dtype == b.dtype and a.shape == b.shape and np.array_equal(a, b)
        for a, b in zip(left, right, strict=True)
    )


def test_the_latest_checkpoint_comes_back_as_it_was(store, run):
    assert checkpoints.latest(store, run) is None
    save(store, run, checkpoint(1))
    save(store, run, checkpoint(2, step=19))
    latest, saved = checkpoints.latest(store, run), checkpoint(2, step=19)
    assert (latest.epoch, latest.step, latest.seconds) == (2, 19, 0.2)
    assert same(latest.weights, saved.weights)
    assert same(latest.optimiser, saved.optimiser)
    assert same(latest.best_weights, saved.best_weights)
    assert latest.extra == saved.extra


@pytest.mark.parametrize("sum_of_losses", [math.nan, math.inf])
def test_a_diverged_run_has_a_checkpoint_in_plain_json(store, run, sum_of_losses):
    save(store, run, replace(checkpoint(1), extra={"losses": sum_of_losses, "correct": 7}))
    with store.reading() as connection:
        content = connection.execute(schema.checkpoints.select()).one().content
    assert b'"losses": null' in content
    extra = checkpoints.latest(store, run).extra
    assert math.isnan(extra["losses"])
    assert extra["correct"] == 7


def test_more_than_ten_arrays_keep_their_order(store, run):
    one = checkpoint(1)
    many = tuple(np.full(2, number) for number in range(25))
    save(store, run, type(one)(1, 8, 0.1, many, many[:13]))
    latest = checkpoints.latest(store, run)
    assert same(latest.weights, many)
    assert same(latest.optimiser, many[:13])


@pytest.mark.parametrize("place", [0, 3, 5, 400, -1])
def test_a_damaged_checkpoint_is_noticed(store, run, place):
    save(store, run, checkpoint(1))
    with store.writing() as connection:
        content = bytearray(connection.execute(schema.checkpoints.select()).one().content)
        content[place] ^= 1
        connection.execute(schema.checkpoints.update().values(content=bytes(content)))
    with pytest.raises(StorageProblem, match="The last checkpoint of this run is damaged"):
        checkpoints.latest(store, run)


def test_an_array_of_objects_is_never_written(store, run):
    one = checkpoint(1)
    with pytest.raises(ValueError, match="pickle"):
        save(store, run, type(one)(1, 8, 0.1, (np.array([{}]),)))


def test_weights_are_thinned_as_the_run_grows(store, run):
    for begin in range(1, 101, 5):
        with store.writing() as connection:
            weights = {epoch: checkpoint(epoch).weights for epoch in range(begin, begin + 5)}
            checkpoints.save_weights(connection, run, weights)
    kept = checkpoints.epochs_with_weights(store, run)
    assert kept == sorted(kept_epochs(100, 2600)) == [*range(1, 100, 4), 100]
    assert same(checkpoints.weights_at(store, run, 97), checkpoint(97).weights)
    assert checkpoints.weights_at(store, run, 98) is None


def test_weights_that_come_a_second_time_stay_as_they_were(store, run):
    """A run that goes on from an earlier checkpoint comes past the same epochs again."""
    for weights in ({epoch: checkpoint(epoch).weights for epoch in (1, 2, 3)}, {2: checkpoint(7).weights}):
        with store.writing() as connection:
            checkpoints.save_weights(connection, run, weights)
    assert checkpoints.epochs_with_weights(store, run) == [1, 2, 3]
    assert same(checkpoints.weights_at(store, run, 2), checkpoint(2).weights)
