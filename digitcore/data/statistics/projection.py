"""Images as points on a map: the first principal components of a random sample.

Each component is a pattern of pixels; a point's coordinate says how much of the pattern is in the image.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from digitcore.data.dataset import Split
from digitcore.data.results import ReadOnlyArrays

_NOTHING = 1e-12
"""As a share of the strongest axis: what is less comes from rounding, and such an axis may point anywhere."""
_SMALL = 16
"""Up to this size all eigenvectors are computed: the search for a few does not work on small matrices."""


@dataclass(frozen=True, eq=False)
class Projection(ReadOnlyArrays):
    """A sample of images on three axes, in the order of how much the images differ along them."""

    indices: NDArray[np.int64]
    """(m,) numbers of the images in the split: rising, and those that were added."""
    positions: NDArray[np.float64]
    """(m, 3) coordinates, in the units of the projected numbers (grey levels); the origin is the sample's average."""
    explained_shares: NDArray[np.float64]
    """(3,) share of the sample's variance along each axis."""
    mean: NDArray[np.float64]
    """(d,) the sample's average."""
    axes: NDArray[np.float64]
    """(3, d): any other row lies at `axes @ (row - mean)`. Zeros for an axis along which nothing differs."""


def project(split: Split, *, sample: int = 5_000, seed: int = 0) -> Projection:
    """Put `sample` random images of `split` on their first three principal components."""
    indices = drawn(len(split), sample=sample, seed=seed)
    return project_vectors(split.images[indices].reshape(len(indices), -1), indices=indices)


def with_others(projection: Projection, split: Split, others: NDArray[np.integer]) -> Projection:
    """The same map with these images of `split` on it as well, which had no part in its axes."""
    rows = split.images[others].reshape(len(others), len(projection.mean)) - projection.mean
    return replace(
        projection,
        indices=np.concatenate([projection.indices, others]),
        positions=np.concatenate([projection.positions, rows @ projection.axes.T]),
    )


def drawn(n: int, *, sample: int, seed: int) -> NDArray[np.int64]:
    """`sample` random numbers of 0..n-1, or all if there are fewer; rising."""
    return np.sort(np.random.default_rng(seed).choice(n, size=min(sample, n), replace=False))


def project_vectors(vectors: NDArray[np.number], *, indices: NDArray[np.int64]) -> Projection:
    """The same for any rows of numbers (m, d) that belong to the images at `indices` (m,)."""
    centred = vectors.astype(np.float64)
    mean = centred.mean(axis=0)
    centred -= mean
    values, positions, axes = _on_axes(centred)
    total = float((centred**2).sum())
    return Projection(indices, positions, values / total if total else values, mean, axes)


def _on_axes(
    centred: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Sums of squares (3,) along the three strongest axes of rows (m, d), falling; the rows' positions (m, 3); these axes."""
    m, d = centred.shape
    # The products among columns and among rows give the same; embeddings may be wider than the images are many.
    if d <= m:
        values, components = _strongest(centred.T @ centred)
        positions = centred @ components.T
    else:
        values, shares = _strongest(centred @ centred.T)
        positions, components = shares.T * np.sqrt(values), shares @ centred
        components /= np.sqrt(np.maximum(values, np.finfo(float).tiny))[:, None]
    components[values <= _NOTHING * values[0]] = 0
    signs = _signs(components)
    return values, positions * signs, components * signs[:, None]


def _signs(components: NDArray[np.float64]) -> NDArray[np.float64]:
    """(3,) factors that make the strongest entry of each axis positive, so that no map is mirrored by chance."""
    strongest = np.take_along_axis(components, np.abs(components).argmax(axis=1, keepdims=True), axis=1)[:, 0]
    return np.where(strongest < 0, -1.0, 1.0)


def _strongest(products: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The three largest eigenvalues (3,) of a symmetric matrix, falling, and their vectors as rows."""
    from scipy.sparse.linalg import eigsh

    size = len(products)
    if not products.any():  # all rows are equal, so any axes are right
        return np.zeros(3), np.eye(3, size)
    if size <= _SMALL:
        values, vectors = np.linalg.eigh(products)
    else:  # three components of 64×64 pixels take 2 s; a full decomposition took 51
        start = np.random.default_rng(0).standard_normal(size)  # fixed, so that equal samples give equal maps
        values, vectors = eigsh(products, k=3, v0=start)
    order = np.argsort(values)[::-1][:3]
    missing = 3 - len(order)
    rows = np.pad(vectors.T[order], ((0, missing), (0, 0)))
    return np.pad(np.maximum(values[order], 0), (0, missing)), rows
