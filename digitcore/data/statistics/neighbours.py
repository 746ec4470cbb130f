"""The images nearest to an image, and images whose neighbours have another label.

Distances are Euclidean over the pixels, exact, and computed to every image of the split. A matrix product gives all
distances of a block, and the few below the worst neighbour so far are sorted in. That is faster than scikit-learn's brute
search (`make bench` prints both), and needs neither its second of import nor a copy of all images in floating point.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from digitcore.data.dataset import Split
from digitcore.data.results import ReadOnlyArrays
from digitcore.progress import Progress, Report, ignore

_QUERY_BLOCK = 500
_SPLIT_BLOCK = 4_096
"""Images per block: 500 × 4,096 scores take 8 MB."""

_EXACT_PIXELS = 1_024
"""So many products of two values within ±128 add up to at most 2²⁴, up to which float32 is exact."""


@dataclass(frozen=True, eq=False)
class Neighbours(ReadOnlyArrays):
    """The nearest images of each query, nearest first; ties in the order of the split."""

    indices: NDArray[np.int64]
    """(m, count) numbers of the images in the split."""
    distances: NDArray[np.float64]
    """(m, count) in grey levels."""


def nearest(
    images: NDArray[np.uint8],
    split: Split,
    *,
    count: int,
    exclude: NDArray[np.integer] | None = None,
    report: Report = ignore,
) -> Neighbours:
    """The `count` images of `split` nearest to each of `images` (m, h, w); fewer if `split` is smaller.

    `exclude` (m,) is an index for each query that is not a neighbour: the image itself.
    """
    count = max(0, min(count, len(split) - (exclude is not None)))
    indices = np.empty((len(images), count), dtype=np.int64)
    distances = np.empty((len(images), count))
    for start in range(0, len(images), _QUERY_BLOCK):
        rows = slice(start, start + _QUERY_BLOCK)
        own = None if exclude is None else exclude[rows]
        still = partial(report, Progress("Comparing images", start, len(images), "images"))
        indices[rows] = _nearest_in_block(_centred(images[rows]), split, count, own, still)
        distances[rows] = _distances(images[rows], split.images, indices[rows])
        report(Progress("Comparing images", min(start + _QUERY_BLOCK, len(images)), len(images), "images"))
    return Neighbours(indices, distances)


def _nearest_in_block(
    queries: NDArray[np.floating],
    split: Split,
    count: int,
    own: NDArray[np.integer] | None,
    still: Callable[[], None],
) -> NDArray[np.int64]:
    """(m, count) indices of the nearest images. The score |x|² − 2 x·q orders images as the distance does."""
    rows = np.arange(len(queries))
    best_scores = np.full((len(queries), count), np.inf)
    best_indices = np.full((len(queries), count), -1)
    if not count:
        return best_indices
    for start in range(0, len(split), _SPLIT_BLOCK):
        still()  # a report may end the work, and a block of a large split takes seconds
        part = _centred(split.images[start : start + _SPLIT_BLOCK])
        scores = queries @ (-2 * part.T)
        scores += np.vecdot(part, part)
        if own is not None:
            here = (own >= start) & (own < start + len(part))
            scores[rows[here], own[here] - start] = np.inf
        best_scores, best_indices = _merge(best_scores, best_indices, scores, start)
    return best_indices


def _merge(
    best_scores: NDArray[np.floating],
    best_indices: NDArray[np.int64],
    scores: NDArray[np.floating],
    start: int,
) -> tuple[NDArray[np.floating], NDArray[np.int64]]:
    """The best so far (m, count), improved by `scores` (m, block) of the images from `start` on."""
    count = best_scores.shape[1]
    limits = best_scores[:, -1:]
    is_first_block = not np.isfinite(limits).all()
    if is_first_block and count < scores.shape[1]:
        limits = np.partition(scores, count - 1, axis=1)[:, count - 1 : count]
    rows, columns = np.nonzero(scores <= limits)
    all_rows = np.concatenate([np.repeat(np.arange(len(scores)), count), rows])
    all_scores = np.concatenate([best_scores.ravel(), scores[rows, columns]])
    all_indices = np.concatenate([best_indices.ravel(), columns + start])
    order = np.lexsort((all_scores, all_rows))  # stable: among ties, earlier images first
    first_of_row = np.searchsorted(all_rows[order], np.arange(len(scores)))
    best = order[first_of_row[:, None] + np.arange(count)]
    return all_scores[best], all_indices[best]


def _centred(images: NDArray[np.uint8]) -> NDArray[np.floating]:
    """Pixel values minus 128 as rows (n, h·w), which changes no distance and keeps the products small."""
    rows = images.reshape(len(images), -1)
    centred: NDArray[np.floating] = rows.astype(np.float32 if rows.shape[1] <= _EXACT_PIXELS else np.float64)
    centred -= 128
    return centred


def _distances(
    queries: NDArray[np.uint8], images: NDArray[np.uint8], indices: NDArray[np.int64]
) -> NDArray[np.float64]:
    """(m, count) distance of each query to the images at its `indices`, from the pixels themselves."""
    differences = images[indices].astype(np.int32) - queries[:, None]
    distances: NDArray[np.float64] = np.sqrt((differences**2).sum(axis=(2, 3)))
    return distances


@dataclass(frozen=True, eq=False)
class Suspicious(ReadOnlyArrays):
    """Images of a random sample whose neighbours mostly have another label, most suspicious first."""

    indices: NDArray[np.int64]
    """(s,) numbers of the images in the split."""
    disagreeing: NDArray[np.int64]
    """(s,) how many of the neighbours have another label."""
    suggested: NDArray[np.int64]
    """(s,) the label of most of the neighbours."""
    neighbours: Neighbours
    """(s, count) the neighbours themselves."""
    sample_size: int
    split_size: int

    @property
    def count(self) -> int:
        """The number of neighbours of each image."""
        return int(self.neighbours.indices.shape[1])

    @property
    def sentence(self) -> str:
        """How many images of which sample are suspicious."""
        whole = self.sample_size == self.split_size
        drawn = "" if whole else f", drawn at random from {self.split_size:,},"
        return (
            f"{len(self.indices):,} of {'all ' if whole else ''}{self.sample_size:,} images{drawn} have mostly "
            f"neighbours with another label (more than half of the {self.count} nearest of all)."
        )


def suspicious(
    split: Split, *, sample: int = 5_000, count: int = 10, seed: int = 0, report: Report = ignore
) -> Suspicious:
    """Compare the labels of `sample` random images with those of their `count` nearest neighbours.

    An image is suspicious if more than half of them have another label; the more of them, and the nearer they are, the
    more suspicious.
    """
    drawn = np.random.default_rng(seed).choice(len(split), size=min(sample, len(split)), replace=False)
    neighbours = nearest(split.images[drawn], split, count=count, exclude=drawn, report=report)
    labels_around = split.labels[neighbours.indices]
    disagreeing = (labels_around != split.labels[drawn, None]).sum(axis=1)
    chosen = np.flatnonzero(2 * disagreeing > neighbours.indices.shape[1])
    order = np.lexsort((drawn[chosen], neighbours.distances[chosen].mean(axis=1), -disagreeing[chosen]))
    rows = chosen[order]
    return Suspicious(
        indices=drawn[rows],
        disagreeing=disagreeing[rows],
        suggested=np.array([np.bincount(labels_around[row]).argmax() for row in rows], dtype=np.int64),
        neighbours=Neighbours(neighbours.indices[rows], neighbours.distances[rows]),
        sample_size=len(drawn),
        split_size=len(split),
    )
