"""Counts, values and ink of a set of images; all numbers are exact.

"Ink" here is an image's mean grey, 0..maximum; the folder `ink` is about drawings.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitcore.data.dataset import Dataset, Split
from digitcore.data.results import ReadOnlyArrays

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)

_CHUNK = 1_024
"""Images per step, so that wider copies stay in the processor's cache and memory stays low."""


@dataclass(frozen=True, eq=False)
class Summary(ReadOnlyArrays):
    """Counts and values of one part of a dataset; nothing is rounded."""

    class_counts: NDArray[np.int64]
    """(K,) images per class."""
    shape: tuple[int, ...]
    """(n, h, w)."""
    dtype: str
    minimum: int
    maximum: int
    """The lowest and highest value that occur."""
    image_sums: NDArray[np.int64]
    """(n,) sum of each image's pixel values."""
    empty_pixels: NDArray[np.int64]
    """(n,) pixels of each image that are 0."""
    pixel_histogram: NDArray[np.int64]
    """(range + 1,) how often each pixel value occurs."""
    never_inked: NDArray[np.bool_]
    """(h, w) True where every image is 0."""
    constant: NDArray[np.bool_]
    """(h, w) True where every image has the same value."""

    @property
    def n(self) -> int:
        """The number of images."""
        return self.shape[0]

    @property
    def value_count(self) -> int:
        """The number of pixel values in all images."""
        return int(np.prod(self.shape))

    @property
    def zero_count(self) -> int:
        """The number of pixel values that are 0."""
        return int(self.pixel_histogram[0])

    @property
    def zero_share(self) -> float:
        """Share of all pixel values that are 0."""
        return self.zero_count / max(1, self.value_count)

    @property
    def image_means(self) -> NDArray[np.int64]:
        """(n,) mean pixel value of each image rounded down to a whole number."""
        return self.image_sums // (self.shape[1] * self.shape[2])

    def ink_levels(self, range_: int) -> NDArray[np.int64]:
        """(n,) mean grey of each image in the steps of `steps_per_grey`, rounded down; pixels lie in 0..`range_`."""
        return _levels(self.image_sums, pixels=self.shape[1] * self.shape[2], maximum=range_)

    def to_dict(self) -> dict[str, Any]:
        """The numbers as `data stats --json` prints them."""
        return {
            "n": self.n,
            "classes": len(self.class_counts),
            "class_counts": self.class_counts.tolist(),
            "shape": list(self.shape),
            "dtype": self.dtype,
            "min": self.minimum,
            "max": self.maximum,
            "image_means_first_20": self.image_means[:20].tolist(),
            "value_count": self.value_count,
            "zero_count": self.zero_count,
            "zero_share": self.zero_share,
            "never_inked_pixels": int(self.never_inked.sum()),
            "constant_pixels": int(self.constant.sum()),
        }


def steps_per_grey(maximum: int) -> int:
    """How finely mean greys are counted: whole ones of 0..255, as the notebooks do, and quarters where there are few."""
    return 4 if maximum < 64 else 1


def summarise(split: Split, *, class_count: int, maximum: int) -> Summary:
    """The counts and values of `split`, whose pixels lie in 0..`maximum`."""
    lowest, highest = split.images.min(axis=0), split.images.max(axis=0)
    images = split.images.reshape(len(split), -1)
    return Summary(
        class_counts=np.bincount(split.labels, minlength=class_count),
        shape=split.images.shape,
        dtype=str(split.images.dtype),
        minimum=int(lowest.min()),
        maximum=int(highest.max()),
        image_sums=_image_sums(split.images),
        empty_pixels=_empty_pixels(images),
        pixel_histogram=_histogram(images, maximum),
        never_inked=highest == 0,
        constant=lowest == highest,
    )


def describe(dataset: Dataset) -> dict[str, Any]:
    """Name and numbers of both parts, as values for JSON."""
    facts = dataset.facts
    parts = {
        part: summarise(dataset.part(part), class_count=facts.class_count, maximum=facts.maximum).to_dict()
        for part in ("train", "test")
    }
    return {"name": dataset.name, **parts}


@dataclass(frozen=True, eq=False)
class Ink(ReadOnlyArrays):
    """Mean grey of the images, all together and per class; NaN for classes without images (their histograms 0)."""

    steps_per_grey: int
    histogram: NDArray[np.int64]
    """(range · steps + 1,) images per mean grey, rounded down to such a step."""
    histogram_of_first: NDArray[np.int64]
    """The same for the first images of the part."""
    histogram_per_class: NDArray[np.int64]
    """(K, range · steps + 1)."""
    mean: float
    class_means: NDArray[np.float64]
    """(K,) average mean grey."""
    class_quantiles: NDArray[np.float64]
    """(K, 5) mean grey below which 5, 25, 50, 75 and 95 % of the images lie."""
    empty_shares: NDArray[np.float64]
    """(K,) share of pixels that are 0."""

    @property
    def shares(self) -> NDArray[np.float64]:
        """(range + 1,) share of the images per whole mean grey."""
        whole = np.add.reduceat(self.histogram, np.arange(0, len(self.histogram), self.steps_per_grey))
        shares: NDArray[np.float64] = whole / max(1, whole.sum())
        return shares

    @property
    def most(self) -> int:
        """The class with most ink on average."""
        return int(np.nanargmax(self.class_means))

    @property
    def least(self) -> int:
        """The class with least ink on average."""
        return int(np.nanargmin(self.class_means))


def measure_ink(split: Split, *, class_count: int, maximum: int, first: int = 100) -> Ink:
    """Mean grey of every image of `split`, whose pixels lie in 0..`maximum`, as histograms and quantiles."""
    sums, labels, pixels = _image_sums(split.images), split.labels, split.images[0].size
    greys, levels = sums / pixels, _levels(sums, pixels=pixels, maximum=maximum)
    steps = steps_per_grey(maximum)
    bins = maximum * steps + 1
    empty = _empty_pixels(split.images.reshape(len(split), -1)) / pixels
    counts = np.bincount(labels, minlength=class_count)
    of_class = [labels == label for label in range(class_count)]
    quantiles = [np.quantile(greys[rows], QUANTILES) if rows.any() else [np.nan] * 5 for rows in of_class]
    with np.errstate(invalid="ignore"):  # 0 / 0 for a class without images
        class_means = np.bincount(labels, greys, minlength=class_count) / counts
        empty_shares = np.bincount(labels, empty, minlength=class_count) / counts
    return Ink(
        steps_per_grey=steps,
        histogram=np.bincount(levels, minlength=bins),
        histogram_of_first=np.bincount(levels[:first], minlength=bins),
        histogram_per_class=np.stack([np.bincount(levels[rows], minlength=bins) for rows in of_class]),
        mean=float(greys.mean()),
        class_means=class_means,
        class_quantiles=np.array(quantiles),
        empty_shares=empty_shares,
    )


def faint_and_dark(levels: NDArray[np.integer], *, share: float) -> tuple[tuple[int, int], tuple[int, int]]:
    """The levels of ink, lowest and highest, of the faintest images and of the darkest.

    Each are at most this `share` of all, or more where so many have one level.

    >>> faint_and_dark(np.arange(100), share=0.1)
    ((0, 8), (90, 99))
    """
    lowest, highest = int(levels.min()), int(levels.max())
    low, high = (int(end) for end in np.quantile(levels, (share, 1 - share)))
    return (lowest, max(lowest, low - 1)), (min(highest, high + 1), highest)


def mean_greys(images: NDArray[np.uint8]) -> NDArray[np.float64]:
    """(n,) mean pixel value of each of the `images` (n, h, w)."""
    greys: NDArray[np.float64] = _image_sums(images) / images[0].size
    return greys


def _levels(sums: NDArray[np.int64], *, pixels: int, maximum: int) -> NDArray[np.int64]:
    return sums * steps_per_grey(maximum) // pixels


def _image_sums(images: NDArray[np.uint8]) -> NDArray[np.int64]:
    """(n,) sum of the pixel values of each image, in 32 bits, which are enough and faster than 64."""
    sums: NDArray[np.uint32] = images.reshape(len(images), -1).sum(axis=1, dtype=np.uint32)
    return sums.astype(np.int64)


def _parts(images: NDArray[np.uint8]) -> Iterator[NDArray[np.uint8]]:
    for start in range(0, len(images), _CHUNK):
        yield images[start : start + _CHUNK]


def _histogram(images: NDArray[np.uint8], maximum: int) -> NDArray[np.int64]:
    """(maximum + 1,) counts of every value; in steps, since `bincount` copies its input to 8 bytes a value."""
    counts = np.zeros(maximum + 1, dtype=np.int64)
    for part in _parts(images):
        counts += np.bincount(part.ravel(), minlength=maximum + 1)
    return counts


def _empty_pixels(images: NDArray[np.uint8]) -> NDArray[np.int64]:
    """(n,) how many values of each row of (n, h·w) are 0."""
    inked = np.concatenate([np.count_nonzero(part, axis=1) for part in _parts(images)])
    empty: NDArray[np.int64] = images.shape[1] - inked
    return empty
