"""An estimate of the training time of a network, from the measured times of recipes on the same machine.

The work of an epoch is counted from the layer table, so a server needs no TensorFlow for it. The recipes that
`epoch_timing` has measured give the cost of each kind of work; for a very different network the estimate is rough.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from math import prod

import numpy as np

from digitcore.data.dataset import FactSheet
from digitcore.learning.recipes.config import TEST, RunConfig

FEWEST_SPEEDS = 3
"""With fewer measured recipes there is no estimate for other networks."""
MOST_PRODUCTS_A_SECOND = 2.5e12
"""Upper bound of multiplications per second on a desktop or small server; measured ones reach a hundredth of it."""
_FORWARD_SHARE = 1 / 3
"""Judging an image is a forward pass; training on it is a forward pass and a backward pass of twice the work."""


@dataclass(frozen=True)
class Work:
    """The work of an epoch, by kind."""

    steps: float
    updates: float
    """Parameters · steps."""
    products: float
    """Multiplications in dense layers."""
    convolutions: float
    """Multiplications in convolutions."""
    values: float
    """Outputs of all layers, for all images."""


@dataclass(frozen=True)
class Speed:
    """Measured time of an epoch of one recipe on one machine."""

    recipe: str
    work: Work | None
    """None for a classical model."""
    seconds_per_epoch: float


def sizes(config: RunConfig, *, train_n: int, test_n: int) -> tuple[int, int]:
    """Number of training and of validation images of a run, from the sizes of the parts of a dataset."""
    if config.validation == TEST:
        return train_n, test_n
    held_out = round(train_n * float(config.validation))
    return train_n - held_out, held_out


def work_of(config: RunConfig, facts: FactSheet, *, train_n: int, test_n: int) -> Work | None:
    """The work of an epoch on a dataset with these facts and sizes; None for a classical model."""
    rows = config.layer_table(facts)
    if not rows:
        return None
    training, validation = sizes(config, train_n=train_n, test_n=test_n)
    images, steps = training + _FORWARD_SHARE * validation, -(-training // config.batch)
    products = convolutions = 0
    for row in rows:
        if len(row.shape) == 1:
            products += row.trainable
        else:
            convolutions += row.trainable * prod(row.shape[:2])  # each filter at each position
    return Work(
        steps=steps,
        updates=sum(row.trainable for row in rows) * steps,
        products=products * images,
        convolutions=convolutions * images,
        values=sum(prod(row.shape) for row in rows) * images,
    )


def fewest_seconds_per_epoch(work: Work) -> float:
    """Lower bound for any machine: the multiplications of the forward and backward passes."""
    return (work.products + work.convolutions) / _FORWARD_SHARE / MOST_PRODUCTS_A_SECOND


def seconds_per_epoch(work: Work, speeds: Sequence[Speed]) -> float | None:
    """Estimated seconds of an epoch; None with too few measurements.

    Least squares of relative errors, with a non-negative price for each kind of work.
    """
    from scipy.optimize import nnls

    measured = [speed for speed in speeds if speed.work is not None]
    if len(measured) < FEWEST_SPEEDS:
        return None
    amounts = np.array([astuple(speed.work) for speed in measured if speed.work is not None])
    shares = amounts / np.array([[speed.seconds_per_epoch] for speed in measured])
    scale = np.maximum(shares.max(axis=0), np.finfo(float).tiny)
    prices, _ = nnls(shares / scale, np.ones(len(measured)))
    return float((np.array(astuple(work)) / scale) @ prices)
