"""Missions are checked from plain figures, at their limits too, and say how near one is."""

import pytest

from digitcore.learning.judging.missions import MISSIONS, DrawingFacts, MissionResult, RunFacts, nearest


@pytest.mark.parametrize(
    ("accuracy", "parameters", "is_over", "is_done", "words"),
    [
        (0.97, 19_999, True, True, "97.00% of the test images with 19,999 parameters: done."),
        (0.9699, 19_999, True, False, "0.01 points are missing."),
        (0.99, 20_000, True, False, "too many parameters, fewer than 20,000"),
        (0.99, 100, False, False, "Not trained to its end yet."),
        (None, 100, True, False, "Not trained to its end yet."),
        (0.99, None, True, False, "Not trained to its end yet."),
    ],
)
def test_small_and_good(accuracy, parameters, is_over, is_done, words):
    verdict = MISSIONS["small-and-good"].check_run(
        RunFacts(is_over=is_over, parameters=parameters, test_accuracy=accuracy)
    )
    assert verdict.is_done is is_done
    assert words in verdict.sentence


@pytest.mark.parametrize(
    ("train", "validation", "is_done", "words"),
    [
        (1.0, 0.9, True, "it learned by heart"),
        (0.97, 0.5, False, "does not know its own examples"),
        (0.99, 0.96, False, "3.0 points apart, 5 are asked for"),
        (None, 0.5, False, "Not trained"),
    ],
)
def test_overfitting(train, validation, is_done, words):
    verdict = MISSIONS["overfit"].check_run(RunFacts(train_accuracy=train, validation_accuracy=validation))
    assert (verdict.is_done, words in verdict.sentence) == (is_done, True)


@pytest.mark.parametrize(
    ("facts", "is_done", "words"),
    [
        (DrawingFacts(7, 1, 0.81), True, "It calls this 7 a 1, at 81%: done."),
        (DrawingFacts(7, 7, 0.9), False, "It calls this 7 a 7, at 90%."),
        (DrawingFacts(1, 1, 0.9), False, "This was to be a 1; a 7 is asked for."),
        (DrawingFacts(7, 1, 0.9, is_digit=False), False, "It finds no digit here."),
    ],
)
def test_a_seven_taken_for_a_one(facts, is_done, words):
    verdict = MISSIONS["seven-as-one"].check_drawing(facts)
    assert (verdict.is_done, verdict.sentence) == (is_done, words)


def test_every_mission_has_one_check_and_says_what_to_do():
    for name, mission in MISSIONS.items():
        assert mission.name == name
        assert (mission.check_run is None) != (mission.check_drawing is None)
        assert mission.is_for_runs == (mission.check_run is not None)
        assert mission.sentence.endswith(".")


def test_the_nearest_is_the_one_that_is_done_or_else_the_first():
    first, second, done = MissionResult(False, "1"), MissionResult(False, "2"), MissionResult(True, "3")
    assert nearest([None, first, done]) is done
    assert nearest([first, None, second]) is first
    assert nearest([None]) is nearest([]) is None
