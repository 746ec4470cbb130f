"""How long a network will take to train, before it starts: from what other networks took on the same machine.

After `recipes` in the reading order. An epoch's work is counted from the layer table, without TensorFlow. What each kind
of work costs here follows from the recipes that `epoch_timing` has timed. For a network unlike any of them it is a guess.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from math import prod

import numpy as np

from digitcore.data.dataset import FactSheet
from digitcore.learning.recipes.config import TEST, RunConfig

FEWEST_SPEEDS = 3
"""Below, nothing is said of networks that were not timed themselves."""
MOST_PRODUCTS_A_SECOND = 2.5e12
"""No processor of a desk or a small server multiplies and adds more often; measured ones do a hundredth of it."""
_FORWARD_SHARE = 1 / 3
"""Judging an image goes through the network once, learning from it forth and back."""


@dataclass(frozen=True)
class Work:
    """What an epoch has to do, by kind."""

    steps: float
    updates: float
    """Parameters times steps."""
    products: float
    """Multiplications in dense layers."""
    convolutions: float
    """Multiplications in layers of filters."""
    values: float
    """What comes out of all layers, of all images."""


@dataclass(frozen=True)
class Speed:
    """What an epoch of one network took on one machine."""

    recipe: str
    work: Work | None
    """None for a model that is no network."""
    seconds_per_epoch: float


def sizes(config: RunConfig, *, train_n: int, test_n: int) -> tuple[int, int]:
    """How many images a run learns from, and how many it is watched on, with these parts of a dataset."""
    if config.validation == TEST:
        return train_n, test_n
    kept_back = round(train_n * float(config.validation))
    return train_n - kept_back, kept_back


def work_of(config: RunConfig, facts: FactSheet, *, train_n: int, test_n: int) -> Work | None:
    """An epoch's work on a dataset with these facts and sizes; None for a model that is no network."""
    rows = config.layer_table(facts)
    if not rows:
        return None
    learning, watched = sizes(config, train_n=train_n, test_n=test_n)
    images, steps = learning + _FORWARD_SHARE * watched, -(-learning // config.batch)
    products = convolutions = 0
    for row in rows:
        if len(row.shape) == 1:
            products += row.trainable
        else:
            convolutions += row.trainable * prod(row.shape[:2])  # each filter at each place
    return Work(
        steps=steps,
        updates=sum(row.trainable for row in rows) * steps,
        products=products * images,
        convolutions=convolutions * images,
        values=sum(prod(row.shape) for row in rows) * images,
    )


def fewest_seconds_per_epoch(work: Work) -> float:
    """What an epoch takes at the very least, on whatever machine: its multiplications, forth and, twice as many, back."""
    return (work.products + work.convolutions) / _FORWARD_SHARE / MOST_PRODUCTS_A_SECOND


def seconds_per_epoch(work: Work, speeds: Sequence[Speed]) -> float | None:
    """What an epoch of such work may take; None where too little was timed.

    Each kind of work has a price, none below 0, such that the timed networks come out with the least relative error.
    """
    from scipy.optimize import nnls

    timed = [speed for speed in speeds if speed.work is not None]
    if len(timed) < FEWEST_SPEEDS:
        return None
    amounts = np.array([astuple(speed.work) for speed in timed if speed.work is not None])
    shares = amounts / np.array([[speed.seconds_per_epoch] for speed in timed])
    scale = np.maximum(shares.max(axis=0), np.finfo(float).tiny)
    prices, _ = nnls(shares / scale, np.ones(len(timed)))
    return float((np.array(astuple(work)) / scale) @ prices)
