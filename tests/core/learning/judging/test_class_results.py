"""What is worth a look in a class: worked examples by hand."""

import numpy as np
import pytest

from digitcore.data.dataset import DIGITS, Split
from digitcore.data.statistics.averages import class_averages
from digitcore.data.statistics.intervals import wilson_interval
from digitcore.learning.judging.class_results import (
    count_votes,
    fooled_most,
    hardest,
    pair_differences,
    strangest,
)


def certain(*pairs: tuple[int, float]) -> np.ndarray:
    """(n, 10): each says this digit with that probability."""
    rows = np.zeros((len(pairs), 10))
    for row, (digit, share) in zip(rows, pairs, strict=True):
        row[:] = (1 - share) / 9
        row[digit] = share
    return rows


def test_the_strangest_is_furthest_from_the_datas_average_not_from_the_classs():
    flat = (
        np.arange(4, dtype=np.uint8)[:, None, None] * np.ones((2, 2), np.uint8) * 50
    )  # grey 0, 50, 100, 150
    data = Split(flat[[0, 0, 2]], np.array([3, 3, 5]))
    drawings = Split(flat[[3, 2, 2, 2, 1, 2]], np.array([3, 3, 3, 5, 5, 5]))
    assert strangest(drawings, class_averages(data, class_count=10)) == {3: 0, 5: 4}
    nothing = Split(flat[:0], np.zeros(0, np.uint8))
    assert strangest(nothing, class_averages(data, class_count=10)) == {}


def test_who_fooled_the_model_most_is_wrong_and_certain():
    probabilities = certain((1, 0.9), (7, 0.99), (4, 0.95), (2, 0.5))
    true = np.array([7, 7, 9, 3])
    assert fooled_most(probabilities, true, count=5).tolist() == [2, 0, 3]
    assert fooled_most(probabilities, true).tolist() == [2]
    assert fooled_most(probabilities[1:2], true[1:2]).tolist() == []
    assert fooled_most(probabilities[:0], true[:0]).tolist() == []


def test_the_hardest_have_the_least_probability_for_what_they_are():
    assert hardest(certain((1, 0.9), (7, 0.99), (4, 0.4)), np.array([7, 7, 4]), count=2).tolist() == [0, 2]


def test_pairs_differ_by_their_shares_either_way():
    ours, models = np.zeros((10, 10), int), np.diag(np.full(10, 1000))
    np.fill_diagonal(ours, 10)
    ours[1, 7], ours[7, 7] = 5, 5  # 5 of 20 drawings of a 1 or a 7
    models[3, 5] = 500  # 500 of 2,500 images: the class has none of 20
    models[4, 9], ours[4, 9] = 2000, 20  # the same share in both
    models[4, 4], ours[4, 4] = 1000, 10
    result = pair_differences(ours, models)
    assert [(each.first, each.second) for each in result[:2]] == [(1, 7), (3, 5)]
    assert (result[0].class_mistakes, result[0].class_n, result[0].model_mistakes) == (5, 20, 0)
    assert result[1].difference == pytest.approx(-0.2)
    assert (4, 9) not in [(each.first, each.second) for each in result]


def test_a_pair_says_its_numbers_and_whether_that_may_be_chance():
    ours, models = np.diag(np.full(10, 10)), np.diag(np.full(10, 900))
    ours[3, 5], models[3, 5], models[5, 3] = 1, 100, 100
    (pair,) = pair_differences(ours, models, count=1)
    assert pair.sentence(DIGITS) == (
        "3 and 5: confused in 1 of 21 drawings (5%), and in 200 of 2,000 test images (10.0%). "
        "With so few drawings that may be chance."
    )
    assert wilson_interval(1, 21)[0] < 0.1 < wilson_interval(1, 21)[1]
    many = pair_differences(np.where(np.eye(10), 10_000, 0), models, count=1)[0]
    assert "chance" not in many.sentence(DIGITS)


def test_what_the_class_did_not_draw_is_no_difference():
    ours, models = np.zeros((10, 10), int), np.diag(np.full(10, 900))
    models[3, 5] = 100
    assert pair_differences(ours, models) == []
    assert pair_differences(models, models) == []


def test_votes_are_counted_against_the_truth_and_the_model():
    counts = np.zeros((4, 10), int)
    counts[0, 3], counts[0, 5] = 4, 1  # most are right
    counts[1, 7], counts[1, 1] = 2, 2  # a tie is not right
    counts[2, 9] = 3  # all wrong
    voted = count_votes(counts, np.array([3, 7, 4, 0]), np.array([5, 7, 4, 0]))  # on the last nobody voted
    assert (voted.images, voted.votes, voted.right_votes, voted.majority_right, voted.model_right) == (
        3,
        12,
        6,
        1,
        2,
    )
    assert voted.interval == wilson_interval(6, 12)
    assert voted.sentence == (
        "6 of 12 votes are right (50%). Of the 3 images the majority gets 1 right, the model 2."
    )
    nobody = count_votes(np.zeros((0, 10), int), np.zeros(0, int), np.zeros(0, int))
    assert nobody.sentence == "Nobody has voted yet."
