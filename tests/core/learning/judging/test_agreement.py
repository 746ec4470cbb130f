"""Several models on the same images: what most get wrong, and where they differ, counted by hand."""

from itertools import combinations

import numpy as np
import pytest

from digitcore.data import datasets
from digitcore.errors import BadInput
from digitcore.learning.judging.agreement import agreement_of, share_of_disagreement
from digitcore.learning.judging.paired_test import Answers
from digitcore.learning.prediction.examination import of_default_model

TRUTH = (0, 1, 2, 3, 0)


def answers(*said, sure=0.9, truth=TRUTH, images_hash="a"):
    rows = np.eye(4, dtype=np.float32)[list(said)] * sure
    return Answers(rows, np.array(truth, np.uint8), images_hash)


def test_more_than_half_must_be_wrong_and_most_models_come_first():
    result = agreement_of(
        [answers(0, 0, 2, 1, 1), answers(0, 0, 0, 1, 1), answers(0, 3, 2, 1, 0), answers(0, 2, 0, 1, 0)]
    )
    assert result.wrong.tolist() == [0, 4, 2, 4, 2]
    assert result.hard.tolist() == [1, 3]  # half of the models is not most of them
    assert (result.models, result.wrong_for_all, result.right_for_all) == (4, 2, 1)


def test_of_equally_many_the_surest_mistakes_come_first():
    sure, unsure = answers(1, 0, 2, 3, 0, sure=0.9), answers(1, 0, 2, 3, 0, sure=0.4)
    sure.probabilities[0] *= 0.5
    result = agreement_of([sure, unsure])
    assert result.hard.tolist() == [1, 0]
    assert result.predicted[:, 1].tolist() == [0, 0]


def test_certainty_where_a_model_was_right_counts_for_nothing():
    one, other = answers(1, 0, 2, 3, 0, sure=0.5), answers(1, 0, 2, 3, 0, sure=0.5)
    right = answers(0, 1, 2, 3, 0, sure=1.0)
    right.probabilities[1] *= 0.6
    assert agreement_of([one, other, right]).hard.tolist() == [0, 1]


@pytest.mark.parametrize(
    "others", [[], [answers(0, 1, 2, 3, 0, images_hash="b")], [answers(0, 1, truth=(0, 1))]]
)
def test_other_images_and_a_model_alone_are_refused(others):
    with pytest.raises(BadInput):
        agreement_of([answers(0, 1, 2, 3, 0), *others])


def test_the_default_model_was_judged_on_mnists_test_part():
    test, result = datasets.load("mnist").test, of_default_model().answers
    assert result.images_hash == test.content_hash
    np.testing.assert_array_equal(result.true_labels, test.labels)


def test_the_most_disputed_come_first_and_among_equals_the_surest():
    result = agreement_of([answers(0, 0, 0, 1, 2), answers(0, 1, 0, 1, 2), answers(0, 2, 1, 2, 2)])
    assert result.disputed.tolist()[0] == 1, "three answers"
    one, other = answers(0, 1, 2, 3, 0), answers(1, 1, 2, 2, 0)
    one.probabilities[3] *= 0.5
    assert agreement_of([one, other]).disputed.tolist() == [0, 3]
    assert agreement_of([one, one]).disputed.tolist() == []


def test_every_disputed_image_is_found_once_and_no_other():
    rows = np.random.default_rng(0).dirichlet(np.ones(4), (5, 300)).astype(np.float32)
    result = agreement_of([Answers(one, np.zeros(300, np.uint8), "a") for one in rows])
    said = rows.argmax(axis=2)
    pairs = [sum(a != b for a, b in combinations(said[:, image], 2)) for image in range(300)]
    assert sorted(result.disputed) == [image for image in range(300) if pairs[image]]
    in_order = [pairs[image] for image in result.disputed]
    assert in_order == sorted(in_order, reverse=True)


def test_the_share_of_different_answers():
    assert share_of_disagreement(np.array([0, 1, 2, 3]), np.array([0, 1, 3, 2])) == 0.5
    assert share_of_disagreement(np.array([]), np.array([])) == 0
