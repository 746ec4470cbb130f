"""Curves whose story is known, told in words."""

import re
from dataclasses import replace

import numpy as np

from digitcore.learning.engine.curve_diagnosis import diagnose, worse_than_average
from digitcore.learning.engine.reports import EpochReport
from digitcore.learning.judging.paired_test import PairedComparison


def reports(train, validation):
    pairs = zip(train, validation, strict=True)
    return [
        EpochReport(number, a, 0.5, b, 0.5, np.eye(2, dtype=np.int64), 1.0, float(number), 0.001)
        for number, (a, b) in enumerate(pairs, start=1)
    ]


EPOCHS = np.arange(50)
FALLING = 2 * np.exp(-EPOCHS / 5.0)


def test_overfitting_names_the_epoch_and_both_losses():
    validation = np.where(EPOCHS < 10, FALLING + 0.1, FALLING[9] + 0.1 + 0.02 * (EPOCHS - 9))
    sentence = diagnose(reports(FALLING + 0.01, validation))
    assert "It overfits since epoch 1" in sentence
    best = int(sentence.split("epoch ")[1].split(":")[0])
    assert abs(best - 10) <= 1, "smoothing may shift it by one"
    assert f"rose from {validation[best - 1]:.4f} to {validation[-1]:.4f}" in sentence


def test_a_curve_that_still_falls_asks_for_more_epochs():
    falling = 2 - 0.02 * EPOCHS
    assert diagnose(reports(falling, falling + 0.1)).startswith(
        "It is still learning: over its last 20 epochs the validation loss fell from 1.4100 in the first half to "
        "1.2100 in the second."
    )


def test_a_flat_end_has_converged_since_the_epoch_it_became_flat():
    validation = FALLING + 0.5
    sentence = diagnose(reports(FALLING + 0.4, validation))
    first = next(n for n in EPOCHS if (validation[n:] <= 1.02 * validation[-1]).all()) + 1
    assert (
        sentence
        == f"It has converged: since epoch {first} the validation loss stays within 2% of {validation[-1]:.4f}."
    )


def test_a_rising_training_loss_is_the_learning_rate():
    rising = 2 + 0.1 * EPOCHS
    assert "learning rate is probably too high" in diagnose(reports(rising, rising))


def test_a_loss_without_bounds_is_said_so():
    assert "beyond all bounds" in diagnose(reports([1.0, 9.0, np.inf, np.nan, np.nan], [1.0] * 5))


def test_one_lucky_epoch_decides_nothing():
    validation = FALLING + 0.5
    validation[20] = 0.01
    assert "converged" in diagnose(reports(FALLING + 0.4, validation))


def test_too_short_or_undecided_curves_are_met_with_silence():
    assert diagnose(reports([2.0, 1.0], [2.0, 1.0])) == ""
    wobble = 1 + 0.05 * np.sin(EPOCHS)
    assert diagnose(reports(FALLING + 0.9, wobble)) == ""


def test_the_figures_of_a_curve_that_still_falls_do_fall():
    """One lucky epoch is not quoted as where it fell from."""
    falling = 2 - 0.02 * EPOCHS
    falling[30] = 0.5
    first, second = re.findall(r"(\d\.\d{4}) in the", diagnose(reports(2 - 0.02 * EPOCHS, falling)))
    assert float(second) < float(first)


def test_a_model_that_is_no_better_than_the_commonest_class_has_learnt_nothing():
    guesses = np.array([[0, 45], [5, 50]])
    epochs = [replace(report, confusion_matrix=guesses) for report in reports(FALLING, FALLING)]
    assert diagnose(epochs) == (
        "It has learnt nothing: it is right in 50.00% of the validation images, and always saying the commonest "
        "class would be in 55.00%."
    )


def test_worse_than_the_nearest_average_is_said_with_both_figures_and_only_when_sure():
    assert worse_than_average(PairedComparison(300, 10, 100, 40)) == (
        "It is worse than the nearest average: on the same 450 test images that gets 88.89% right without any "
        "training, this model 68.89%."
    )
    assert worse_than_average(PairedComparison(300, 20, 25, 105)) == "", "that may be chance"
    assert worse_than_average(PairedComparison(300, 100, 10, 40)) == "", "it is better"
