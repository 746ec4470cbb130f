"""Claims of the notebooks about MNIST's images, held against the images."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from digitcore.data.dataset import Dataset
from digitcore.data.preparation import fit
from digitcore.data.statistics.averages import class_averages, typicality
from digitcore.data.statistics.statistics import mean_greys
from digitcore.learning.guided.claims.findings import Finding, verdict
from digitcore.learning.recipes.published_reports import first_mean_greys

_FEW = 100
"""Images of a class that are enough to see that a difference is never negative."""


def zeros(mnist: Dataset) -> Finding:
    """How many pixels of the training images are 0."""
    images = mnist.train.images
    empty = images.size - int(np.count_nonzero(images))
    return Finding(
        verdict(round(empty / 1e7, 1) == 3.8),
        f"{empty:,} of {images.size:,} pixels are 0, {empty / images.size:.0%}: most of an image is paper.",
        {"value": ["0", "1 to 254", "255"], "pixels of the training images": _in_three(images)},
    )


def centred(mnist: Dataset) -> Finding:
    """Where the mean greys lie."""
    greys = mean_greys(mnist.train.images)
    fullest = int(np.bincount(greys.astype(int)).argmax())
    middle = (float(greys.mean()), float(np.median(greys)))
    return Finding(
        verdict(min(abs(value - 28) for value in (*middle, fullest)) < 1),
        f"Their mean is {middle[0]:.1f}, half of the images lie below {middle[1]:.1f}, and most of all have {fullest}. None of "
        "these middles is 28.",
        {
            "mean grey": [f"{low} to {low + 9}" for low in range(0, 100, 10)],
            "images": [int(((greys >= low) & (greys < low + 10)).sum()) for low in range(0, 100, 10)],
        },
    )


def near_enough(mnist: Dataset) -> Finding:
    """What the condition compares with."""
    limit = 10 ^ -5
    of_class = mnist.train.images[mnist.train.labels == 0][:_FEW]
    # As in the notebook: unsigned bytes wrap around, so that a difference is never below 0.
    smallest = float(min((image - of_class[0]).mean() for image in of_class))
    return Finding(
        verdict(smallest < limit),
        f"In Python the hat is “exclusive or”: `10^-5` is {limit}, and one hundred-thousandth is `10**-5`. A difference of "
        "unsigned bytes is never below 0, so the search never ends early, and what it calls nearest is always the first image.",
        {
            "what": ["10^-5", "10**-5", f"smallest mean difference of {_FEW} zeros"],
            "in Python": [f"{limit}", f"{10**-5:g}", f"{smallest:g}"],
        },
    )


def least_similar(mnist: Dataset) -> Finding:
    """The image that a signed mean picks, beside the one that is furthest from its average."""
    train = mnist.train
    to_average = typicality(train, class_averages(train, class_count=mnist.class_count))
    greys = mean_greys(train.images)
    picked = []
    for digit in range(mnist.class_count):
        rows = np.flatnonzero(train.labels == digit)
        picked.append(int(rows[greys[rows].argmin()]))
    ranks = [
        to_average.count(digit) - to_average.position(index).rank + 1 for digit, index in enumerate(picked)
    ]
    furthest = [int(to_average.strangest(digit, count=1)[0]) for digit in range(mnist.class_count)]
    return Finding(
        verdict(picked == furthest),
        "A mean of differences with their signs is largest where an image has least ink: it finds the faintest image, not the "
        f"strangest. By distance {sum(rank == 1 for rank in ranks) or 'none'} of the ten is the furthest from its average.",
        {
            "digit": list(range(mnist.class_count)),
            "picked by a signed mean: image": picked,
            "its rank by distance": [f"{rank:,}" for rank in ranks],
            "furthest by distance: image": furthest,
        },
    )


def between_0_and_1(mnist: Dataset) -> Finding:
    """Lowest and highest value of standardised training images."""
    images = mnist.train.images
    preparation = fit("standardised", images, maximum=mnist.facts.maximum)
    extremes = np.stack([images.min(axis=0), images.max(axis=0)])
    low, high = (
        float(value) for value in (preparation.apply(extremes).min(), preparation.apply(extremes).max())
    )
    return Finding(
        verdict(low >= 0 and high <= 1),
        f"It subtracts a mean and divides by a deviation, which gives values from {low:.1f} to {high:.0f} on the training "
        "images. Between 0 and 1 they lie when they are divided by 255.",
        {
            "preparation": ["as stored", "divided by 255", "standardised"],
            "lowest": ["0", "0", f"{low:.2f}"],
            "highest": ["255", "1", f"{high:.2f}"],
        },
    )


def first_greys(mnist: Dataset) -> Finding:
    """The printed mean greys beside those of the images."""
    printed = first_mean_greys()
    counted = [int(grey) for grey in mean_greys(mnist.train.images[: len(printed)])]
    return Finding(
        verdict(list(printed) == counted),
        f"All {len(printed)} are what the files give, rounded down.",
        {"training image": list(range(10)), "printed": printed[:10], "counted": counted[:10]},
    )


def value_range(mnist: Dataset) -> Finding:
    """Lowest and highest pixel of the test images."""
    low, high = int(mnist.test.images.min()), int(mnist.test.images.max())
    return Finding(
        verdict((low, high) == (0, 255)),
        f"They do reach from {low} to {high}. The notebook's program looked at the training images by mistake, and had luck.",
        {
            "part": ["training", "test"],
            "lowest": [int(mnist.train.images.min()), low],
            "highest": [int(mnist.train.images.max()), high],
        },
    )


def _in_three(images: NDArray[np.uint8]) -> list[str]:
    full, empty = int((images == 255).sum()), images.size - int(np.count_nonzero(images))
    return [f"{count:,}" for count in (empty, images.size - empty - full, full)]
