"""Images as points on a map: the first principal components of a random sample.

Each component is a pattern of pixels; a point's coordinate says how much of the pattern is in the image. The
three strongest eigenvectors of the covariance are all that is needed, so that is what is computed: at once
for 28×28 pixels, and in seconds for 64×64, where a full decomposition takes a minute.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitcore.data.dataset import Split
from digitcore.data.results import ReadOnlyArrays


@dataclass(frozen=True, eq=False)
class Projection(ReadOnlyArrays):
    """A sample of images on three axes, the one along which they differ most first."""

    indices: NDArray[np.int64]
    """(m,) numbers of the images in the split, rising."""
    positions: NDArray[np.float64]
    """(m, 3) coordinates, in grey levels; the sample's average image is the origin."""
    explained_shares: NDArray[np.float64]
    """(3,) share of the sample's variance along each axis."""


def project(split: Split, *, sample: int = 5_000, seed: int = 0) -> Projection:
    """Put `sample` random images of `split` on their first three principal components."""
    drawn = np.random.default_rng(seed).choice(len(split), size=min(sample, len(split)), replace=False)
    indices = np.sort(drawn)
    centred = split.images[indices].reshape(len(indices), -1).astype(np.float64)
    centred -= centred.mean(axis=0)
    scatter = centred.T @ centred
    values, components = _strongest(scatter)
    total = np.trace(scatter)
    return Projection(
        indices=indices,
        positions=centred @ components.T,
        explained_shares=values / total if total else values,
    )


def _strongest(scatter: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The three largest eigenvalues (3,) of a symmetric matrix, falling, and their vectors as rows.

    A vector's sign says nothing; here its strongest pixel is positive, so that a map is never mirrored by chance.
    """
    from scipy.sparse.linalg import eigsh

    size = len(scatter)
    if not scatter.any():  # all images are equal: any axes will do
        return np.zeros(3), np.eye(3, size)
    start = np.random.default_rng(0).standard_normal(size)  # fixed, so that equal samples give equal maps
    values, vectors = eigsh(scatter, k=3, v0=start)
    order = np.argsort(values)[::-1]
    rows = vectors.T[order]
    strongest_pixels = np.take_along_axis(rows, np.abs(rows).argmax(axis=1, keepdims=True), axis=1)
    return np.maximum(values[order], 0), rows * np.sign(strongest_pixels)
