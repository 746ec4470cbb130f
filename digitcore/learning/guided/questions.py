"""The questions of the guided lessons, as the published notebooks ask them.

A new question is one entry of `QUESTIONS`: its text, the function of `question_answers` that computes the answer, the charts
that show it, and the experiments it suits. Some need no training, some need a second run.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from digitcore.learning.guided import question_answers
from digitcore.learning.guided.answer_kinds import Solution
from digitcore.learning.layers.layers import Dense, Dropout, Flatten
from digitcore.learning.recipes.lessons import LessonRun
from digitcore.learning.recipes.published import PUBLISHED
from digitcore.learning.recipes.recipes import RECIPES, Recipe

ALL_PUBLISHED = tuple(PUBLISHED)

RunToCompare = Callable[[Recipe, int], LessonRun]
"""From an experiment and its seed to the run that it is compared with."""


@dataclass(frozen=True)
class Question:
    """One entry of the registry."""

    name: str
    """Letters only, for addresses."""
    text: str
    solve: Callable[..., Solution]
    """Called with the planned run if `before_training`, else with the finished run, and with the second run if there is one."""
    charts: tuple[str, ...]
    """Names of the charts on the page that show the answer."""
    hint: str
    """After a first wrong answer: where to look."""
    recipes: tuple[str, ...] = ALL_PUBLISHED
    before_training: bool = False
    second_run: RunToCompare | None = None


def _other_seed(recipe: Recipe, seed: int) -> LessonRun:
    """The same settings with the next seed."""
    return LessonRun(recipe.title, recipe.config.replace(seed=seed + 1), recipe.name)


def _other_recipe(name: str) -> RunToCompare:
    """Another experiment with the same seed."""
    other = RECIPES[name]
    return lambda recipe, seed: LessonRun(other.title, other.config.replace(seed=seed), name)


def _with(words: str, **changes: object) -> RunToCompare:
    """The same experiment with other settings."""
    return lambda recipe, seed: LessonRun(
        f"{recipe.title}, {words}", recipe.config.replace(seed=seed, **changes)
    )


QUESTIONS = {
    question.name: question
    for question in (
        Question(
            "values", "An image is a grid of numbers. Written as one long row, how many are they?",
            question_answers.values, ("overview", "image"), before_training=True,
            recipes=("perceptron", "cnn-5", "shallow-mse", "dense-128", "dense-dropout"),
            hint="Rows times columns.",
        ),
        Question(
            "parameters", "One layer has more parameters than any other. How many has it?",
            question_answers.parameters, ("layers",), before_training=True,
            hint="For each unit: one weight for each number that comes in, and one number more.",
        ),
        Question(
            "size", "Is this network big or small? How many of the ten in the table have fewer parameters?",
            question_answers.smaller_networks, (), before_training=True,
            hint="The table of all ten has a column of parameters.",
        ),
        Question(
            "converged", "Did the training arrive? What does the validation loss do in the last fifth of the epochs, "
            "compared with the fifth before?",
            question_answers.converged, ("curves", "logarithmic"),
            hint="Look at the right end of the validation curve; in the logarithmic chart it is easier to see.",
        ),
        Question(
            "overfits", "Does it overfit: did the validation loss rise by a tenth or more above its lowest, while the "
            "training loss went on falling?",
            question_answers.overfits, ("curves", "logarithmic"),
            hint="How far above its lowest point does the validation curve end?",
        ),
        Question(
            "best", "After which epoch was the validation loss lowest?",
            question_answers.best_epoch, ("curves",),
            recipes=("cnn-64", "mnist-cnn", "smallest-95", "dense-bn", "dense-dropout"),
            hint="Look for the lowest point of the validation curve; the numbers stand below the chart.",
        ),
        Question(
            "report", "Somebody asks how well it will read new digits. Which of its accuracies do you report?",
            question_answers.report, ("curves", "matrix"),
            hint="Which of these images did neither the network learn from, nor anybody choose settings by?",
        ),
        Question(
            "seeds", "Train it again with another seed. How far apart are the two on the test images?",
            question_answers.seed_difference, ("compare",), second_run=_other_seed,
            recipes=("perceptron", "cnn-5", "cnn-64", "dense-128", "smallest-95", "dense-bn"),
            hint="Subtract one accuracy from the other; a percentage point is one image in a hundred.",
        ),
        Question(
            "worst", "Do all digits do equally well? Of which one does it find the smallest share?",
            question_answers.worst_class, ("recall", "matrix"),
            hint="In the row of each digit: which share stands on the diagonal?",
        ),
        Question(
            "pair", "Which two digits does it take for each other most often?",
            question_answers.commonest_pair, ("errors", "matrix"),
            hint="Add up both directions: 4 called 9, and 9 called 4.",
        ),
        Question(
            "mistakes", "How many of the test images does it get wrong?", question_answers.mistakes, ("mistakes",),
            recipes=("perceptron", "shallow-mse", "mnist-cnn", "dense-dropout"),
            hint="The right ones lie on the diagonal of the matrix; take them off all test images.",
        ),
        Question(
            "person", "Would a person make these mistakes too? Look at some: how often is the true digit its second guess?",
            question_answers.second_guess, ("mistakes", "certainty"),
            recipes=("perceptron", "cnn-64", "mnist-cnn", "smallest-95", "dense-dropout"),
            hint="Open some mistakes: how often is the second longest bar the true digit?",
        ),
        Question(
            "cnn", "Five filters have fewer parameters than the perceptron. Which of the two reads more of the same images?",
            question_answers.better, ("compare",), recipes=("cnn-5",), second_run=_other_recipe("perceptron"),
            hint="Count the images that only one of them reads: could chance divide them so?",
        ),
        Question(
            "filters", "Do sixty-four filters read more of the same images than five? And at what cost?",
            question_answers.better, ("compare",), recipes=("cnn-64",), second_run=_other_recipe("cnn-5"),
            hint="Count the images that only one of them reads: could chance divide them so?",
        ),
        Question(
            "dense", "Is the network of filters better than one hidden layer of 128 units, which has three times its "
            "parameters? And at what cost in time?",
            question_answers.better, ("compare",), recipes=("mnist-cnn",), second_run=_other_recipe("dense-128"),
            hint="Count the images that only one of them reads: could chance divide them so?",
        ),
        Question(
            "shallow",
            "And against the shallow network with squared error, which has 50,890 parameters? Which reads more of the same "
            "images, at what cost in time, and may their losses be compared?",
            question_answers.against_another_loss,
            ("compare",),
            recipes=("mnist-cnn",),
            second_run=_other_recipe("shallow-mse"),
            hint="Count the images that only one of them reads: could chance divide them so?",
        ),
        Question(
            "rate", "The learning rate is 0.05. By how many percentage points of test accuracy is that ahead of 0.01?",
            question_answers.gained, ("compare",), recipes=("dense-128",),
            second_run=_with("learning rate 0.01", learning_rate=0.01),
            hint="Subtract the other accuracy from this one; both stand side by side on Compare.",
        ),
        Question(
            "batch", "Batches of 16 in place of 128 mean eight times the steps in an epoch. Which network reads more of the "
            "same images, this one or the one with batches of 16?",
            question_answers.better, ("compare",), recipes=("perceptron",), second_run=_with("batches of 16", batch=16),
            hint="Count the images that only one of them reads: could chance divide them so?",
        ),
        Question(
            "loss", "The same layers with the Poisson loss and Adadelta: by how many percentage points are squared error and SGD "
            "ahead?",
            question_answers.gained, ("compare",), recipes=("shallow-mse",), second_run=_other_recipe("shallow-poisson"),
            hint="Subtract the other accuracy from this one; both stand side by side on Compare.",
        ),
        Question(
            "optimiser", "Adadelta's usual rate of 0.001 is very slow. By how many percentage points is it ahead of Adam at the "
            "same rate, after a tenth of the epochs? Below 0 means behind.",
            question_answers.gained, ("compare",), recipes=("shallow-poisson",),
            second_run=_with("Adam and 50 epochs", optimiser="adam", epochs=50),
            hint="Subtract the other accuracy from this one; both stand side by side on Compare.",
        ),
        Question(
            "dropout",
            "Its author supposes that more dropout might help. Which network reads more of the same images, this one with 0.1 or "
            "one with 0.4?",
            question_answers.better,
            ("compare",),
            recipes=("dense-dropout",),
            second_run=_with("dropout 0.4", layers=(Flatten(), Dropout(0.4), Dense(784), Dense(196))),
            hint="Count the images that only one of them reads: could chance divide them so?",
        ),
        Question(
            "nadam", "Nadam is Adam with a look ahead. Which network reads more of the same images, this one with Adam or the "
            "other with Nadam?",
            question_answers.better, ("compare",), recipes=("smallest-95",), second_run=_with("Nadam", optimiser="nadam"),
            hint="Count the images that only one of them reads: could chance divide them so?",
        ),
    )
}  # fmt: skip
"""All questions by name, in the order of the lesson."""


def questions_for(name: str) -> list[Question]:
    """The questions that suit the experiment `name`."""
    return [question for question in QUESTIONS.values() if name in question.recipes]
