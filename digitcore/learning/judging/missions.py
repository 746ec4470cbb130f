"""Missions that a teacher sets a class: a goal for a run or a drawing, and the function that checks it.

A new mission is one entry of `MISSIONS`. Its check gets plain figures and returns a verdict with a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from digitcore import wording

OVERFIT_GAP = 0.05
"""Training accuracy this much above validation accuracy counts as overfitting."""
OVERFIT_TRAINING = 0.98


@dataclass(frozen=True)
class RunFacts:
    """Figures of a run; None while unknown."""

    is_over: bool = True
    parameters: int | None = None
    train_accuracy: float | None = None
    validation_accuracy: float | None = None
    test_accuracy: float | None = None


@dataclass(frozen=True)
class DrawingFacts:
    """The digit that a pupil should draw, and the answer of the model."""

    prompt: int
    predicted: int
    probability: float
    """Of the predicted digit."""
    is_digit: bool = True


@dataclass(frozen=True)
class MissionResult:
    """Whether a mission is done, and a sentence on how near it is."""

    is_done: bool
    sentence: str


@dataclass(frozen=True)
class Mission:
    """A goal with a check for runs or for drawings."""

    name: str
    title: str
    sentence: str
    """What to do."""
    check_run: Callable[[RunFacts], MissionResult] | None = None
    check_drawing: Callable[[DrawingFacts], MissionResult] | None = None
    prompt: int = 0
    """The digit to draw, where its check is for drawings."""

    @property
    def is_for_runs(self) -> bool:
        """Whether its check is for runs; otherwise it is for drawings."""
        return self.check_run is not None


def nearest(verdicts: Iterable[MissionResult | None]) -> MissionResult | None:
    """The first verdict that is done, or else the first one; None without any."""
    results = [verdict for verdict in verdicts if verdict is not None]
    return next((result for result in results if result.is_done), results[0] if results else None)


def _accurate_and_small(accuracy: float, parameters: int) -> Callable[[RunFacts], MissionResult]:
    def check(run: RunFacts) -> MissionResult:
        if run.parameters is None or run.test_accuracy is None or not run.is_over:
            return _not_yet()
        has = f"{run.test_accuracy:.2%} of the test images with {run.parameters:,} parameters"
        if run.parameters >= parameters:
            return MissionResult(
                False, f"{has}: too many parameters, fewer than {parameters:,} are asked for."
            )
        if run.test_accuracy < accuracy:
            missing = 100 * (accuracy - run.test_accuracy)
            return MissionResult(False, f"{has}: {missing:.2f} points are missing.")
        return MissionResult(True, f"{has}: done.")

    return check


def _by_heart(run: RunFacts) -> MissionResult:
    if run.train_accuracy is None or run.validation_accuracy is None or not run.is_over:
        return _not_yet()
    gap = run.train_accuracy - run.validation_accuracy
    has = f"{run.train_accuracy:.2%} in training, {run.validation_accuracy:.2%} in validation"
    if run.train_accuracy < OVERFIT_TRAINING:
        return MissionResult(False, f"{has}: it does not know its own examples by heart yet.")
    if gap < OVERFIT_GAP:
        return MissionResult(
            False, f"{has}: {100 * gap:.1f} points apart, {100 * OVERFIT_GAP:.0f} are asked for."
        )
    return MissionResult(True, f"{has}: it learned by heart. Done.")


def _confused_as(prompt: int, target: int) -> Callable[[DrawingFacts], MissionResult]:
    def check(drawing: DrawingFacts) -> MissionResult:
        if drawing.prompt != prompt:
            return MissionResult(
                False, f"This was to be {wording.a(drawing.prompt)}; {wording.a(prompt)} is asked for."
            )
        if not drawing.is_digit:
            return MissionResult(False, "It finds no digit here.")
        answer = f"It calls this {prompt} {wording.a(drawing.predicted)}, at {drawing.probability:.0%}"
        is_done = drawing.predicted == target
        return MissionResult(is_done, f"{answer}: done." if is_done else f"{answer}.")

    return check


def _not_yet() -> MissionResult:
    return MissionResult(False, "Not trained to its end yet.")


MISSIONS = {
    mission.name: mission
    for mission in (
        Mission(
            "small-and-good",
            "97% with fewer than 20,000 parameters",
            "Train a network with fewer than 20,000 parameters that gets 97% of the test images right.",
            check_run=_accurate_and_small(0.97, 20_000),
        ),
        Mission(
            "overfit",
            "Make it overfit",
            "Train a network that gets 98% of its training images right, and is 5 points worse in validation.",
            check_run=_by_heart,
        ),
        Mission(
            "seven-as-one",
            "Draw a 7 it calls a 1",
            "Draw a 7 that anybody can read, and the model calls a 1.",
            check_drawing=_confused_as(7, 1),
            prompt=7,
        ),
    )
}
"""All missions, by name."""
