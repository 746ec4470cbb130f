"""Lessons: a few short runs that show one thing when they stand on one chart, and what to look for in it.

After `recipes` in the reading order. A new lesson is one entry of `LESSONS`. Its runs are small, so that all of
them are over in some seconds; where a run is a recipe, it is the recipe's own, with the same identity.
"""

from __future__ import annotations

from dataclasses import dataclass

from digitcore.learning.config import RunConfig
from digitcore.learning.layers import Dense, Dropout, Flatten
from digitcore.learning.recipes import RECIPES


@dataclass(frozen=True)
class LessonRun:
    """One of the runs that a lesson compares."""

    title: str
    config: RunConfig
    recipe: str = ""
    """The recipe's name, where it is one."""


@dataclass(frozen=True)
class Lesson:
    """One press, a few runs, one chart."""

    name: str
    title: str
    sentence: str
    """What the runs have in common, and what differs."""
    look_for: str
    """What to see in the chart."""
    runs: tuple[LessonRun, ...]


_RATES = RunConfig(preparation="scaled", layers=(Flatten(), Dense(64)), optimiser="sgd", epochs=60)
_BY_HEART = RunConfig(
    dataset_options={"fewer": 80, "wrong_labels": 20}, preparation="scaled", layers=(Flatten(), Dense(256)), epochs=150
)  # fmt: skip

LESSONS = {
    lesson.name: lesson
    for lesson in (
        Lesson(
            "learning-rate",
            "Too large a learning rate",
            "One network, three learning rates: 0.01, 0.3 and 3.",
            "The slow one is still on its way when it ends, the middle one has arrived, and the largest never learns: its loss "
            "jumps about the 2.3 that guessing among ten classes costs.",
            tuple(
                LessonRun(f"Learning rate {rate:g}", _RATES.replace(learning_rate=rate))
                for rate in (0.01, 0.3, 3.0)
            ),
        ),
        Lesson(
            "overfitting",
            "Overfit on purpose",
            "A fifth of the images, a fifth of their labels wrong, 19,210 parameters: enough to learn mistakes by heart. And two "
            "remedies.",
            "The validation loss of the first one falls, and then rises, as it learns the wrong labels. Dropout slows "
            "that down, and early stopping keeps the model of the lowest point. Which is best on the test images?",
            (
                LessonRun("By heart", _BY_HEART),
                LessonRun("With dropout", _BY_HEART.replace(layers=(Flatten(), Dense(256), Dropout(0.5)))),
                LessonRun("Stopped early", _BY_HEART.replace(patience=10)),
            ),
        ),
        Lesson(
            "filters",
            "Five filters or sixty-four",
            "The same small network with 5 and with 64 filters: 510 and 6,410 parameters.",
            "The larger one learns faster and ends higher. Look at the seconds too: twelve times the parameters are not twelve "
            "times the time.",
            tuple(
                LessonRun(RECIPES[name].title, RECIPES[name].config, recipe=name)
                for name in ("cnn-5", "cnn-64")
            ),
        ),
    )
}
"""All lessons, by name."""
