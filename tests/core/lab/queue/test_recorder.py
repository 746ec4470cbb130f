"""Reports become rows in batches that tell one story, and what was stored before a resume stays."""

from dataclasses import replace

import pytest

from digitcore.lab.queue import claims, recorder
from digitcore.lab.queue.claims import Superseded
from digitcore.lab.queue.recorder import Recorder
from digitcore.lab.runs import artefacts, checkpoints, runs, training_log
from tests.core.memories import ADA, ask, begun, checkpoint, epoch_report, finished, point, snapshot


@pytest.fixture
def claim(store):
    ask(store)
    return begun(store)


def report(pen, *epochs):
    """Two points, a report, the weights and a checkpoint for each of these epochs of eight steps."""
    for epoch in epochs:
        for step in (8 * epoch - 4, 8 * epoch):
            pen.add(point(step, epoch=step / 8))
        pen.add(epoch_report(epoch))
        pen.add(snapshot(epoch))
        pen.add(checkpoint(epoch))


def steps(store, claim):
    return [one.step for one in training_log.points_since(store, claim.run_id)]


def epochs(store, claim):
    return [one.epoch for one in training_log.epochs_since(store, claim.run_id)]


def test_the_first_report_is_there_at_once(store, claim):
    Recorder.open(store, claim).add(point(1))
    assert steps(store, claim) == [1]


def test_later_ones_come_in_batches(store, claim, monkeypatch):
    pen = Recorder.open(store, claim)
    report(pen, 1)
    seen = steps(store, claim)
    monkeypatch.setattr(recorder, "BATCH_SECONDS", 1e9)
    report(pen, 2)
    assert steps(store, claim) == seen
    pen.write()
    assert steps(store, claim) == [4, 8, 12, 16]
    assert epochs(store, claim) == [1, 2]


def test_the_run_shows_how_far_it_is(store, claim):
    pen = Recorder.open(store, claim)
    report(pen, 1, 2)
    pen.write()
    run = runs.get(store, claim.run_id)
    assert (run.state, run.epochs_done, run.seconds) == ("running", 2, 0.2)
    assert (run.train_loss, run.validation_loss, run.validation_accuracy) == (0.5, 1.0, 0.4)


def test_the_end_has_all_that_came_before(store, claim):
    pen = Recorder.open(store, claim)
    report(pen, 1, 2, 3)
    pen.add(finished())
    run = runs.get(store, claim.run_id)
    assert (run.state, run.reason, run.epochs_done, run.seconds) == (
        "finished",
        "All epochs are done.",
        3,
        1.5,
    )
    assert (run.test_accuracy, run.test_n, run.test_low, run.test_high) == (0.9, 450, 0.87, 0.92)
    assert run.parameters == 650
    assert epochs(store, claim) == [1, 2, 3]
    assert checkpoints.epochs_with_weights(store, claim.run_id) == [1, 2, 3]
    assert checkpoints.latest(store, claim.run_id) is None
    assert artefacts.keras_file(store, claim.run_id) == finished().keras_bytes


def test_the_reason_says_which_epoch_s_model_early_stopping_kept(store, claim):
    pen = Recorder.open(store, claim)
    report(pen, 1, 2, 3)
    pen.add(replace(finished("stopped early"), kept_epoch=2))
    reason = runs.get(store, claim.run_id).reason
    assert reason.startswith("It stopped early")
    assert reason.endswith("The model is the one of epoch 2, its best.")


def test_a_stopped_run_keeps_its_model_and_where_to_go_on(store, claim):
    pen = Recorder.open(store, claim)
    report(pen, 1)
    pen.add(checkpoint(1, step=11))
    pen.add(finished("stopped", epochs=1))
    run = runs.get(store, claim.run_id)
    assert (run.state, run.can_go_on) == ("stopped", True)
    assert checkpoints.latest(store, claim.run_id).step == 11
    assert artefacts.keras_file(store, claim.run_id) is not None


def test_stepping_back_keeps_the_checkpoint_of_that_moment(store, claim):
    pen = Recorder.open(store, claim)
    report(pen, 1)
    pen.add(point(12, epoch=1.5))
    pen.add(checkpoint(1, step=12))
    pen.write(end_turn=True)
    assert runs.get(store, claim.run_id).state == "queued"
    assert checkpoints.latest(store, claim.run_id).step == 12


def test_weights_from_within_an_epoch_are_not_an_epochs(store, claim):
    pen = Recorder.open(store, claim)
    report(pen, 1)
    pen.add(point(12, epoch=1.5))
    pen.add(replace(checkpoint(9), epoch=1, step=12))
    pen.write(end_turn=True)
    assert checkpoints.epochs_with_weights(store, claim.run_id) == [1]
    assert checkpoints.weights_at(store, claim.run_id, 1)[0][0, 0] == 1


def test_what_is_reported_again_after_a_resume_is_stored_once(store, claim):
    pen = Recorder.open(store, claim)
    report(pen, 1, 2, 3)
    pen.interrupt("Gone.")
    before = training_log.points_since(store, claim.run_id)
    runs.resume(store, claim.run_id)
    again = begun(store)
    pen = Recorder.open(store, again)
    report(pen, 2, 3, 4)
    pen.write(end_turn=True)
    assert training_log.points_since(store, again.run_id)[: len(before)] == before
    assert steps(store, again) == [4, 8, 12, 16, 20, 24, 28, 32]
    assert epochs(store, again) == [1, 2, 3, 4]
    assert checkpoints.epochs_with_weights(store, again.run_id) == [1, 2, 3, 4]


def test_a_failed_run_keeps_its_epochs_and_its_reason(store, claim):
    pen = Recorder.open(store, claim)
    report(pen, 1, 2)
    pen.interrupt("It broke.", state="failed")
    run = runs.get(store, claim.run_id)
    assert (run.state, run.reason) == ("failed", "It broke.")
    assert epochs(store, claim) == [1, 2]
    assert ask(store).id != claim.run_id


def test_nothing_is_written_to_a_run_that_is_somebody_elses(store, claim):
    pen = Recorder.open(store, claim)
    report(pen, 1)
    pen.write()
    claims.mark_interrupted(store, claim, "Silent for too long.")
    with pytest.raises(Superseded):
        report(pen, 2)
        pen.write()
    assert epochs(store, claim) == [1]
    with pytest.raises(Superseded):
        pen.add(finished())
    assert runs.get(store, claim.run_id).state == "interrupted"
    assert artefacts.keras_file(store, claim.run_id) is None


def test_a_run_deleted_while_it_trains_can_be_restored_with_its_model(store, claim):
    pen = Recorder.open(store, claim)
    report(pen, 1)
    runs.request_stop(store, claim.run_id, ADA, keep=False)
    pen.add(finished("stopped", epochs=1))
    assert runs.list_runs(store) == []
    runs.restore(store, claim.run_id, ADA)
    (run,) = runs.list_runs(store)
    assert (run.state, run.test_accuracy) == ("stopped", 0.9)
