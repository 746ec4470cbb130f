"""The average image of each class, how far images are from it, and the nearest average as a first model.

Sums are whole numbers, so averages are exact. Distances are Euclidean over the pixels, in grey levels: in a signed mean,
too much and too little ink would cancel.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitcore.data.dataset import Dataset, Split
from digitcore.data.results import ReadOnlyArrays
from digitcore.data.statistics.intervals import wilson_interval
from digitcore.data.statistics.pixel_sums import deviations, pixel_sums

_CHUNK = 512
"""Images per step, so that a copy in double precision stays in the cache."""
# Products of 16 images are too small for BLAS to use a second thread. Its threads wait busily for each other, which
# takes ten times as long as the work while a training holds a core: https://github.com/OpenMathLib/OpenBLAS/issues/731
_STACKED = 16


@dataclass(frozen=True, eq=False)
class ClassAverages(ReadOnlyArrays):
    """Average and spread of every pixel, per class; 0 for a class without images."""

    counts: NDArray[np.int64]
    """(K,) images per class."""
    sums: NDArray[np.int64]
    """(K, h, w) sum of the pixel values."""
    square_sums: NDArray[np.int64]
    """(K, h, w) sum of their squares."""

    @property
    def means(self) -> NDArray[np.float64]:
        """(K, h, w) average image of each class."""
        means: NDArray[np.float64] = self.sums / self._divisors
        return means

    @property
    def deviations(self) -> NDArray[np.float64]:
        """(K, h, w) standard deviation of each pixel within its class (divided by n)."""
        return deviations(self._divisors, self.sums, self.square_sums)

    @property
    def overall_mean(self) -> NDArray[np.float64]:
        """(h, w) average of all images."""
        mean: NDArray[np.float64] = self.sums.sum(axis=0) / max(1, self.counts.sum())
        return mean

    @property
    def overall_deviation(self) -> NDArray[np.float64]:
        """(h, w) standard deviation of each pixel over all images."""
        n = np.maximum(1, self.counts.sum())
        return deviations(n, self.sums.sum(axis=0), self.square_sums.sum(axis=0))

    @property
    def _divisors(self) -> NDArray[np.int64]:
        return np.maximum(1, self.counts)[:, None, None]


def class_averages(split: Split, *, class_count: int) -> ClassAverages:
    """Average and spread of each class of `split`."""
    parts = [pixel_sums(split.images[split.labels == label]) for label in range(class_count)]
    counts = np.bincount(split.labels, minlength=class_count)
    return ClassAverages(counts, np.stack([part[0] for part in parts]), np.stack([part[1] for part in parts]))


def distances(images: NDArray[np.uint8], averages: ClassAverages) -> NDArray[np.float64]:
    """Euclidean distance (n, K) of each image (n, h, w) to each class average; infinite to an empty class.

    A matrix product gives all of them, by |x − m|² = |x|² − 2 x·m + |m|², in double precision, since the three terms
    nearly cancel for an image close to its average.
    """
    means = averages.means.reshape(len(averages.counts), -1)
    mean_squares, minus_twice = (means**2).sum(axis=1), -2 * means.T
    squared = np.empty((len(images), len(means)))
    # Shared by all steps: new memory is slow.
    stack = np.zeros((_CHUNK // _STACKED, _STACKED, means.shape[1]))
    rows = stack.reshape(_CHUNK, -1)
    for start in range(0, len(images), _CHUNK):
        part = images[start : start + _CHUNK].reshape(-1, means.shape[1])
        np.copyto(rows[: len(part)], part)
        products = (stack @ minus_twice).reshape(_CHUNK, -1)
        step = np.vecdot(rows, rows)[:, None] + products + mean_squares
        squared[start : start + _CHUNK] = step[: len(part)]
    squared[:, averages.counts == 0] = np.inf
    return np.sqrt(np.maximum(squared, 0))


@dataclass(frozen=True, eq=False)
class NearestAverage(ReadOnlyArrays):
    """The nearest average of the training part as a model, judged on the test part."""

    correct: int
    n: int
    interval: tuple[float, float]
    """Wilson's 95 % interval of the accuracy."""
    confusion_matrix: NDArray[np.int64]
    """(K, K), row = true, column = predicted."""
    predictions: NDArray[np.uint8]
    """(n,) the predicted class of each test image."""

    @property
    def accuracy(self) -> float:
        """Share of the test images whose predicted class is the true one."""
        return self.correct / max(1, self.n)


def nearest_average(dataset: Dataset) -> NearestAverage:
    """Predict the class whose average training image is nearest, for each test image, and judge it."""
    averages = class_averages(dataset.train, class_count=dataset.class_count)
    predictions = distances(dataset.test.images, averages).argmin(axis=1).astype(np.uint8)
    matrix = np.zeros((dataset.class_count, dataset.class_count), dtype=np.int64)
    np.add.at(matrix, (dataset.test.labels, predictions), 1)
    correct, n = int(np.trace(matrix)), len(dataset.test)
    return NearestAverage(correct, n, wilson_interval(correct, n), matrix, predictions)


@dataclass(frozen=True)
class Position:
    """The rank of an image among the images of its class."""

    distance: float
    """To the average of its class, in grey levels."""
    rank: int
    """1 is the image nearest to the average."""
    of: int
    """The number of images of that class."""

    @property
    def percentile(self) -> float:
        """0 for the nearest, 100 for the furthest image of the class."""
        return 100 * (self.rank - 1) / max(1, self.of - 1)

    @property
    def word(self) -> str:
        """ "typical" for the nearest tenth, "strange" for the furthest, else "ordinary"."""
        return "typical" if self.percentile <= 10 else "strange" if self.percentile >= 90 else "ordinary"


@dataclass(frozen=True, eq=False)
class Typicality(ReadOnlyArrays):
    """Each image's distance to the average of its own class, and its rank in the class."""

    labels: NDArray[np.uint8]
    """(n,)."""
    distances: NDArray[np.float64]
    """(n,) in grey levels."""
    ranks: NDArray[np.int64]
    """(n,) from 1, the nearest, to the number of images in the class."""

    def most_typical(self, label: int, *, count: int) -> NDArray[np.int64]:
        """Indices of the images of class `label` that are nearest to its average, nearest first."""
        return self._by_rank(label)[:count]

    def strangest(self, label: int, *, count: int) -> NDArray[np.int64]:
        """Indices of the images of class `label` that are furthest from its average, furthest first."""
        return self._by_rank(label)[::-1][:count]

    def count(self, label: int) -> int:
        """The number of images of class `label`."""
        return int((self.labels == label).sum())

    def position(self, index: int) -> Position:
        """The rank of image number `index` in its class."""
        of = int((self.labels == self.labels[index]).sum())
        return Position(float(self.distances[index]), int(self.ranks[index]), of)

    def _by_rank(self, label: int) -> NDArray[np.int64]:
        rows = np.flatnonzero(self.labels == label)
        return rows[np.argsort(self.ranks[rows])]


def typicality(split: Split, averages: ClassAverages) -> Typicality:
    """Rank the images of each class in `split` by distance to its average; ties keep their order."""
    to_own = distances(split.images, averages)[np.arange(len(split)), split.labels]
    ranks = np.empty(len(split), dtype=np.int64)
    for label in np.unique(split.labels):
        rows = np.flatnonzero(split.labels == label)
        ranks[rows[np.argsort(to_own[rows], kind="stable")]] = np.arange(1, len(rows) + 1)
    return Typicality(split.labels, to_own, ranks)
