"""From stored pixels to the numbers a model sees, and from one set of images to two.

A preparation is fitted on the training part only, stored with the model as plain arrays, and applied identically
everywhere: in training, on the canvas, in an export.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitcore.data.results import ReadOnlyArrays
from digitcore.data.statistics.pixel_sums import deviations, pixel_sums
from digitcore.errors import BadInput

_CHUNK = 1_024
"""Images per step, so that copies in double precision stay small."""


@dataclass(frozen=True, eq=False)
class Preparation(ReadOnlyArrays):
    """Every pixel value minus an offset, times a factor: float64 each, one number for all pixels () or an array (h, w).

    >>> fit("scaled", np.array([[[0, 16]]], np.uint8), maximum=16).apply(np.array([[[4, 8]]]))
    array([[[0.25, 0.5 ]]], dtype=float32)
    """

    name: str
    """Its entry in `PREPARATIONS`."""
    offset: NDArray[np.float64]
    factor: NDArray[np.float64]

    def apply(
        self, images: NDArray[np.number], *, out: NDArray[np.float32] | None = None
    ) -> NDArray[np.float32]:
        """`images` (n, h, w) in the dataset's units as float32 of the same shape, written to `out` if given."""
        if self.offset.ndim and images.shape[1:] != self.offset.shape:
            sides = ["×".join(map(str, shape)) for shape in (images.shape[1:], self.offset.shape)]
            raise BadInput(
                f"Images of {sides[0]} pixels do not fit a preparation for {sides[1]}.",
                "Use images of the dataset it was fitted on.",
            )
        prepared = np.empty(images.shape, dtype=np.float32) if out is None else out
        for start in range(0, len(images), _CHUNK):
            rows = slice(start, start + _CHUNK)
            prepared[rows] = (images[rows] - self.offset) * self.factor
        return prepared

    def to_arrays(self) -> dict[str, NDArray[np.float64]]:
        """The arrays that are stored with a model, beside the name."""
        return {"offset": self.offset, "factor": self.factor}

    @classmethod
    def from_arrays(cls, name: str, arrays: Mapping[str, NDArray[np.float64]]) -> Preparation:
        """The preparation from the arrays of `to_arrays`."""
        return cls(name, np.array(arrays["offset"], np.float64), np.array(arrays["factor"], np.float64))


@dataclass(frozen=True)
class PreparationSpec:
    """One entry of the registry."""

    name: str
    title: str
    sentence: str
    fit: Callable[[NDArray[np.uint8], int], Preparation]
    """Called with the training images (n, h, w) and the highest value a pixel can have."""


def _raw(images: NDArray[np.uint8], maximum: int) -> Preparation:
    return Preparation("raw", np.array(0.0), np.array(1.0))


def _scaled(images: NDArray[np.uint8], maximum: int) -> Preparation:
    return Preparation("scaled", np.array(0.0), np.array(1 / maximum))


def _standardised(images: NDArray[np.uint8], maximum: int) -> Preparation:
    sums, square_sums = pixel_sums(images)
    spread = deviations(len(images), sums, square_sums)
    factor = np.divide(1, spread, out=np.zeros_like(spread), where=spread > 0)  # a constant pixel becomes 0
    return Preparation("standardised", sums / len(images), factor)


PREPARATIONS = {
    spec.name: spec
    for spec in (
        PreparationSpec("raw", "Raw", "The pixel values as they are stored.", _raw),
        PreparationSpec(
            "scaled", "Scaled", "Divided by the highest possible value, so that all lie in 0 to 1.", _scaled
        ),
        PreparationSpec(
            "standardised",
            "Standardised per pixel",
            "Each pixel minus its mean over the training images, divided by its standard deviation there. A pixel "
            "that never changes in them becomes 0, also in new images.",
            _standardised,
        ),
    )
}
"""By name, as `RunConfig` names them."""


def fit(name: str, images: NDArray[np.uint8], *, maximum: int) -> Preparation:
    """The preparation called `name`, fitted on the training `images` (n, h, w) with values in 0..maximum."""
    if name not in PREPARATIONS:
        raise BadInput(
            f"There is no preparation called {name!r}.", f"Choose one of: {', '.join(PREPARATIONS)}."
        )
    return PREPARATIONS[name].fit(images, maximum)


def one_hot(labels: NDArray[np.integer], class_count: int) -> NDArray[np.float32]:
    """Labels (n,) as rows (n, class_count) that are 1 in the column of the label and 0 elsewhere."""
    rows: NDArray[np.float32] = np.eye(class_count, dtype=np.float32)[labels]
    return rows


def split_indices(
    n: int,
    *,
    first_share: float,
    seed: int,
    labels: NDArray[np.integer] | None = None,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Cut 0..n-1 at random into a first part of `first_share` (rounded up) and the rest.

    The order is that of scikit-learn's `train_test_split` with the same seed (its test part is our first part). With
    `labels`, every class is cut in the same proportion, and is in both parts if it has two images.

    >>> split_indices(5, first_share=0.4, seed=0)
    (array([2, 0]), array([1, 3, 4]))
    """
    # NumPy never changes the stream of this old generator, so the parts stay the same.
    order = np.random.RandomState(seed).permutation(n)
    size = int(np.ceil(n * first_share))
    if labels is None:
        return order[:size], order[size:]
    in_first = np.zeros(n, dtype=bool)
    shuffled = labels[order]
    for label, size_of_class in enumerate(_sizes_per_class(np.bincount(labels), size)):
        in_first[np.flatnonzero(shuffled == label)[:size_of_class]] = True
    return order[in_first], order[~in_first]


def _sizes_per_class(counts: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """How many of each class (K,) make up a part of `size` images: proportions, rounded by largest remainder."""
    quotas = counts * size / counts.sum()
    low, high = (counts > 1).astype(np.int64), np.where(counts > 1, counts - 1, counts)
    if not low.sum() <= size <= high.sum():
        raise BadInput(
            f"A part of {size} of {counts.sum()} images cannot leave every class in both parts.",
            "Choose another share, or a split that does not look at classes.",
        )
    sizes: NDArray[np.int64] = np.clip(np.floor(quotas).astype(np.int64), low, high)
    while sizes.sum() != size:
        missing = quotas - sizes
        if sizes.sum() < size:
            sizes[np.where(sizes < high, missing, -np.inf).argmax()] += 1
        else:
            sizes[np.where(sizes > low, missing, np.inf).argmin()] -= 1
    return sizes
