"""The part of a script about a model that is no network: one template each, with scikit-learn."""

from __future__ import annotations

from dataclasses import dataclass
from string import Template

from digitcore.export.scripts.sections import Section
from digitcore.learning.layers.classical import ITERATIONS_PER_ROUND
from digitcore.learning.recipes.config import RunConfig

_JUDGE = """\
accuracy = (model.predict(prepare(x_test)) == y_test).mean()
print(f"test accuracy {accuracy:.4f} on {len(y_test):,} images")"""


@dataclass(frozen=True)
class _Code:
    """One model: the words above it, the code that fits it, and the imports of that code."""

    words: str
    fitting: str
    imports: tuple[str, ...]


MODELS = {
    "commonest": _Code(
        "Says the commonest class of the training part, whatever the image.",
        """\
model = DummyClassifier(strategy="prior")
model.fit(prepare(x_train), y_train)""",
        ("from sklearn.dummy import DummyClassifier",),
    ),
    "nearest-average": _Code(
        "Says the class whose average image is nearest.",
        """\
model = NearestCentroid()
with warnings.catch_warnings():
    warnings.simplefilter("ignore", UserWarning)  # that some pixels of a class never change
    model.fit(prepare(x_train), y_train)""",
        ("import warnings", "from sklearn.neighbors import NearestCentroid"),
    ),
    "nearest-neighbours": _Code(
        "Remembers all training images; those nearest to an image vote on its class.",
        """\
model = KNeighborsClassifier($neighbours, algorithm="brute")
model.fit(prepare(x_train), y_train)""",
        ("from sklearn.neighbors import KNeighborsClassifier",),
    ),
    "logistic-regression": _Code(
        "The solver works in rounds, each of which goes on from the weights of the one before. One thread is faster than "
        "several, which wait for each other.",
        """\
model = LogisticRegression(max_iter=$iterations, warm_start=True)
with warnings.catch_warnings(), threadpool_limits(1):
    warnings.simplefilter("ignore", ConvergenceWarning)  # a round is meant to end before it converges
    for _ in range(arguments.epochs):
        model.fit(prepare(x_train), y_train)
        if model.n_iter_.max() < $iterations:
            break""",
        (
            "import warnings",
            "from sklearn.exceptions import ConvergenceWarning",
            "from sklearn.linear_model import LogisticRegression",
            "from threadpoolctl import threadpool_limits  # comes with scikit-learn",
        ),
    ),
}
"""The code for each entry of `classical.MODELS`."""


def sections(config: RunConfig) -> list[Section]:
    """Model and judgement."""
    model = MODELS[config.model]
    code = Template(model.fitting).substitute(neighbours=config.neighbours, iterations=ITERATIONS_PER_ROUND)
    words = "How many of the test images it gets right."
    return [Section("Model", model.words, code, model.imports), Section("Judgement", words, _JUDGE)]
