"""Optimisers and learning-rate schedules, by name.

A new optimiser or schedule is one entry. The learning rate depends on the epoch alone: a resumed run uses the same
rates, and several epochs can run in one call of a graph.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import cos, pi
from typing import Any


@dataclass(frozen=True)
class Optimiser:
    """One entry of the registry."""

    name: str
    title: str
    sentence: str
    keras_name: str
    has_momentum: bool = False
    has_nesterov: bool = False

    def build(self, *, learning_rate: float, momentum: float, nesterov: bool) -> Any:
        """The Keras optimiser."""
        from keras import optimizers

        options = self.options(momentum=momentum, nesterov=nesterov)
        return getattr(optimizers, self.keras_name)(learning_rate=learning_rate, **options)

    def options(self, *, momentum: float, nesterov: bool) -> dict[str, Any]:
        """The arguments of Keras's class beside the learning rate; empty for optimisers without momentum."""
        options: dict[str, Any] = {"momentum": momentum} if self.has_momentum else {}
        return options | ({"nesterov": nesterov} if self.has_nesterov else {})


OPTIMISERS = {
    optimiser.name: optimiser
    for optimiser in (
        Optimiser(
            "sgd", "SGD", "A step down the slope of one batch; momentum keeps some of the last step.",
            "SGD", has_momentum=True, has_nesterov=True,
        ),
        Optimiser(
            "adam", "Adam", "Momentum, and steps of each weight in proportion to how steady its slope is.",
            "Adam",
        ),
        Optimiser("nadam", "Nadam", "Adam with Nesterov's look ahead.", "Nadam"),
        Optimiser(
            "rmsprop", "RMSprop", "Divides each weight's step by the recent size of its slope.",
            "RMSprop", has_momentum=True,
        ),
        Optimiser(
            "adagrad", "AdaGrad",
            "Divides each weight's step by all its slopes so far, so steps only get smaller; Keras's usual rate is 0.001.",
            "Adagrad",
        ),
        Optimiser(
            "adadelta", "Adadelta",
            "Chooses each weight's step from its own recent steps; Keras's usual rate of 0.001 makes it very slow.",
            "Adadelta",
        ),
    )
}  # fmt: skip
"""All optimisers, by name."""


@dataclass(frozen=True)
class Schedule:
    """One entry of the registry."""

    name: str
    title: str
    sentence: str
    factor: Callable[[int, int, int, float], float]
    """What to multiply the rate by: called with epochs done, epochs in all, `schedule_epochs`, `schedule_factor`."""
    code: str
    """Template of the same expression for exported scripts; braces hold `total`, `every` and `factor`."""


SCHEDULES = {
    schedule.name: schedule
    for schedule in (
        Schedule("constant", "Constant", "The same rate throughout.", lambda done, total, every, factor: 1.0, "1.0"),
        Schedule(
            "steps", "In steps", "Multiplied by a factor every few epochs.",
            lambda done, total, every, factor: factor ** (done // every),
            "{factor} ** (epoch // {every})",
        ),
        Schedule(
            "cosine", "Cosine", "Falls slowly, then fast, then slowly towards 0 at the last epoch.",
            lambda done, total, every, factor: (1 + cos(pi * done / total)) / 2,
            "(1 + math.cos(math.pi * epoch / {total})) / 2",
        ),
    )
}  # fmt: skip
"""All learning-rate schedules, by name."""
