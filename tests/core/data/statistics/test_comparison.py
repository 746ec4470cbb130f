"""Training and test data: by hand, and that chance is measured right."""

import numpy as np
import pytest

from digitcore.data.dataset import Dataset, Split
from digitcore.data.sources.digits import FACTS
from digitcore.data.statistics.comparison import compare_parts


def dataset(train, test):
    return Dataset("made", FACTS, train, test)


def split(values, labels):
    """One image per value, whose first pixel it is."""
    images = np.zeros((len(values), 8, 8), np.uint8)
    images[:, 0, 0] = values
    return Split(images, np.array(labels, np.uint8))


def test_comparison_by_hand():
    result = compare_parts(dataset(split([0, 8, 16, 8], [0, 1, 1, 2]), split([16, 16], [0, 1])))
    assert (result.train_count, result.test_count, result.test_share) == (4, 2, 1 / 3)
    assert (result.ink.train_mean, result.ink.test_mean) == (8 / 64, 16 / 64)
    averages = result.averages
    assert averages.difference[0, 0] == averages.largest == 8
    assert averages.apart == pytest.approx(1)  # 8² in one of 64 pixels
    assert averages.class_differences[:3, 0, 0].tolist() == [16, 4, 0]  # class 2 is in one part only
    assert averages.class_apart[:3] == pytest.approx([2, 0.5, 0])
    # Variance of the pixel within the parts: 32 and 0, weighted 4 to 2; then 1/4 + 1/2 of it, over 64 pixels.
    assert averages.by_chance == pytest.approx(np.sqrt(32 * 4 / 6 * 0.75 / 64))
    assert averages.sentence.startswith("The average images are 1.00 grey levels apart")
    assert "2.0 times what random cuts would give (0.50)" in averages.sentence


def test_random_cuts_are_as_far_apart_as_chance_says():
    random = np.random.default_rng(0)
    images, labels = random.integers(0, 17, (900, 8, 8), np.uint8), random.integers(0, 10, 900, np.uint8)
    ratios = []
    for _ in range(20):
        order = random.permutation(900)
        parts = (Split(images[rows], labels[rows]) for rows in (order[:700], order[700:]))
        averages = compare_parts(dataset(*parts)).averages
        ratios.append(averages.apart / averages.by_chance)
    assert np.mean(ratios) == pytest.approx(1, abs=0.05)
    assert "about what random cuts would give" in averages.sentence


def test_equal_parts_are_called_alike():
    same = split([1, 2, 3, 4] * 5, [0, 1, 2, 3] * 5)
    result = compare_parts(dataset(same, same))
    assert result.averages.apart == 0
    assert result.classes.p == 1
    assert result.ink.effect_size == 0


def test_parts_without_any_difference_between_images():
    flat = split([5, 5], [0, 1])
    assert "0.00 grey levels apart" in compare_parts(dataset(flat, flat)).averages.sentence
