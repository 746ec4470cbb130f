"""Damaging a dataset on purpose: fewer images, imbalance, wrong labels, noise on the pixels.

Every dataset has these options; `datasets.load` applies them. Images are removed first, then labels are made wrong,
then noise is added.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from digitcore.data.dataset import Dataset, Option, OptionValue, Split
from digitcore.progress import Progress, Report, ignore

OPTIONS = (
    Option(
        "noise", "Noise on pixels, %",
        "Standard deviation of what is added to each training pixel, in % of the range of values; the sum is "
        "rounded and cut to the range.",
        default=0, low=0, high=100, step=5,
    ),
    Option(
        "wrong_labels", "Wrong labels, %",
        "How many % of the training images carry the label of another class, drawn at random.",
        default=0, low=0, high=100, step=5,
    ),
    Option(
        "imbalance", "Imbalance, %",
        "The last class loses this many % of its training images, the first none, those between a share that "
        "rises evenly.",
        default=0, low=0, high=99, step=5,
    ),
    Option(
        "fewer", "Fewer images, %",
        "How many % of the training images are left out, the same share of every class.",
        default=0, low=0, high=99, step=5,
    ),
    Option(
        "spoil_seed", "Seed of the spoiling",
        "Another seed spoils other images in the same way.",
        default=0, low=0, high=999_999,
    ),
)  # fmt: skip

_DAMAGES = ("noise", "wrong_labels", "imbalance", "fewer")
_CHUNK = 4_096
"""Images per step when noise is added: keeps the float copies small."""


def is_spoiled(options: Mapping[str, OptionValue]) -> bool:
    """Whether these options do any damage; a seed alone does none."""
    return any(options.get(name) for name in _DAMAGES)


def without(options: Mapping[str, OptionValue]) -> dict[str, OptionValue]:
    """The options without those of spoiling: the same test part, a clean training part."""
    names = {option.name for option in OPTIONS}
    return {name: value for name, value in options.items() if name not in names}


def spoil(
    dataset: Dataset,
    *,
    noise: float = 0,
    wrong_labels: float = 0,
    imbalance: float = 0,
    fewer: float = 0,
    spoil_seed: int = 0,
    report: Report = ignore,
) -> Dataset:
    """The dataset with its training part spoiled; the same object if no option does damage."""
    if not (noise or wrong_labels or imbalance or fewer):
        return dataset
    split, class_count = dataset.train, dataset.class_count
    # Each damage draws one fixed sequence and uses as much of it as its option says, so that more only adds to less.
    left, mislabelled, noisy = (np.random.default_rng([spoil_seed, kind]) for kind in range(3))
    if imbalance or fewer:
        split = split.take(_left(split.labels, imbalance, fewer, class_count=class_count, random=left))
    images, labels = split.images, split.labels
    if wrong_labels:
        labels = _with_wrong_labels(labels, wrong_labels, class_count=class_count, random=mislabelled)
    if noise:
        images = _with_noise(images, noise / 100, maximum=dataset.facts.maximum, random=noisy, report=report)
    # The test part stays, so that every model is judged on the same true images.
    return Dataset(dataset.name, dataset.facts, Split(images, labels), dataset.test, dataset.options)


def _left(
    labels: NDArray[np.uint8],
    imbalance: float,
    fewer: float,
    *,
    class_count: int,
    random: np.random.Generator,
) -> NDArray[np.int64]:
    """Indices of the images that stay, rising; at least one of every class."""
    order = random.permutation(len(labels))
    shares = (1 - fewer / 100) * (1 - imbalance / 100 * np.linspace(0, 1, class_count))
    counts = np.bincount(labels, minlength=class_count)
    sizes = np.maximum(1, np.rint(counts * shares)).astype(np.int64)
    return np.sort(np.concatenate([order[labels[order] == k][: sizes[k]] for k in range(class_count)]))


def _with_wrong_labels(
    labels: NDArray[np.uint8], percent: float, *, class_count: int, random: np.random.Generator
) -> NDArray[np.uint8]:
    """A copy in which exactly `percent` of the labels (rounded) name another class."""
    order = random.permutation(len(labels))
    steps = random.integers(1, class_count, size=len(labels))  # 1..K-1 further round the circle of classes
    chosen = order[: round(len(labels) * percent / 100)]
    wrong = labels.copy()
    wrong[chosen] = (labels[chosen] + steps[chosen]) % class_count
    return wrong


def _with_noise(
    images: NDArray[np.uint8], share: float, *, maximum: int, random: np.random.Generator, report: Report
) -> NDArray[np.uint8]:
    """A copy with normal noise of `share` × `maximum` on every pixel, rounded and cut to 0..maximum."""
    noisy = np.empty_like(images)
    for start in range(0, len(images), _CHUNK):
        part = images[start : start + _CHUNK]
        values = random.standard_normal(part.shape, dtype=np.float32)
        values *= share * maximum
        values += part
        noisy[start : start + _CHUNK] = np.clip(np.rint(values), 0, maximum)
        report(Progress("Adding noise", min(start + _CHUNK, len(images)), len(images), "images"))
    return noisy
