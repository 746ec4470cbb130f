"""What the default model is worth: on MNIST's test images, and on pens of writers who took no part in its training.

Two numbers are set here, on images kept back from training: the temperature of its probabilities, and the doubt above which
a drawing is called no digit. Everything is then measured on other images, with the weights as they are stored.
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
"""The width of the pen after framing, as MNIST's ink has it."""

REFUSED_SHARE = 0.01
"""Of the digits kept back for checking, half of the weight on pens: so many are called no digit."""

SCRIBBLES, SCRIBBLE_SEED = 1_800, 1_000_003
"""Scribbles to judge by; training has another seed."""

_AT_ONCE = 500


@dataclass(frozen=True, eq=False)
class HeldOut:
    """Images and drawings that were kept back from training."""

    mnist: Split
    writers: Writers


@dataclass(frozen=True, eq=False)
class Scores:
    """What the network gives for some images."""

    digits: Floats
    """(n, 10) before they become probabilities."""
    doubt: Floats
    """(n,): how much it looks like no digit; above 0 more like one of the drawings that are none."""
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
    """The model with these weights, its two settings found on `checking`, measured on `judging`."""
    temperature, limit = _settings(weights, checking)
    test = scores(weights, judging.mnist.images)
    digits, letters = judging.writers.digits, judging.writers.letters
    pens = scores(weights, framed(digits.strokes))
    letter_doubt = scores(weights, framed(letters.strokes)).doubt
    scribble_doubt = scores(weights, framed(scribbles.generate(SCRIBBLES, seed=SCRIBBLE_SEED))).doubt
    doubts = {
        "test": test.doubt,
        "pens": pens.doubt,
        "letters": letter_doubt,
        "unknown letters": letter_doubt[np.isin(letters.labels, HELD_OUT_LETTERS)],
        "scribbles": scribble_doubt,
    }
    test_probabilities, pen_probabilities = (
        softmax(found.digits, temperature).astype(np.float16).astype(np.float32) for found in (test, pens)
    )
    test_labels, pen_labels = judging.mnist.labels, digits.labels
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
        letter_separation=separation(pens.doubt, letter_doubt),
        refused={kind: measured(doubt > limit) for kind, doubt in doubts.items()},
        versions=versions("tensorflow", "keras"),
    )
    return DefaultModel(weights, test_probabilities, np.array(test_labels), sheet)


def _settings(weights: reader.Arrays, checking: HeldOut) -> tuple[float, float]:
    """The temperature and the limit of doubt, MNIST's images and the pens counting half each."""
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
    """Drawings as MNIST frames them, with a pen of MNIST's width."""
    return np.rint(frame_strokes(strokes.drawn_with(PEN_PX))).astype(np.uint8)


def scores(weights: reader.Arrays, images: NDArray[np.uint8]) -> Scores:
    """What the network with these weights gives for `images` (n, 28, 28) in 0..255."""
    import tensorflow as tf

    signature = [tf.TensorSpec((None, reader.SIDE, reader.SIDE), tf.float32)]
    run = tf.function(lambda shares: reader.run(weights, shares), input_signature=signature)
    parts = [
        run(images[begin : begin + _AT_ONCE].astype(np.float32) / np.float32(255))
        for begin in range(0, len(images), _AT_ONCE)
    ]
    found, embedding = (np.concatenate([part[which].numpy() for part in parts]) for which in (0, 1))
    return Scores(found[:, : reader.CLASSES], found[:, reader.CLASSES], embedding)


def measured(hits: NDArray[np.bool_]) -> MeasuredShare:
    """The share of true values, with its interval."""
    low, high = wilson_interval(int(hits.sum()), len(hits))
    return MeasuredShare(
        round(float(hits.mean()) if len(hits) else 0.0, 6), len(hits), round(low, 6), round(high, 6)
    )
