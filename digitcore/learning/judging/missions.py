"""Missions that a teacher sets a class: a goal for a run or a drawing, and the function that checks it.

A new mission is one entry of `MISSIONS`. Its check gets plain figures and returns a verdict with a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from digitcore import wording
from digitcore.languages import gettext as _
from digitcore.languages import gettext_noop, number, percent

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
        has = _(
            "{percent} of the test images with {count} parameters",
            percent=percent(run.test_accuracy, 2),
            count=number(run.parameters),
        )
        if run.parameters >= parameters:
            most = number(parameters)
            return MissionResult(
                False, _("{has}: too many parameters, fewer than {most} are asked for.", has=has, most=most)
            )
        if run.test_accuracy < accuracy:
            missing = number(100 * (accuracy - run.test_accuracy), 2)
            return MissionResult(False, _("{has}: {missing} points are missing.", has=has, missing=missing))
        return MissionResult(True, _("{has}: done.", has=has))

    return check


def _by_heart(run: RunFacts) -> MissionResult:
    if run.train_accuracy is None or run.validation_accuracy is None or not run.is_over:
        return _not_yet()
    gap = run.train_accuracy - run.validation_accuracy
    has = _(
        "{training} in training, {validation} in validation",
        training=percent(run.train_accuracy, 2),
        validation=percent(run.validation_accuracy, 2),
    )
    if run.train_accuracy < OVERFIT_TRAINING:
        return MissionResult(False, _("{has}: it does not know its own examples by heart yet.", has=has))
    if gap < OVERFIT_GAP:
        apart, wanted = number(100 * gap, 1), number(100 * OVERFIT_GAP)
        return MissionResult(
            False,
            _("{has}: {apart} points apart, {wanted} are asked for.", has=has, apart=apart, wanted=wanted),
        )
    return MissionResult(True, _("{has}: it learned by heart. Done.", has=has))


def _confused_as(prompt: int, target: int) -> Callable[[DrawingFacts], MissionResult]:
    def check(drawing: DrawingFacts) -> MissionResult:
        if drawing.prompt != prompt:
            return MissionResult(
                False,
                _(
                    "This was to be {drawn}; {asked} is asked for.",
                    drawn=wording.a(drawing.prompt),
                    asked=wording.a(prompt),
                ),
            )
        if not drawing.is_digit:
            return MissionResult(False, _("It finds no digit here."))
        answer = _(
            "It calls this {prompt} {predicted}, at {percent}",
            prompt=prompt,
            predicted=wording.a(drawing.predicted),
            percent=percent(drawing.probability, 0),
        )
        is_done = drawing.predicted == target
        return MissionResult(is_done, _("{has}: done.", has=answer) if is_done else f"{answer}.")

    return check


def _not_yet() -> MissionResult:
    return MissionResult(False, _("Not trained to its end yet."))


MISSIONS = {
    mission.name: mission
    for mission in (
        Mission(
            "small-and-good",
            gettext_noop("97% with fewer than 20,000 parameters"),
            gettext_noop(
                "Train a network with fewer than 20,000 parameters that gets 97% of the test images right."
            ),
            check_run=_accurate_and_small(0.97, 20_000),
        ),
        Mission(
            "overfit",
            gettext_noop("Make it overfit"),
            gettext_noop(
                "Train a network that gets 98% of its training images right, and is 5 points worse in validation."
            ),
            check_run=_by_heart,
        ),
        Mission(
            "seven-as-one",
            gettext_noop("Draw a 7 it calls a 1"),
            gettext_noop("Draw a 7 that anybody can read, and the model calls a 1."),
            check_drawing=_confused_as(7, 1),
            prompt=7,
        ),
    )
}
"""All missions, by name."""
