"""Models that are no networks: against scikit-learn, and as runs like any other."""

from dataclasses import replace
from itertools import count

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier

from digitcore.data import datasets
from digitcore.data.dataset import Dataset
from digitcore.data.statistics.averages import nearest_average
from digitcore.errors import BadInput
from digitcore.learning.engine import classical_training
from digitcore.learning.engine.data_split import parts_of
from digitcore.learning.engine.reports import Checkpoint, EpochReport, Finished
from digitcore.learning.engine.training import train
from digitcore.learning.judging.evaluation import judge
from digitcore.learning.layers.classical import MODELS
from digitcore.learning.recipes.config import RunConfig


def reports(config, dataset=None, **options):
    return list(train(config, dataset or datasets.load("digits"), **options))


@pytest.mark.parametrize("name", MODELS)
def test_arrays_alone_give_the_probabilities_that_were_judged(name):
    digits, config = datasets.load("digits"), RunConfig(model=name, epochs=3)
    end = reports(config)[-1]
    assert isinstance(end, Finished) and end.keras_bytes is None and end.layer_table == ()
    assert end.test_probabilities.shape == (450, 10) and end.test_probabilities.dtype == np.float32
    np.testing.assert_allclose(end.test_probabilities.sum(axis=1), 1, atol=1e-5)
    preparation = parts_of(config, digits).preparation
    again = MODELS[name].probabilities(end.arrays, digits.test.images, preparation)
    np.testing.assert_array_equal(again, end.test_probabilities)
    judged = judge(again, digits.test.labels)
    assert (end.test_accuracy, end.test_loss, end.test_interval) == (
        judged.accuracy,
        judged.loss,
        judged.interval,
    )
    assert all(array.dtype != object for array in end.arrays.values())


def test_commonest_gives_the_shares_of_the_training_part():
    digits = datasets.load("digits", imbalance=90)
    end = reports(RunConfig(model="commonest", validation="test"), digits)[-1]
    shares = np.bincount(digits.train.labels) / len(digits.train)
    np.testing.assert_allclose(end.test_probabilities[7], shares, rtol=1e-6)
    assert end.test_accuracy == np.mean(digits.test.labels == shares.argmax())


def test_nearest_average_is_that_of_explore():
    digits = datasets.load("digits")
    end = reports(RunConfig(model="nearest-average", validation="test"))[-1]
    np.testing.assert_array_equal(end.test_probabilities.argmax(axis=1), nearest_average(digits).predictions)
    assert (end.against_average.first_only, end.against_average.second_only) == (0, 0)
    assert end.test_loss < judge(np.eye(10)[nearest_average(digits).predictions], digits.test.labels).loss


def test_neighbours_and_lines_equal_scikit_learn():
    digits = datasets.load("digits")
    train_vectors = digits.train.images.reshape(-1, 64) / 16
    vectors = digits.test.images.reshape(-1, 64) / 16
    settings = {"validation": "test", "preparation": "scaled"}
    votes = KNeighborsClassifier(5).fit(train_vectors, digits.train.labels).predict_proba(vectors)
    end = reports(RunConfig(model="nearest-neighbours", neighbours=5, **settings))[-1]
    np.testing.assert_allclose(end.test_probabilities, votes, atol=1e-6)
    lines = LogisticRegression(max_iter=1_000).fit(train_vectors, digits.train.labels).predict_proba(vectors)
    end = reports(RunConfig(model="logistic-regression", epochs=60, **settings))[-1]
    np.testing.assert_allclose(end.test_probabilities, lines, atol=0.02)


def test_logistic_regression_has_a_curve_stops_and_goes_on():
    config = RunConfig(model="logistic-regression", preparation="scaled", epochs=6)
    whole = [r for r in reports(config) if isinstance(r, EpochReport)]
    assert [report.epoch for report in whole] == [1, 2, 3, 4, 5, 6]
    assert whole[-1].train_loss < whole[0].train_loss
    asked = iter([False, True])
    first = reports(config, should_stop=lambda: next(asked))
    assert first[-1].reason == "stopped" and first[-1].epochs == 2
    checkpoint = [r for r in first if isinstance(r, Checkpoint)][-1]
    rest = [r for r in reports(config, resume=checkpoint) if isinstance(r, EpochReport)]
    assert [(r.epoch, r.validation_loss) for r in rest] == [(r.epoch, r.validation_loss) for r in whole[2:]]


def test_two_classes_of_three_are_enough_for_lines_and_one_is_not():
    digits = datasets.load("digits")

    def only(*labels):
        return Dataset(
            "digits",
            digits.facts,
            digits.train.take(np.isin(digits.train.labels, labels).nonzero()[0]),
            digits.test,
        )

    end = reports(RunConfig(model="logistic-regression", epochs=5), only(3, 8))[-1]
    assert set(end.test_probabilities.argmax(axis=1)) == {3, 8}
    threes = digits.test.labels == 3
    assert (end.test_probabilities[threes].argmax(axis=1) == 3).mean() > 0.9
    with pytest.raises(BadInput, match="class 3"):
        reports(RunConfig(model="logistic-regression"), only(3))


def test_a_checkpoint_of_another_model_is_refused():
    with pytest.raises(BadInput, match="Start the run anew"):
        reports(RunConfig(model="logistic-regression"), resume=Checkpoint(1, 1, 0.1, (np.zeros(3),)))


def test_nearest_neighbours_are_stopped_between_images_and_judged_on_those_that_were_asked(monkeypatch):
    monkeypatch.setattr(classical_training, "_IMAGES_PER_CALL", 100)
    digits, config = datasets.load("digits"), RunConfig(model="nearest-neighbours")
    whole = reports(config)[-1]
    questions = count(1)
    stopped = reports(config, should_stop=lambda: next(questions) > 10 + 4 + 2)  # 1,000, 337, then 450 images
    assert [report.epoch for report in stopped if isinstance(report, EpochReport)] == [1]
    end = stopped[-1]
    assert (end.reason, end.epochs, end.test_n) == ("stopped", 1, 300)
    np.testing.assert_array_equal(end.test_probabilities, whole.test_probabilities[:300])
    assert end.test_accuracy == judge(end.test_probabilities, digits.test.labels[:300]).accuracy
    at_once = reports(config, should_stop=lambda: True)
    assert len(at_once) == 1, "no epoch was judged whole"
    assert (at_once[0].epochs, at_once[0].test_n) == (0, 100)


def test_where_validation_is_the_test_part_it_is_asked_once(monkeypatch):
    asked = []
    model = MODELS["nearest-average"]
    counting = replace(
        model, probabilities=lambda *given: asked.append(len(given[1])) or model.probabilities(*given)
    )
    monkeypatch.setitem(classical_training.MODELS, "nearest-average", counting)
    end = reports(RunConfig(model="nearest-average", validation="test"))[-1]
    assert sum(asked) == 1_000 + 450
    assert end.test_n == 450
