"""Is the test part like the training part? Sizes, classes, ink and average images, in numbers and words.

Every difference is compared with what chance alone would make: two random parts of the same images differ too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitcore.data.dataset import Dataset
from digitcore.data.results import ReadOnlyArrays
from digitcore.data.statistics.averages import ClassAverages, class_averages
from digitcore.data.statistics.intervals import (
    Homogeneity,
    MeanDifference,
    mean_difference,
    same_distribution,
)
from digitcore.data.statistics.statistics import mean_greys


@dataclass(frozen=True, eq=False)
class AverageDifference(ReadOnlyArrays):
    """The difference between the average training image and the average test image, in grey levels."""

    train: NDArray[np.float64]
    """(h, w) average of all training images."""
    test: NDArray[np.float64]
    """(h, w) average of all test images."""
    by_chance: float
    """The difference of two random parts of these sizes, as the root mean square over the pixels."""
    class_differences: NDArray[np.float64]
    """(K, h, w) test minus train per class; 0 if a part has no image of the class."""
    maximum: int
    """Pixel values lie in 0..maximum."""

    @property
    def difference(self) -> NDArray[np.float64]:
        """(h, w) test minus train."""
        return self.test - self.train

    @property
    def apart(self) -> float:
        """Root mean square of the difference over the pixels."""
        return _root_mean_square(self.difference)

    @property
    def largest(self) -> float:
        """The largest difference at a pixel, with its sign."""
        return float(self.difference.flat[np.abs(self.difference).argmax()])

    @property
    def class_apart(self) -> NDArray[np.float64]:
        """(K,) root mean square of each class's difference."""
        return np.array([_root_mean_square(image) for image in self.class_differences])

    @property
    def furthest_class(self) -> int:
        """The class whose averages differ most."""
        return int(self.class_apart.argmax())

    @property
    def sentence(self) -> str:
        """The verdict in plain words."""
        times = self.apart / self.by_chance if self.by_chance else 0.0
        verdict = "about what" if times <= 1.5 else f"{times:.1f} times what"
        return (
            f"The average images are {self.apart:.2f} grey levels apart (root mean square over the pixels; "
            f"{self.apart / self.maximum:.1%} of the range), {verdict} random cuts would give "
            f"({self.by_chance:.2f})."
        )


@dataclass(frozen=True)
class PartComparison:
    """The test part compared with the training part."""

    train_count: int
    test_count: int
    classes: Homogeneity
    ink: MeanDifference
    """The difference in mean grey."""
    averages: AverageDifference

    @property
    def test_share(self) -> float:
        """The test part's share of all images."""
        return self.test_count / (self.train_count + self.test_count)


def compare_parts(dataset: Dataset) -> PartComparison:
    """Compare the two parts of a dataset."""
    parts = (dataset.train, dataset.test)
    train, test = (class_averages(split, class_count=dataset.class_count) for split in parts)
    train_greys, test_greys = (mean_greys(split.images) for split in parts)
    return PartComparison(
        train_count=len(dataset.train),
        test_count=len(dataset.test),
        classes=same_distribution(train.counts, test.counts),
        ink=mean_difference(train_greys, test_greys),
        averages=_average_difference(train, test, maximum=dataset.facts.maximum),
    )


def _average_difference(train: ClassAverages, test: ClassAverages, *, maximum: int) -> AverageDifference:
    n, m = int(train.counts.sum()), int(test.counts.sum())
    variance = (n * train.overall_deviation**2 + m * test.overall_deviation**2) / (n + m)
    in_both = ((train.counts > 0) & (test.counts > 0))[:, None, None]
    return AverageDifference(
        train=train.overall_mean,
        test=test.overall_mean,
        by_chance=float(np.sqrt(variance.mean() * (1 / n + 1 / m))),
        class_differences=np.where(in_both, test.means - train.means, 0.0),
        maximum=maximum,
    )


def _root_mean_square(values: NDArray[np.float64]) -> float:
    return float(np.sqrt((values**2).mean()))
