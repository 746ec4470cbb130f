"""A diagnosis of a learning curve in words and numbers, or nothing where the curve is not clear.

Curves are smoothed over three epochs first, so that a single lucky epoch decides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digitcore.learning.engine.reports import EpochReport
from digitcore.learning.judging.paired_test import PairedComparison

FEWEST_EPOCHS = 5
"""Shorter curves get no diagnosis."""
_OVERFIT_RISE = 1.10
"""Overfitting: validation loss this much above its best, while the training loss fell by `_TRAINING_FALL`."""
_TRAINING_FALL = 0.90
_STILL_FALLING = 0.97
"""Still learning: validation loss of the last fifth below this share of the fifth before."""
_FLAT = 1.02
"""Converged: validation loss within this factor of its end."""


class Ending(NamedTuple):
    """Mean smoothed validation loss in the last two fifths of a training."""

    before: float
    now: float
    epochs: int
    """Epochs in each of the two."""

    @property
    def change(self) -> float:
        """Relative change, negative where the loss fell."""
        return self.now / self.before - 1


class _Curves(NamedTuple):
    """Losses per epoch: as reported, for sentences, and smoothed, for decisions."""

    train: NDArray[np.float64]
    validation: NDArray[np.float64]
    smooth_train: NDArray[np.float64]
    smooth_validation: NDArray[np.float64]


def diagnose(epochs: Sequence[EpochReport]) -> str:
    """One diagnosis in a sentence or two; empty when unsure."""
    if len(epochs) < FEWEST_EPOCHS:
        return ""
    curves = _curves_of(epochs)
    if not (np.isfinite(curves.train).all() and np.isfinite(curves.validation).all()):
        return "The loss grew beyond all bounds: the learning rate is too high for this network."
    if sentence := _learnt_nothing(epochs[-1]):
        return sentence
    diagnoses = (_rate_too_high, _overfits, _still_learning, _converged)
    return next((sentence for diagnosis in diagnoses if (sentence := diagnosis(curves))), "")


def ending(epochs: Sequence[EpochReport]) -> Ending:
    """The validation loss in the last two fifths."""
    return ending_of([report.validation_loss for report in epochs])


def ending_of(losses: Sequence[float]) -> Ending:
    """The last two fifths of the losses of a training, one for each epoch."""
    smooth = _smooth(np.array(losses))
    fifth = max(1, len(smooth) // 5)
    before, now = (float(part.mean()) for part in np.split(smooth[-2 * fifth :], 2))
    return Ending(before, now, fifth)


def overfits_since(epochs: Sequence[EpochReport]) -> int | None:
    """The epoch of the lowest validation loss if the model overfits from there, else None."""
    return _overfits_since(_curves_of(epochs))


def worse_than_average(comparison: PairedComparison) -> str:
    """A sentence if the nearest average (`second`) beats the model (`first`) significantly, else empty."""
    if not comparison.is_sure or comparison.first_accuracy > comparison.second_accuracy:
        return ""
    return (
        f"It is worse than the nearest average: on the same {comparison.n:,} test images that gets "
        f"{comparison.second_accuracy:.2%} right without any training, this model {comparison.first_accuracy:.2%}."
    )


def _learnt_nothing(last: EpochReport) -> str:
    """A sentence if the model is no better than the commonest class of the validation part."""
    counts = last.confusion_matrix
    right, commonest = (count / max(1, counts.sum()) for count in (counts.trace(), counts.sum(axis=1).max()))
    if right > commonest:
        return ""
    return (
        f"It has learnt nothing: it is right in {right:.2%} of the validation images, "
        f"and always saying the commonest class would be in {commonest:.2%}."
    )


def _rate_too_high(curves: _Curves) -> str:
    if curves.smooth_train[-1] < curves.smooth_train[0]:
        return ""
    return (
        f"It does not learn: the training loss went from {curves.train[0]:.4f} to {curves.train[-1]:.4f}. "
        "The learning rate is probably too high."
    )


def _curves_of(epochs: Sequence[EpochReport]) -> _Curves:
    train = np.array([report.train_loss for report in epochs])
    validation = np.array([report.validation_loss for report in epochs])
    return _Curves(train, validation, _smooth(train), _smooth(validation))


def _overfits_since(curves: _Curves) -> int | None:
    train, validation = curves.smooth_train, curves.smooth_validation
    best = int(validation.argmin())
    rose, fell = validation[-1] / validation[best], train[-1] / train[best]
    if rose < _OVERFIT_RISE or fell > _TRAINING_FALL or len(train) - 1 - best < 2:
        return None
    return best + 1


def _overfits(curves: _Curves) -> str:
    since = _overfits_since(curves)
    if since is None:
        return ""
    best = since - 1
    return (
        f"It overfits since epoch {since}: the training loss fell on from {curves.train[best]:.4f} to "
        f"{curves.train[-1]:.4f}, but the validation loss rose from {curves.validation[best]:.4f} to "
        f"{curves.validation[-1]:.4f}. From there on it learnt its examples by heart."
    )


def _still_learning(curves: _Curves) -> str:
    before, now, fifth = ending_of(curves.validation.tolist())
    if now > _STILL_FALLING * before:
        return ""
    return (
        f"It is still learning: over its last {2 * fifth} epochs the validation loss fell from {before:.4f} in the "
        f"first half to {now:.4f} in the second. More epochs would help."
    )


def _converged(curves: _Curves) -> str:
    validation = curves.smooth_validation
    apart = np.flatnonzero(np.maximum(validation / validation[-1], validation[-1] / validation) > _FLAT)
    arrived = int(apart[-1]) + 1 if len(apart) else 0
    if arrived > 0.8 * len(validation):
        return ""
    end = curves.validation[-1]
    return f"It has converged: since epoch {arrived + 1} the validation loss stays within {_FLAT - 1:.0%} of {end:.4f}."


def _smooth(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Median of each value and its two neighbours; the first and last values are unchanged."""
    inner = np.median([values[:-2], values[1:-1], values[2:]], axis=0)
    smoothed: NDArray[np.float64] = np.concatenate([values[:1], inner, values[-1:]])
    return smoothed
