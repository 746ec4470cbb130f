"""Lessons: a few short runs that show one thing on one chart, and what to look for in it.

A new lesson is one entry of `LESSONS`. Its runs end within seconds, on MNIST within a minute. A run that is a recipe has
the recipe's identity, so it is trained once for both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from digitcore.learning.layers.layers import Dense, Dropout, Flatten
from digitcore.learning.recipes.config import RunConfig
from digitcore.learning.recipes.recipes import RECIPES


@dataclass(frozen=True)
class LessonRun:
    """One of the runs that a lesson compares."""

    title: str
    config: RunConfig
    recipe: str = ""
    """Name of the recipe, where the run is one."""


@dataclass(frozen=True)
class RunLesson:
    """A few runs that one button starts, shown on one chart."""

    name: str
    title: str
    sentence: str
    """What the runs have in common, and what differs."""
    look_for: str
    """What the chart shows."""
    runs: tuple[LessonRun, ...]

    @property
    def titles(self) -> list[str]:
        """Titles of its runs, with the seed where titles repeat."""
        titles = [run.title for run in self.runs]
        if len(set(titles)) == len(titles):
            return titles
        return [f"{run.title} (seed {run.config.seed})" for run in self.runs]

    def places(self, configs: Sequence[RunConfig]) -> list[int] | None:
        """Index in `configs` of each of its runs, whatever their dataset hash; None where a run is missing."""
        known = [config.replace(dataset_hash="").identity for config in configs]
        wanted = [run.config.identity for run in self.runs]
        return [known.index(identity) for identity in wanted] if set(wanted) <= set(known) else None


def _of_recipe(name: str, seed: int = 0) -> LessonRun:
    recipe = RECIPES[name]
    return LessonRun(recipe.title, recipe.config.replace(seed=seed), recipe=name)


_RATES = RunConfig(preparation="scaled", layers=(Flatten(), Dense(64)), optimiser="sgd", epochs=60)
_BY_HEART = RunConfig(
    dataset_options={"fewer": 80, "wrong_labels": 20}, preparation="scaled", layers=(Flatten(), Dense(256)), epochs=150
)  # fmt: skip
_ADAM = RECIPES["dense-128"].config.replace(optimiser="adam", learning_rate=0.001)

LESSONS = {
    lesson.name: lesson
    for lesson in (
        RunLesson(
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
        RunLesson(
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
        RunLesson(
            "filters",
            "Five filters or sixty-four",
            "The same small network with 5 and with 64 filters: 510 and 6,410 parameters.",
            "The larger one learns faster and ends higher. Look at the seconds too: twelve times the parameters are not twelve "
            "times the time.",
            (_of_recipe("cnn-5"), _of_recipe("cnn-64")),
        ),
        RunLesson(
            "small-cnn",
            "Why five filters are hardly better",
            "The perceptron and the network with five filters, three seeds of each: 650 and 510 parameters.",
            "On validation the six curves lie together: seeds matter as much as the network. Filters look at neighbouring "
            "pixels, but pooling leaves 3 · 3 · 5 = 45 numbers to decide by, and the perceptron has all 64 pixels. On the test "
            "images five filters are some two points ahead; “Several seeds” above says whether that is chance.",
            tuple(_of_recipe(name, seed) for name in ("perceptron", "cnn-5") for seed in range(3)),
        ),
        RunLesson(
            "dense-rate",
            "A learning rate on MNIST: 0.01 or 0.05",
            "The network with one hidden layer on MNIST, ten epochs: at two rates on standardised pixels, and at the smaller "
            "one on pixels divided by 255.",
            "After one epoch the larger rate is about where the smaller one is after five, and when it ends the smaller one's "
            "loss is still falling: it is no worse, it has not arrived. The source reports 0.967 at 0.05, and about 0.91 for "
            "the example it began with, whose rate it does not state. Which explains more of that: the rate or the preparation?",
            (
                LessonRun(
                    "Learning rate 0.01, MNIST", RECIPES["dense-128"].config.replace(learning_rate=0.01)
                ),
                LessonRun("Learning rate 0.05, MNIST", RECIPES["dense-128"].config, recipe="dense-128"),
                LessonRun(
                    "Learning rate 0.01, pixels divided by 255",
                    RECIPES["dense-128"].config.replace(learning_rate=0.01, preparation="scaled"),
                ),
            ),
        ),
        RunLesson(
            "nadam",
            "Nadam or Adam",
            "The network with one hidden layer on MNIST, moved by Adam, and by Nadam, which looks one step ahead.",
            "The curves cross, and from epoch to epoch each of them moves as much as they differ. Is the difference on the test "
            "images more than chance makes? The sentence below the table says.",
            (
                LessonRun("Adam", _ADAM),
                LessonRun("Nadam", _ADAM.replace(optimiser="nadam")),
            ),
        ),
    )
}
"""All lessons, by name."""
