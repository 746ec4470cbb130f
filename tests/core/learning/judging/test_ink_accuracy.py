"""Accuracy by ink is counted in bands, and the faintest and darkest are tested against the rest."""

import numpy as np

from digitcore.data import datasets
from digitcore.data.statistics.statistics import mean_greys
from digitcore.learning.judging.ink_accuracy import accuracy_by_ink
from digitcore.learning.prediction.examination import of_default_model


def test_bands_hold_all_images_and_their_right_answers():
    greys = np.array([5.0, 9.9, 10.0, 33.0, 80.0, 255.0])
    right = np.array([True, False, True, True, True, False])
    ink = accuracy_by_ink(greys, right, maximum=255)
    assert ink.counts.tolist() == [2, 1, 1, 2] and ink.right.tolist() == [1, 1, 1, 1]
    assert ink.names[0] == "0 to 10 (2)" and ink.names[-1] == "75 to 255 (2)"
    low, high = ink.interval
    assert (low <= ink.shares).all() and (ink.shares <= high).all()
    assert accuracy_by_ink(greys * 16 / 255, right, maximum=16).counts.tolist() == [2, 1, 1, 2]


def test_worse_is_said_only_beyond_chance():
    greys = np.repeat([5.0, 33.0, 80.0], [100, 2_000, 100])
    right = np.ones(2_200, bool)
    right[:30] = False
    right[150:200] = False
    right[-1] = False
    said = accuracy_by_ink(greys, right, maximum=255).sentence()
    assert "Of the 100 faintest it reads 70.00%, of the others 97.57%: worse (chance alone" in said
    assert "darkest it reads 99.00%" in said and "no worse beyond chance" in said


def test_the_published_bands_in_mnist():
    train = mean_greys(datasets.load("mnist").train.images)
    assert ((train < 10).sum(), (train >= 75).sum()) == (109, 55), "as counted for the notebook's claim"
    examination = of_default_model()
    ink = accuracy_by_ink(
        mean_greys(datasets.load("mnist").test.images), examination.answers.right, maximum=255
    )
    assert ink.counts.sum() == 10_000 and ink.right.sum() == examination.answers.right.sum()
