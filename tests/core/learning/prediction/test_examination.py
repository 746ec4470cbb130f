"""A model is asked about a test part once; what it cannot be asked gets a sentence."""

import numpy as np
import pytest

from digitcore.data import datasets
from digitcore.errors import BadInput
from digitcore.learning.prediction.examination import Examination, examine, images_in_units, of_default_model
from digitcore.learning.prediction.prediction import load_predictor
from tests.core.command_runner import answer, refusal, run_anew


@pytest.fixture(scope="module")
def default_model():
    return load_predictor()


def test_its_own_test_part_is_what_is_stored(default_model):
    result = of_default_model()
    assert (result.run, result.dataset, len(result.true_labels)) == ("default", "mnist", 10_000)
    np.testing.assert_array_equal(result.judgement.confusion_matrix, default_model.test_confusion)
    assert len(result.mistakes) == 10_000 - result.judgement.correct
    assert (result.predicted[result.mistakes] != result.true_labels[result.mistakes]).all()


def test_mistakes_come_round_one_after_the_other():
    said, truth = np.eye(3, dtype=np.float32)[[0, 1, 1, 0]], np.array([0, 2, 1, 1], np.uint8)
    result = Examination("r", "R", "d", ("a", "b", "c"), said, truth, "images")
    assert [result.next_mistake(after) for after in (0, 1, 2, 3, 99)] == [1, 3, 3, 1, 1]
    right = Examination("r", "R", "d", ("a", "b", "c"), said[:1], truth[:1], "images")
    assert right.next_mistake(0) is None


def test_another_dataset_of_its_size_is_asked_about(default_model):
    drawn = datasets.load("synthetic", images=600)
    result = examine(default_model, drawn)
    assert result.judgement.n == len(drawn.test)
    assert result.judgement.accuracy > 0.85  # digits drawn by code are digits


def test_images_of_other_units_are_brought_into_the_models(default_model):
    digits = datasets.load("digits")
    result = images_in_units(digits, default_model.facts)
    np.testing.assert_allclose(result[0], digits.test.images[0] * (255 / 16), rtol=1e-6)
    drawn = datasets.load("synthetic", images=600)
    assert images_in_units(drawn, default_model.facts) is drawn.test.images


def test_another_size_is_refused(default_model):
    with pytest.raises(BadInput, match="28×28 pixels, and those of 'digits' have 8×8"):
        examine(default_model, datasets.load("digits"))
    assert "8×8" in refusal("evaluate", "--dataset", "digits")


def test_the_command_says_it_all():
    value = answer("evaluate", run=run_anew)
    assert list(value) == [
        "run", "dataset", "n", "accuracy", "interval", "loss", "confusion_matrix", "per_class", "mistakes",
    ]  # fmt: skip
    matrix = np.array(value["confusion_matrix"])
    assert matrix.sum() == value["n"] == 10_000
    assert value["mistakes"] == value["n"] - matrix.trace()
    assert [row["class"] for row in value["per_class"]] == list("0123456789")
    assert [row["support"] for row in value["per_class"]] == matrix.sum(axis=1).tolist()


def test_an_unknown_run_gets_a_sentence():
    assert "There is no run" in refusal("evaluate", "--run", "nothing")
