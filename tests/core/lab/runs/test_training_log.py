"""Points and epochs come back as they were reported, once each, from where the reader left off."""

import math

import numpy as np
import pytest

from digitcore.lab.runs import training_log
from tests.core.memories import ask, epoch_report, point


def append(store, run, **reports):
    with store.writing() as connection:
        training_log.append(connection, run, **reports)


def test_points_come_back_as_they_were(store, run):
    reported = [point(step) for step in (3, 8, 21)]
    append(store, run, points=reported)
    assert training_log.points_since(store, run) == reported


def test_a_reader_gets_only_what_is_new(store, run):
    append(store, run, points=[point(1), point(2)])
    seen = training_log.points_since(store, run)
    assert training_log.points_since(store, run, seen[-1].step) == []
    append(store, run, points=[point(5), point(9)])
    assert [one.step for one in training_log.points_since(store, run, seen[-1].step)] == [5, 9]


def test_runs_do_not_mix(store, run):
    other = ask(store, seed=1).id
    append(store, run, points=[point(1)], epochs=[epoch_report(1)])
    assert training_log.points_since(store, other) == []
    assert training_log.epochs_since(store, other) == []


def test_epochs_come_back_with_their_confusion_matrix(store, run):
    reported = [epoch_report(epoch) for epoch in (1, 2, 3)]
    append(store, run, epochs=reported)
    stored = training_log.epochs_since(store, run, 1)
    assert [one.epoch for one in stored] == [2, 3]
    for before, after in zip(reported[1:], stored, strict=True):
        assert after.confusion_matrix.dtype == np.int64
        assert np.array_equal(after.confusion_matrix, before.confusion_matrix)
        numbers = {name: value for name, value in vars(before).items() if name != "confusion_matrix"}
        assert {name: getattr(after, name) for name in numbers} == numbers


def test_a_matrix_may_have_any_number_of_classes(store, run):
    matrix = np.array([[70_000, 1], [2, 3]])
    append(store, run, epochs=[epoch_report(1, confusion_matrix=matrix)])
    assert training_log.epochs_since(store, run)[0].confusion_matrix.tolist() == matrix.tolist()


@pytest.mark.parametrize("loss", [math.nan, math.inf, -math.inf])
def test_a_loss_beyond_all_bounds_is_no_number(store, run, loss):
    append(store, run, points=[point(1, loss=loss)], epochs=[epoch_report(1, train_loss=loss)])
    assert math.isnan(training_log.points_since(store, run)[0].loss)
    assert math.isnan(training_log.epochs_since(store, run)[0].train_loss)


def test_a_thousand_epochs_are_written_in_batches_and_read_bit_by_bit(store, run):
    for begin in range(1, 1001, 50):
        epochs = range(begin, begin + 50)
        points = [point(4 * epoch + quarter) for epoch in epochs for quarter in range(4)]
        append(store, run, points=points, epochs=[epoch_report(epoch) for epoch in epochs])
    assert len(training_log.points_since(store, run)) == 4000
    assert [one.epoch for one in training_log.epochs_since(store, run)] == list(range(1, 1001))
    assert [one.epoch for one in training_log.epochs_since(store, run, 998)] == [999, 1000]
    with store.reading() as connection:
        assert training_log.last_step_and_epoch(connection, run) == (4003, 1000)


def test_small_curves_have_some_epochs_of_each_run(store):
    long, short, new = (ask(store, seed=seed).id for seed in range(3))
    with store.writing() as connection:
        for run_id, epochs in ((long, 100), (short, 3)):
            reports = [epoch_report(epoch, validation_accuracy=epoch / 100) for epoch in range(1, epochs + 1)]
            training_log.append(connection, run_id, epochs=reports)
    curves = training_log.accuracies(store, {long: 100, short: 3, new: 0}, most=10)
    assert curves == {long: [tens / 10 for tens in range(1, 11)], short: [0.01, 0.02, 0.03], new: []}
    assert training_log.accuracies(store, {}) == {}
