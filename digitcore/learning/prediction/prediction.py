"""Predictors: models that classify drawings, the default model and those of runs.

A `Predictor` is loaded once and serves many threads. Providers load the models of runs (`run_models`), so this module does
not know the store. The caller's part:

    predictor = load_predictor()
    prediction = predictor.predict(Drawing.from_strokes([[(80, 70), (200, 70), (130, 220)]]))
    print(prediction.digit if prediction.is_digit else prediction.reason)
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from digitcore.data import ink
from digitcore.data.dataset import DIGITS, FactSheet
from digitcore.data.ink import Drawing
from digitcore.data.results import ReadOnlyArrays
from digitcore.data.sources import mnist
from digitcore.errors import BadInput
from digitcore.languages import gettext_noop
from digitcore.learning.judging.calibration import softmax
from digitcore.learning.judging.evaluation import confusion_matrix
from digitcore.learning.prediction.batching import (
    IMAGES_PER_CALL,
    BatchedNetwork,
    Floats,
    Images,
    NetworkOutput,
    concatenated,
)
from digitcore.learning.reader import default_model, reader

DEFAULT = "default"
TITLE = "Default model"

NOT_LIKE_A_DIGIT = gettext_noop(
    "I do not recognise a digit here: it looks more like a letter or another sign than like one of the ten."
)


@dataclass(frozen=True, eq=False)
class Prediction(ReadOnlyArrays):
    """The answer of a model to one drawing."""

    probabilities: Floats
    """(K,), also for no digit."""
    digit: int
    """The most probable class."""
    is_digit: bool
    reason: str
    """Why it is no digit, in a sentence; empty for a digit."""
    framed: Floats
    """(side, side) in 0..maximum: the input of the model."""


class Predictor:
    """A loaded model that any thread may call."""

    def __init__(
        self,
        forward: Callable[[Images], NetworkOutput],
        *,
        run: str,
        title: str,
        dataset: str,
        facts: FactSheet,
        parameters: int | None,
        test_probabilities: Floats,
        load_test_labels: Callable[[], NDArray[np.uint8]],
    ) -> None:
        self.run, self.title = run, title
        self.dataset, self.facts = dataset, facts
        self.parameters = parameters
        """Number of learnt numbers; None for nearest neighbours."""
        self.test_probabilities = test_probabilities
        """(n, K) for the test part of its dataset."""
        self._network, self._load_test_labels = BatchedNetwork(forward), load_test_labels

    @property
    def is_default(self) -> bool:
        """Whether it is the default model."""
        return self.run == DEFAULT

    @cached_property
    def test_labels(self) -> NDArray[np.uint8]:
        """(n,): labels of the test part."""
        return self._load_test_labels()

    @cached_property
    def test_confusion(self) -> NDArray[np.int64]:
        """(K, K) on the test part, row = true, column = predicted."""
        predicted = self.test_probabilities.argmax(axis=1)
        return confusion_matrix(self.test_labels, predicted, class_count=self.facts.class_count)

    def probabilities(self, images: Images) -> Floats:
        """(n, K) for `images` (n, side, side) in the dataset's units."""
        return self._forward(images).probabilities

    def embedding(self, images: Images) -> Floats:
        """(n, d) for `images` (n, side, side) in the dataset's units; similar for images that the model finds alike."""
        return self._forward(images).embedding

    def predict(self, drawing: Drawing, *, steps: Collection[str] = ink.ALL_STEPS) -> Prediction:
        """Classify `drawing`, framed by `steps`; whether it is a digit at all never depends on them."""
        if self.facts.framing is None:
            raise BadInput(
                f"Nobody said how a drawing becomes an image of {self.facts.title!r}, so {self.title!r} cannot read one.",
                "Choose a model that learned from MNIST, or from the digits of scikit-learn.",
            )
        framed = ink.frame(drawing, self.facts.framing, steps=steps)
        output = self._forward(framed[None])
        is_fully_framed = set(steps) >= set(ink.ALL_STEPS)
        reason = self._why_no_digit(drawing, output.doubt if is_fully_framed else None)
        probabilities = output.probabilities[0]
        return Prediction(probabilities, int(probabilities.argmax()), not reason, reason, framed)

    def _why_no_digit(self, drawing: Drawing, doubt: Floats | None) -> str:
        """A sentence, or nothing for a digit; models without doubt use that of the default model."""
        problem = ink.ink_problem(drawing)
        if problem is not None:
            return ink.PROBLEMS[problem].sentence
        if self.facts.class_names != DIGITS:
            return ""  # its classes are no digits
        if doubt is None:
            doubt = load_predictor()._forward(ink.frame(drawing)[None]).doubt
        return NOT_LIKE_A_DIGIT if doubt is not None and doubt[0] > 0 else ""

    def _forward(self, images: Images) -> NetworkOutput:
        side = self.facts.side
        if images.ndim != 3 or images.shape[1:] != (side, side):
            raise BadInput(
                f"{self.title!r} cannot read images of shape {images.shape}.", f"Give (n, {side}, {side})."
            )
        if not len(images):
            return self._forward(np.zeros((1, side, side), np.float32)).rows(0, 0)
        starts = range(0, len(images), IMAGES_PER_CALL)
        return concatenated(
            [self._network.predict(images[begin : begin + IMAGES_PER_CALL]) for begin in starts]
        )


Provider = Callable[[str], Predictor | None]
_providers: list[Provider] = []
_default: list[Predictor] = []
_loading = Lock()


def register(provider: Provider) -> None:
    """Add a function that loads the predictor of a run, or returns None for an unknown run."""
    if provider not in _providers:
        _providers.append(provider)


def load_predictor(run: str = DEFAULT) -> Predictor:
    """The default model, loaded once for all; or that of a run, loaded for each call, since the caller keeps it."""
    if run == DEFAULT:
        with _loading:
            if not _default:
                _default.append(_load_default())
        return _default[0]
    for provider in _providers:
        predictor = provider(run)
        if predictor is not None:
            return predictor
    raise BadInput(
        f"There is no model {run[:64]!r}.", f"Use {DEFAULT!r}, or a run that is finished (`runs` lists them)."
    )


def use_one_thread() -> None:
    """Let NumPy multiply on the caller's thread alone: beside a training the others wait for cores, over 100 ms a drawing."""
    from threadpoolctl import threadpool_limits  # comes with scikit-learn

    threadpool_limits(1, user_api="blas")


def prepare_tensorflow() -> None:
    """Load TensorFlow for a server, which needs it for networks of runs."""
    import tensorflow as tf

    # One thread: a drawing takes a millisecond, and a second thread waits for cores on which trainings run. The 95th
    # percentile for thirty visitors beside trainings was 1.1 s with two threads and 0.7 s with one.
    with suppress(RuntimeError):  # TensorFlow is in use already
        tf.config.threading.set_intra_op_parallelism_threads(1)
    # A full garbage collection would visit all of TensorFlow's objects, and hold up every page for half a second.
    gc.collect()
    gc.freeze()


def _load_default() -> Predictor:
    model = default_model.load()
    return Predictor(
        _forward_of(model),
        run=DEFAULT,
        title=TITLE,
        dataset="mnist",
        facts=mnist.FACTS,
        parameters=model.sheet.parameters,
        test_probabilities=model.test_probabilities,
        load_test_labels=lambda: model.test_labels,
    )


def _forward_of(model: default_model.DefaultModel) -> Callable[[Images], NetworkOutput]:
    """The default model's network, in NumPy: TensorFlow takes seconds to load, and three times as long for a drawing."""
    sheet = model.sheet

    def forward(images: Images) -> NetworkOutput:
        shares = images.astype(np.float32) / np.float32(mnist.FACTS.maximum)
        scores, embedding = reader.run_few_by_few(model.weights, shares)
        digits = softmax(scores[:, : reader.CLASSES], sheet.temperature)
        return NetworkOutput(digits, embedding, scores[:, reader.CLASSES] - np.float32(sheet.doubt_limit))

    return forward
