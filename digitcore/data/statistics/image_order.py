"""Which images to show, as indices: by class and order, a few or one of each class.

>>> split = Split(np.zeros((5, 8, 8)), np.array([1, 0, 1, 0, 1]))
>>> browse(split, label=1)
array([0, 2, 4])
>>> few_of_each(split, per_class=2)
array([1, 3, 0, 2])
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from digitcore.data.dataset import Split
from digitcore.data.statistics.averages import Typicality
from digitcore.errors import BadInput

ORDERS = ("stored", "typical", "strange")


def browse(
    split: Split, *, typicality: Typicality | None = None, label: int | None = None, order: str = "stored"
) -> NDArray[np.int64]:
    """Indices of all images, or of class `label`: as stored, or by their distance to the average of their class.

    The orders by distance, "typical" and "strange", need the `typicality` of the split.
    """
    if order not in ORDERS:
        raise BadInput(f"There is no order called {order!r}.", f"Choose one of: {', '.join(ORDERS)}.")
    indices = np.arange(len(split)) if label is None else np.flatnonzero(split.labels == label)
    if order == "stored":
        return indices
    if typicality is None:
        raise ValueError(f"the order {order!r} needs the typicality")
    by_distance = indices[np.argsort(typicality.distances[indices], kind="stable")]
    return by_distance if order == "typical" else by_distance[::-1]


def few_of_each(split: Split, *, per_class: int) -> NDArray[np.int64]:
    """Indices of the first images of each class, at most `per_class`, class after class."""
    return np.concatenate(
        [np.flatnonzero(split.labels == label)[:per_class] for label in np.unique(split.labels)]
    )


def one_of_each(split: Split, *, seed: int) -> NDArray[np.int64]:
    """The index of a random image of each class that occurs, in the order of the classes."""
    random = np.random.default_rng(seed)
    return np.array(
        [random.choice(np.flatnonzero(split.labels == label)) for label in np.unique(split.labels)]
    )
