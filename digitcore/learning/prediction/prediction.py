"""Asking a model what a drawing is: the default model, or one of a run.

After `default_model` and `reader` in the reading order. A `Predictor` is made once and kept: it is warm, and many visitors may
ask it at the same time. Models of runs come from providers that register themselves (`lab.runs.run_models`), so
nothing here knows
the store. What is left out: what to do with an answer.
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

NOT_LIKE_A_DIGIT = (
    "I do not recognise a digit here: it looks more like a letter or another sign than like one of the ten."
)


@dataclass(frozen=True, eq=False)
class Prediction(ReadOnlyArrays):
    """What a model makes of one drawing."""

    probabilities: Floats
    """(K,), also where it is no digit: what it would be called."""
    digit: int
    """The most probable class."""
    is_digit: bool
    reason: str
    """Why it is none, in a sentence; empty where it is one."""
    framed: Floats
    """(side, side) in 0..maximum: the image that the model saw."""


class Predictor:
    """A model that is ready to be asked, from any thread."""

    def __init__(
        self,
        look: Callable[[Images], NetworkOutput],
        *,
        run: str,
        title: str,
        dataset: str,
        facts: FactSheet,
        parameters: int | None,
        test_probabilities: Floats,
        find_test_labels: Callable[[], NDArray[np.uint8]],
    ) -> None:
        self.run, self.title = run, title
        self.dataset, self.facts = dataset, facts
        self.parameters = parameters
        """How many numbers it has learnt; None for a model that only remembers."""
        self.test_probabilities = test_probabilities
        """(n, K) on the test part of its dataset, in its order."""
        self._network, self._find_test_labels = BatchedNetwork(look), find_test_labels

    @property
    def is_default(self) -> bool:
        """Whether it is the model that comes with the app."""
        return self.run == DEFAULT

    @cached_property
    def test_labels(self) -> NDArray[np.uint8]:
        """(n,): what the images of the test part really are."""
        return self._find_test_labels()

    @cached_property
    def test_confusion(self) -> NDArray[np.int64]:
        """(K, K) on the test part, row = true, column = predicted."""
        said = self.test_probabilities.argmax(axis=1)
        return confusion_matrix(self.test_labels, said, class_count=self.facts.class_count)

    def probabilities(self, images: Images) -> Floats:
        """`images` (n, side, side) in the dataset's units → (n, K)."""
        return self._see(images).probabilities

    def embedding(self, images: Images) -> Floats:
        """`images` (n, side, side) in the dataset's units → (n, d), near each other where the model finds them alike."""
        return self._see(images).embedding

    def predict(self, drawing: Drawing, *, steps: Collection[str] = ink.ALL_STEPS) -> Prediction:
        """What `drawing` is; `steps` are those of its framing. Whether it is a digit at all never depends on them."""
        if self.facts.framing is None:
            raise BadInput(
                f"Nobody said how a drawing becomes an image of {self.facts.title!r}, so {self.title!r} cannot read one.",
                "Choose a model that learned from MNIST, or from the digits of scikit-learn.",
            )
        framed = ink.frame(drawing, self.facts.framing, steps=steps)
        seen = self._see(framed[None])
        is_what_it_learned = set(steps) >= set(ink.ALL_STEPS)
        reason = self._why_no_digit(drawing, seen.doubt if is_what_it_learned else None)
        probabilities = seen.probabilities[0]
        return Prediction(probabilities, int(probabilities.argmax()), not reason, reason, framed)

    def _why_no_digit(self, drawing: Drawing, doubt: Floats | None) -> str:
        """In a sentence, or nothing where it is one. A model that was not taught to doubt asks the default model."""
        problem = ink.ink_problem(drawing)
        if problem is not None:
            return ink.PROBLEMS[problem].sentence
        if self.facts.class_names != DIGITS:
            return ""  # what it learned are no digits
        if doubt is None:
            doubt = load_predictor()._see(ink.frame(drawing)[None]).doubt
        return NOT_LIKE_A_DIGIT if doubt is not None and doubt[0] > 0 else ""

    def _see(self, images: Images) -> NetworkOutput:
        side = self.facts.side
        if images.ndim != 3 or images.shape[1:] != (side, side):
            raise BadInput(
                f"{self.title!r} cannot read images of shape {images.shape}.", f"Give (n, {side}, {side})."
            )
        if not len(images):
            one = self._see(np.zeros((1, side, side), np.float32))
            return NetworkOutput(one.probabilities[:0], one.embedding[:0])
        starts = range(0, len(images), IMAGES_PER_CALL)
        return concatenated([self._network.ask(images[begin : begin + IMAGES_PER_CALL]) for begin in starts])


Provider = Callable[[str], Predictor | None]
_providers: list[Provider] = []
_default: list[Predictor] = []
_loading = Lock()


def register(provider: Provider) -> None:
    """Add a function that makes the predictor of a run, or says None where it knows no such run."""
    if provider not in _providers:
        _providers.append(provider)


def load_predictor(run: str = DEFAULT) -> Predictor:
    """The default model, loaded once; or that of a run, loaded anew: whoever asks for it keeps it."""
    if run == DEFAULT:
        with _loading:
            if not _default:
                _default.append(_load_default())
        return _default[0]
    for provider in _providers:
        found = provider(run)
        if found is not None:
            return found
    raise BadInput(
        f"There is no model {run[:64]!r}.", f"Use {DEFAULT!r}, or a run that is finished (`runs` lists them)."
    )


def warm() -> None:
    """Load TensorFlow and the default model for a server, ask it once, and keep the garbage collector from all that.

    TensorFlow's objects would be looked through at each full collection, which holds up every page for half a second. It uses one
    thread: a drawing takes a millisecond, and more threads would wait for cores on which trainings run.
    """
    import tensorflow as tf

    with suppress(RuntimeError):  # it is in use already
        tf.config.threading.set_intra_op_parallelism_threads(1)
    load_predictor().predict(Drawing.from_strokes([[(140.0, 60.0), (140.0, 220.0)]]))
    gc.collect()
    gc.freeze()


def _load_default() -> Predictor:
    model = default_model.load()
    return Predictor(
        _looking(model),
        run=DEFAULT,
        title=TITLE,
        dataset="mnist",
        facts=mnist.FACTS,
        parameters=model.sheet.parameters,
        test_probabilities=model.test_probabilities,
        find_test_labels=lambda: model.test_labels,
    )


def _looking(model: default_model.DefaultModel) -> Callable[[Images], NetworkOutput]:
    """The default model's network as one graph, with its weights inside: they are laid out for the processor once."""
    import tensorflow as tf

    sheet = model.sheet

    def see(images: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
        scores, embedding = reader.run(model.weights, images / mnist.FACTS.maximum)
        digits = tf.nn.softmax(scores[:, : reader.CLASSES] / sheet.temperature)
        return digits, embedding, scores[:, reader.CLASSES] - sheet.doubt_limit

    signature = [tf.TensorSpec((None, reader.SIDE, reader.SIDE), tf.float32)]
    graph = tf.function(see, input_signature=signature).get_concrete_function()

    def look(images: Images) -> NetworkOutput:
        return NetworkOutput(*(values.numpy() for values in graph(tf.constant(images, tf.float32))))

    return look
