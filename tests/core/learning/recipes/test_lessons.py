"""Lessons show what they promise, and end soon."""

import numpy as np
import pytest

from digitcore.data import datasets
from digitcore.learning.engine.curve_diagnosis import diagnose
from digitcore.learning.engine.reports import EpochReport
from digitcore.learning.judging.seeds import spread
from digitcore.learning.recipes.lessons import LESSONS
from digitcore.learning.recipes.recipes import RECIPES
from tests.core.trainings import train_once


@pytest.fixture(scope="module")
def ends():
    """The epochs and the end of every run of the lessons that need no MNIST, by title."""
    return {
        title: trained(run.config)
        for lesson in LESSONS.values()
        for title, run in zip(lesson.titles, lesson.runs, strict=True)
        if run.config.dataset != "mnist"
    }


def trained(config):
    """Its epochs and its end."""
    dataset = datasets.load(config.dataset, **config.dataset_options)
    reports = train_once(config.for_dataset(dataset), dataset)
    return [report for report in reports if isinstance(report, EpochReport)], reports[-1]


def test_names_titles_and_runs_are_told_apart():
    assert all(name == lesson.name and len(lesson.runs) > 1 for name, lesson in LESSONS.items())
    for lesson in LESSONS.values():
        assert (
            len(set(lesson.titles)) == len({run.config.identity for run in lesson.runs}) == len(lesson.runs)
        )
        for run in lesson.runs:
            if run.recipe:
                assert RECIPES[run.recipe].config.replace(seed=run.config.seed) == run.config


def test_a_lesson_finds_its_runs_among_others_whatever_data_they_name():
    lesson = LESSONS["filters"]
    digits = datasets.load("digits")
    few, many = (run.config.for_dataset(digits) for run in lesson.runs)
    assert lesson.places([many, RECIPES["perceptron"].config, few]) == [2, 0]
    assert lesson.places([many, few.replace(seed=1)]) is None
    assert lesson.places([]) is None


def test_too_large_a_rate_learns_nothing_and_too_small_a_one_is_slow(ends):
    slow, good, large = (ends[f"Learning rate {rate}"] for rate in ("0.01", "0.3", "3"))
    assert "learnt nothing" in diagnose(large[0])
    assert "still learning" in diagnose(slow[0])
    assert large[1].test_accuracy < slow[1].test_accuracy < good[1].test_accuracy
    assert good[1].test_accuracy > 0.93
    assert 2.1 < large[0][-1].validation_loss < 2.6, "about what guessing costs"


def test_learning_by_heart_overfits_and_both_remedies_help(ends):
    by_heart, dropout, stopped = (ends[title] for title in ("By heart", "With dropout", "Stopped early"))
    assert "It overfits since epoch" in diagnose(by_heart[0])
    assert stopped[1].reason == "stopped early" and stopped[1].kept_epoch < stopped[1].epochs
    for remedy in (dropout, stopped):
        assert remedy[0][-1].validation_loss < by_heart[0][-1].validation_loss
        assert remedy[1].test_accuracy > by_heart[1].test_accuracy


def test_more_filters_learn_faster_and_end_higher(ends):
    few, many = ends["Five filters"], ends["Sixty-four filters"]
    assert many[0][9].validation_loss < few[0][9].validation_loss
    assert many[1].test_accuracy > few[1].test_accuracy


def test_five_filters_are_hardly_better_than_the_perceptron(ends):
    runs = {
        name: [ends[f"{name} (seed {seed})"] for seed in range(3)] for name in ("Perceptron", "Five filters")
    }
    validation = {name: [each[0][-1].validation_accuracy for each in result] for name, result in runs.items()}
    between = abs(np.mean(validation["Perceptron"]) - np.mean(validation["Five filters"]))
    assert between < max(np.ptp(result) for result in validation.values()), "seeds differ more"
    predicted = {
        name: [each[1].test_probabilities.argmax(axis=1) for each in result] for name, result in runs.items()
    }
    truth = ends["Five filters (seed 0)"][1].test_labels
    apart = spread(predicted["Five filters"], truth).mean - spread(predicted["Perceptron"], truth).mean
    assert 0 < apart < 0.05


@pytest.mark.long
def test_the_smaller_rate_has_not_arrived_after_ten_epochs_and_divided_pixels_make_it_slower():
    slow, fast, divided = (trained(run.config) for run in LESSONS["dense-rate"].runs)
    losses = [report.validation_loss for report in slow[0]]
    assert losses == sorted(losses, reverse=True), "still falling"
    assert slow[0][4].validation_accuracy == pytest.approx(fast[0][0].validation_accuracy, abs=0.01)
    assert fast[1].test_accuracy - slow[1].test_accuracy > 0.01
    assert slow[1].test_accuracy - divided[1].test_accuracy > 0.02


@pytest.mark.long
def test_nadam_and_adam_lie_together():
    adam, nadam = (trained(run.config.replace(epochs=3)) for run in LESSONS["nadam"].runs)
    for each, other in zip(adam[0], nadam[0], strict=True):
        assert each.validation_accuracy == pytest.approx(other.validation_accuracy, abs=0.01)
    assert adam[1].test_accuracy == pytest.approx(nadam[1].test_accuracy, abs=0.01)
