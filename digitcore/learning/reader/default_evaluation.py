"""Evaluation of the default model on MNIST's test images and on pen drawings of writers unknown to it.

Images held out from training set two numbers: the temperature, and the doubt above which a drawing is no digit. Other
images measure the model, with its weights as stored.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitcore.data.dataset import Split
from digitcore.data.drawn import scribbles
from digitcore.data.ink import Floats, Strokes, frame_strokes
from digitcore.data.statistics.intervals import wilson_interval
from digitcore.learning.engine.final_report import versions
from digitcore.learning.judging.calibration import best_temperature, calibration_error, separation, softmax
from digitcore.learning.reader import reader
from digitcore.learning.reader.default_model import DefaultModel, MeasuredShare, ModelSheet
from digitcore.learning.reader.training_material import HELD_OUT_LETTERS, Writers

PEN_PX = 2.2
"""Pen width after framing, as in MNIST."""

REFUSED_SHARE = 0.01
"""Share of held-out digits that the limit of doubt refuses; MNIST and pens weigh the same."""

SCRIBBLES, SCRIBBLE_SEED = 1_800, 1_000_003
"""Scribbles for the evaluation; training uses another seed."""


@dataclass(frozen=True, eq=False)
class HeldOut:
    """Images and drawings held out from training."""

    mnist: Split
    writers: Writers


@dataclass(frozen=True, eq=False)
class Scores:
    """Output of the network for n images."""

    digits: Floats
    """(n, 10), before softmax."""
    doubt: Floats
    """(n,): above 0 if the image looks more like the letters, signs and scribbles than like the digits of training."""
    embedding: Floats
    """(n, 96)"""


def judge(
    weights: reader.Arrays,
    *,
    checking: HeldOut,
    judging: HeldOut,
    images_seen: int,
    seconds: float,
    seed: int,
) -> DefaultModel:
    """The model with these weights, its two numbers set on `checking`, measured on `judging`."""
    temperature, limit = _settings(weights, checking)
    test, pens = (
        scores(weights, judging.mnist.images),
        scores(weights, framed(judging.writers.digits.strokes)),
    )
    doubts = {"test": test.doubt, "pens": pens.doubt} | _doubts_of_no_digits(weights, judging.writers)
    test_probabilities, pen_probabilities = (
        softmax(part.digits, temperature).astype(np.float16).astype(np.float32) for part in (test, pens)
    )
    test_labels, pen_labels = judging.mnist.labels, judging.writers.digits.labels
    sheet = ModelSheet(
        parameters=reader.parameter_count(weights),
        images_seen=images_seen,
        seconds=round(seconds, 1),
        seed=seed,
        temperature=temperature,
        doubt_limit=limit,
        test_accuracy=measured(test_probabilities.argmax(axis=1) == test_labels),
        pen_accuracy=measured(pen_probabilities.argmax(axis=1) == pen_labels),
        test_calibration_error=calibration_error(test_probabilities, test_labels),
        pen_calibration_error=calibration_error(pen_probabilities, pen_labels),
        letter_separation=separation(pens.doubt, doubts["letters"]),
        refused={kind: measured(doubt > limit) for kind, doubt in doubts.items()},
        versions=versions("tensorflow", "keras"),
    )
    return DefaultModel(weights, test_probabilities, np.array(test_labels), sheet)


def _doubts_of_no_digits(weights: reader.Arrays, writers: Writers) -> dict[str, Floats]:
    """The doubt for each image of each kind that is no digit."""
    letters = scores(weights, framed(writers.letters.strokes)).doubt
    return {
        "letters": letters,
        "unknown letters": letters[np.isin(writers.letters.labels, HELD_OUT_LETTERS)],
        "scribbles": scores(weights, framed(scribbles.generate(SCRIBBLES, seed=SCRIBBLE_SEED))).doubt,
    }


def _settings(weights: reader.Arrays, checking: HeldOut) -> tuple[float, float]:
    """Temperature and limit of doubt; MNIST's images and the pens weigh the same."""
    digits = checking.writers.digits
    both = [scores(weights, checking.mnist.images), scores(weights, framed(digits.strokes))]
    labels = np.concatenate([checking.mnist.labels, digits.labels])
    counts = np.concatenate([np.full(len(part.doubt), 0.5 / max(1, len(part.doubt))) for part in both])
    temperature = best_temperature(np.concatenate([part.digits for part in both]), labels, counts)
    doubts = np.concatenate([part.doubt for part in both])
    falling = np.argsort(-doubts)
    last = int(np.searchsorted(np.cumsum(counts[falling]), REFUSED_SHARE))
    return round(temperature, 4), round(float(doubts[falling[min(last, len(falling) - 1)]]), 4)


def framed(strokes: Strokes) -> NDArray[np.uint8]:
    """Drawings framed like MNIST, with a pen of MNIST's width."""
    return np.rint(frame_strokes(strokes.drawn_with(PEN_PX))).astype(np.uint8)


def scores(weights: reader.Arrays, images: NDArray[np.uint8]) -> Scores:
    """Output of the network with these weights for `images` (n, 28, 28) in 0..255."""
    outputs, embedding = reader.run_few_by_few(weights, images.astype(np.float32) / np.float32(255))
    return Scores(outputs[:, : reader.CLASSES], outputs[:, reader.CLASSES], embedding)


def measured(hits: NDArray[np.bool_]) -> MeasuredShare:
    """Share of true values, with its interval."""
    low, high = wilson_interval(int(hits.sum()), len(hits))
    return MeasuredShare(
        round(float(hits.mean()) if len(hits) else 0.0, 6), len(hits), round(low, 6), round(high, 6)
    )
