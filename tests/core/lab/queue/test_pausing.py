"""A training is paused, stepped and let go on by its owner, in the worker that trains it."""

from itertools import count
from math import inf

import pytest

from digitcore.errors import BadInput
from digitcore.lab.queue import claims, pausing, queue, worker
from digitcore.lab.queue.pausing import Pausing
from digitcore.lab.runs import artefacts, checkpoints, runs, training_log
from digitcore.lab.store.records import END_PAUSE, ONE_BATCH, ONE_EPOCH, PAUSE
from digitcore.learning.engine.reports import EpochReport
from tests.core.memories import ADA, BEN, ask, begun, perceptron
from tests.core.trainings import train_once

EPOCHS = 40
SEEDS = count(17_000)
"""Each run is trained here and nowhere else: the tests of screens tell again what was trained before."""
STEPS = 8
"""Batches of an epoch: 972 images in batches of 128, and the last one is smaller."""


@pytest.fixture
def trained(store, monkeypatch):
    """Trains a run that was paused before it began; in each pause its owner wishes the next of these things.

    Gives the run, and at which step the checkpoint stood, and how many epochs were told, in each of the pauses.
    """

    def train(*wishes):
        run = ask(store, epochs=EPOCHS, seed=next(SEEDS))
        runs.steer(store, run.id, ADA, PAUSE)
        coming, seen = iter(wishes), []

        def owner_acts(seconds):
            now = runs.get(store, run.id)
            seen.append((checkpoints.latest(store, run.id).step, now.epochs_done, now.standing))
            runs.steer(store, run.id, ADA, next(coming))

        monkeypatch.setattr(pausing, "sleep", owner_acts)
        worker.train_run(store, queue.claim(store, run.id))
        return runs.get(store, run.id), seen

    return train


def test_a_run_does_one_batch_or_one_epoch_and_what_it_did_is_stored_in_each_pause(trained, store):
    run, seen = trained(ONE_BATCH, ONE_BATCH, ONE_EPOCH, ONE_EPOCH, ONE_BATCH, "")
    assert seen == [(step, step // STEPS, "paused") for step in (0, 1, 2, STEPS, 2 * STEPS, 2 * STEPS + 1)]
    assert (run.state, run.epochs_done, run.wish) == ("finished", EPOCHS, "")
    undisturbed = train_once(perceptron(epochs=EPOCHS, seed=run.config.seed))
    told = training_log.epochs_since(store, run.id)
    assert [numbers(report) for report in told] == [
        numbers(report) for report in undisturbed if isinstance(report, EpochReport)
    ]
    assert (artefacts.test_probabilities(store, run.id) == undisturbed[-1].test_probabilities).all()


def numbers(report):
    return report.train_loss, report.validation_loss, report.confusion_matrix.tolist()


def test_a_paused_run_can_be_stopped_and_keeps_its_model(trained):
    run, seen = trained(ONE_EPOCH, "stop")
    assert seen[-1] == (STEPS, 1, "paused")
    assert (run.state, run.epochs_done) == ("stopped", 1)
    assert run.reason.startswith("It was stopped")
    assert run.test_accuracy is not None


def test_a_pause_that_has_to_end_stops_the_run_with_a_sentence_and_it_can_go_on(trained, store):
    run, _ = trained(ONE_EPOCH, END_PAUSE)
    assert (run.state, run.reason, run.epochs_done) == ("stopped", pausing.ENDED, 1)
    runs.resume(store, run.id, ADA)
    worker.train_run(store, queue.claim(store, run.id))
    assert runs.get(store, run.id).state == "finished"


def test_nobody_pauses_for_ever(store, monkeypatch):
    run = ask(store, epochs=EPOCHS, seed=next(SEEDS))
    runs.steer(store, run.id, ADA, PAUSE)
    monkeypatch.setattr(pausing, "LONGEST_SECONDS", 0.0)
    worker.train_run(store, queue.claim(store, run.id))
    ended = runs.get(store, run.id)
    assert (ended.state, ended.reason, ended.can_go_on) == ("stopped", pausing.ENDED, True)


def test_only_who_may_stop_a_run_may_pause_it(store):
    run = ask(store)
    begun(store)
    for wish in (PAUSE, ONE_BATCH, ONE_EPOCH, ""):
        with pytest.raises(BadInput, match="belongs to who started it first"):
            runs.steer(store, run.id, BEN, wish)
    assert runs.get(store, run.id).wish == ""


def test_a_run_that_is_being_stopped_is_not_paused(store):
    run = ask(store)
    claim = begun(store)
    runs.request_stop(store, run.id, ADA, keep=True)
    runs.steer(store, run.id, ADA, PAUSE)
    assert claims.requested_action(store, claim) == "stop"


def test_a_model_that_learns_in_one_go_is_not_paused(store):
    run = ask(store, model="nearest-average")
    with pytest.raises(BadInput, match="learns in one go"):
        runs.steer(store, run.id, ADA, PAUSE)


def test_a_poll_from_before_a_step_makes_no_second_one(store, monkeypatch):
    monkeypatch.setattr(pausing, "LONGEST_SECONDS", 0.0)
    run = ask(store)
    claim = begun(store)
    pause = Pausing(store, claim)
    runs.steer(store, run.id, ADA, ONE_BATCH)
    assert pause.step_limit(ONE_BATCH, 7, STEPS) == 8
    assert pause.wait(8) == PAUSE, "the batch is done"
    assert pause.step_limit(PAUSE, 8, STEPS) == 8
    assert pause.step_limit("", 8, STEPS) == inf


def test_a_pause_in_the_middle_of_an_epoch_leaves_the_rest_of_it(store):
    run = ask(store)
    claim = begun(store)
    pause = Pausing(store, claim)
    runs.steer(store, run.id, ADA, ONE_EPOCH)
    pause.step_limit(ONE_EPOCH, 3, STEPS)
    assert pause.wait(3) == ONE_EPOCH, "an old poll said pause; the step goes on to where it led"
    assert pause.step_limit(ONE_EPOCH, 4, STEPS) == STEPS
