"""A map on which near neighbours stay near: t-SNE, which bends what straight directions would lay over each other.

Places mean nothing by themselves, nor do distances between clusters: only who lies beside whom. `kept_neighbours` says how far
that holds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitcore.data.dataset import Split
from digitcore.data.results import ReadOnlyArrays
from digitcore.data.statistics.projection import drawn, project_vectors
from digitcore.progress import Progress, Report, ignore

MOST = 2_000
"""Images on such a map: some ten seconds on a laptop."""
_STAGES = 3
_STEPS_PER_STAGE = 250
"""The fewest that scikit-learn does at once; between two stages the work can be cancelled."""
_TOGETHER = 12.0
"""How much stronger alike images attract each other in the first stage, so that clusters form."""
_NEIGHBOURS = 10
_FEWEST = 4
_PERPLEXITY = 30.0


@dataclass(frozen=True, eq=False)
class NeighbourMap(ReadOnlyArrays):
    """A sample of images on a plane."""

    indices: NDArray[np.int64]
    """(m,) numbers of the images in the split, rising."""
    positions: NDArray[np.float64]
    """(m, 2)."""
    kept_neighbours: float
    """Share of each image's ten nearest of the sample that are among its ten nearest on the map."""


def lay(split: Split, *, sample: int = MOST, seed: int = 0, report: Report = ignore) -> NeighbourMap:
    """Lay `sample` random images of `split` by their neighbours, at most `MOST`."""
    indices = drawn(len(split), sample=min(sample, MOST), seed=seed)
    vectors = split.images[indices].reshape(len(indices), -1).astype(np.float32)
    places = _principal_components(vectors, indices)
    if len(indices) >= _FEWEST:
        for stage in range(_STAGES):
            report(Progress("Laying alike images beside each other", stage, _STAGES, "stages"))
            places = _moved(vectors, places, is_first=stage == 0)
    return NeighbourMap(indices, places.astype(np.float64), _kept_neighbours(vectors, places))


def _principal_components(vectors: NDArray[np.float32], indices: NDArray[np.int64]) -> NDArray[np.float32]:
    """Where the map begins: so equal samples give equal maps, and what is far apart in all begins far apart."""
    places = project_vectors(vectors, indices=indices).positions[:, :2]
    spread = float(places[:, 0].std()) or 1.0
    return (places * (1e-4 / spread)).astype(np.float32)


def _moved(
    vectors: NDArray[np.float32], places: NDArray[np.float32], *, is_first: bool
) -> NDArray[np.float32]:
    from sklearn.manifold import TSNE

    moved: NDArray[np.float32] = TSNE(
        init=places, perplexity=min(_PERPLEXITY, (len(vectors) - 1) / 3), learning_rate="auto", random_state=0,
        early_exaggeration=_TOGETHER if is_first else 1.0, max_iter=_STEPS_PER_STAGE, n_jobs=1,
    ).fit_transform(vectors)  # fmt: skip
    return moved


def _kept_neighbours(vectors: NDArray[np.float32], places: NDArray[np.float32]) -> float:
    from sklearn.neighbors import NearestNeighbors

    count = min(_NEIGHBOURS, len(vectors) - 1)
    if count < 1:
        return 1.0
    before, after = (
        NearestNeighbors(n_neighbors=count).fit(x).kneighbors(return_distance=False)
        for x in (vectors, places)
    )
    return float(np.mean([len(np.intersect1d(a, b)) / count for a, b in zip(before, after, strict=True)]))
