"""The published experiments, each as one `RunConfig`, and the classical models.

A new recipe is one entry of `RECIPES`. The figures of the sources are in `published`; a recipe's note says what its
source leaves open and what we do differently.
"""

from __future__ import annotations

from dataclasses import dataclass

from digitcore.errors import BadInput
from digitcore.learning.layers.layers import BatchNormalization, Conv2D, Dense, Dropout, Flatten, MaxPooling2D
from digitcore.learning.layers.values import short
from digitcore.learning.recipes.config import TEST, RunConfig
from digitcore.learning.recipes.published import PUBLISHED, Published


@dataclass(frozen=True)
class Recipe:
    """One experiment, ready to run."""

    name: str
    title: str
    sentence: str
    """What it teaches."""
    config: RunConfig
    note: str = ""
    """Where it differs from its source, and what is odd in the source."""
    not_printed: tuple[str, ...] = ()
    """Settings that the source does not print: what they are here is our choice."""

    @property
    def published(self) -> Published | None:
        """The figures of its source; None for classical models."""
        return PUBLISHED.get(self.name)

    @property
    def choices(self) -> str:
        """A sentence about `not_printed`; empty where all is printed."""
        if not self.not_printed:
            return ""
        names = " and ".join(filter(None, (", ".join(self.not_printed[:-1]), self.not_printed[-1])))
        return f"Not printed in the source, so our choice: {names}."


_DIGITS = RunConfig(dataset="digits", preparation="raw", validation=0.25, batch=128, epochs=100)
_SHALLOW = RunConfig(
    dataset="mnist", preparation="scaled", validation=TEST, batch=128, epochs=500,
    layers=(Flatten(), Dense(64, "sigmoid")),
)  # fmt: skip
_STANDARDISED = RunConfig(dataset="mnist", preparation="standardised", validation=0.1)

_STANDARDISING = (
    "The source standardises with the statistics of all 60,000 images before it splits them, and divides by almost 0 where a "
    "pixel never changes; here the statistics are those of the training part, and such a pixel becomes 0."
)

RECIPES = {
    recipe.name: recipe
    for recipe in (
        Recipe(
            "perceptron",
            "Perceptron",
            "The smallest network: each digit weighs the 64 pixels once, and the largest sum wins.",
            _DIGITS,
            note="Figures of a second run on the test part are shown as stated, though 90.80% is no whole number of 450 images.",
        ),
        Recipe(
            "cnn-5",
            "Five filters",
            "Fewer parameters than the perceptron: five small filters that look everywhere. Is it better?",
            _DIGITS.replace(layers=(Conv2D(5), MaxPooling2D(), Flatten())),
            note="The accuracy of a second run is shown as stated, though it is no whole number of 337 images.",
        ),
        Recipe(
            "cnn-64",
            "Sixty-four filters",
            "The same network with more filters: does more help, and at what cost?",
            _DIGITS.replace(layers=(Conv2D(64), MaxPooling2D(), Flatten())),
            note="Its validation accuracy is shown as printed, though it is no whole number of 337 images.",
            not_printed=("epochs",),
        ),
        Recipe(
            "shallow-mse",
            "One hidden layer, squared error",
            "A network of the nineties on MNIST: sigmoid units, squared error and small steps need hundreds of epochs.",
            _SHALLOW.replace(loss="mean_squared_error", optimiser="sgd", learning_rate=0.01),
        ),
        Recipe(
            "shallow-poisson",
            "One hidden layer, Poisson loss",
            "The same network with a loss and an optimiser that suit it badly: what both are worth.",
            _SHALLOW.replace(loss="poisson", optimiser="adadelta", learning_rate=0.001),
            note="The rate is what Keras takes for Adadelta; batch and epochs are those of the network with squared error. "
            "The source states its accuracy without the part it was measured on.",
            not_printed=("learning rate", "batch", "epochs"),
        ),
        Recipe(
            "mnist-cnn",
            "Two convolutions",
            "The network most people start with: two layers of filters and dropout read 99 of 100 digits.",
            RunConfig(
                dataset="mnist",
                preparation="scaled",
                validation=TEST,
                epochs=15,
                layers=(Conv2D(32), MaxPooling2D(), Conv2D(64), MaxPooling2D(), Flatten(), Dropout(0.5)),
            ),
            note="What is usual for this network is taken. Squared error it was not: the source printed a loss of 0.3363 for the "
            "first epoch, and the mean of ten squared errors never exceeds 0.2.",
            not_printed=("activations", "share of dropout", "loss", "optimiser", "learning rate"),
        ),
        Recipe(
            "dense-128",
            "One hidden layer, ReLU",
            "What a learning rate is worth: at 0.05 ten epochs suffice for 97%, at 0.01 they do not.",
            _STANDARDISED.replace(
                layers=(Flatten(), Dense(128)), optimiser="sgd", learning_rate=0.05, epochs=10
            ),
            note=f"{_STANDARDISING} The source began with an example of about 0.91 and does not say at which rate; the lesson "
            "“A learning rate on MNIST” on Compare shows what the rate explains, and what the preparation.",
        ),
        Recipe(
            "smallest-95",
            "The smallest with 95%",
            "How small a network can be: thirteen units in front come to about 95% with an eighth of the parameters.",
            _STANDARDISED.replace(
                layers=(Flatten(), Dense(13), Dense(128)), learning_rate=0.00045, batch=32, epochs=13
            ),
            note=f"{_STANDARDISING} The source states 95% in words; the best validation accuracy legible in it is 94.95%. "
            "Its code asks for 10 epochs, and its log has 13.",
        ),
        Recipe(
            "dense-bn",
            "Batch normalisation",
            "Three hidden layers, each normalised over the batch: deeper networks that learn fast.",
            _STANDARDISED.replace(
                layers=(
                    Flatten(),
                    Dense(256), BatchNormalization(),
                    Dense(128), BatchNormalization(),
                    Dense(64), BatchNormalization(),
                ),
                learning_rate=0.00035,
                batch=256,
                epochs=10,
            ),
            note=_STANDARDISING,
        ),
        Recipe(
            "dense-dropout",
            "Wide layers, dropout",
            "How far one gets without convolutions: 771,270 parameters in wide layers, and large batches.",
            RunConfig(
                dataset="mnist",
                preparation="scaled",
                validation=TEST,
                batch=1_000,
                epochs=100,
                layers=(Flatten(), Dropout(0.1), Dense(784), Dense(196)),
            ),
        ),
        Recipe(
            "commonest",
            "Always the commonest",
            "What one gets without looking at the image: every model must beat this.",
            RunConfig(model="commonest"),
        ),
        Recipe(
            "nearest-average",
            "Nearest average",
            "Which average digit is most like the image? No training to speak of, and a hard bar for small networks.",
            RunConfig(model="nearest-average"),
        ),
        Recipe(
            "nearest-neighbours",
            "Nearest neighbours",
            "Remembers everything and learns nothing: the three most similar training images vote.",
            RunConfig(model="nearest-neighbours"),
        ),
        Recipe(
            "logistic-regression",
            "Logistic regression",
            "The perceptron as statisticians fit it: the same kind of weights, found by a solver instead of small steps.",
            RunConfig(model="logistic-regression", preparation="scaled", epochs=10),
        ),
    )
}  # fmt: skip
"""All recipes by name: the ten published ones, then the classical models."""


def find(name: str) -> Recipe:
    """The recipe called `name`; raises `BadInput` with all names for an unknown one."""
    if name not in RECIPES:
        raise BadInput(f"There is no recipe called {short(name)}.", f"Choose one of: {', '.join(RECIPES)}.")
    return RECIPES[name]
