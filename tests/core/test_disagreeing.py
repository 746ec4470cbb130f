"""Where models disagree, on answers made by hand and against counting one by one."""

from itertools import combinations

import numpy as np
import pytest

from digitcore.learning.disagreeing import dispute, share_apart


def probabilities(*rows):
    """(n, 3): each row is (class, how sure)."""
    found = np.empty((len(rows), 3), np.float32)
    for place, (said, sure) in enumerate(rows):
        found[place] = (1 - sure) / 2
        found[place, said] = sure
    return found


def test_the_most_disputed_come_first_and_among_equals_the_surest():
    found = dispute(
        [
            probabilities((0, 0.9), (0, 0.6), (0, 0.8), (1, 0.9), (2, 0.5)),
            probabilities((0, 0.9), (1, 0.6), (0, 0.8), (1, 0.9), (2, 0.5)),
            probabilities((0, 0.9), (2, 0.6), (1, 0.8), (2, 0.9), (2, 0.5)),
        ]
    )
    assert found.indices.tolist() == [1, 3, 2], "three answers, then two of which they are sure, then two"
    assert (found.n, found.share) == (5, 0.6)
    assert found.said[:, 1].tolist() == [0, 1, 2]
    assert found.sure[:, 3] == pytest.approx(0.9)


def test_every_disputed_image_is_found_once_and_no_other():
    answers = np.random.default_rng(0).dirichlet(np.ones(4), (5, 300)).astype(np.float32)
    found = dispute(answers)
    said = answers.argmax(axis=2)
    pairs = [sum(a != b for a, b in combinations(said[:, image], 2)) for image in range(300)]
    assert sorted(found.indices) == [image for image in range(300) if pairs[image]]
    in_order = [pairs[image] for image in found.indices]
    assert in_order == sorted(in_order, reverse=True)


def test_models_that_agree_dispute_nothing():
    one = probabilities((0, 0.9), (1, 0.8))
    found = dispute([one, one])
    assert len(found.indices) == 0
    assert found.share == 0


def test_the_share_of_different_answers():
    assert share_apart(np.array([0, 1, 2, 3]), np.array([0, 1, 3, 2])) == 0.5
    assert share_apart(np.array([]), np.array([])) == 0
