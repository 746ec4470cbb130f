"""Lessons show what they promise, and end soon."""

import pytest

from digitcore.data import datasets
from digitcore.learning.diagnosis import diagnose
from digitcore.learning.lessons import LESSONS
from digitcore.learning.recipes import RECIPES
from digitcore.learning.reports import EpochReport
from digitcore.learning.training import train


@pytest.fixture(scope="module")
def ends():
    """The epochs and the end of every run of every lesson, by title."""
    found = {}
    for lesson in LESSONS.values():
        for run in lesson.runs:
            dataset = datasets.load(run.config.dataset, **run.config.dataset_options)
            reports = list(train(run.config.for_dataset(dataset), dataset))
            found[run.title] = [r for r in reports if isinstance(r, EpochReport)], reports[-1]
    return found


def test_names_titles_and_runs_are_told_apart():
    assert all(name == lesson.name and len(lesson.runs) > 1 for name, lesson in LESSONS.items())
    runs = [run for lesson in LESSONS.values() for run in lesson.runs]
    assert len({run.title for run in runs}) == len({run.config.identity for run in runs}) == len(runs)
    assert all(RECIPES[run.recipe].config == run.config for run in runs if run.recipe)


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
