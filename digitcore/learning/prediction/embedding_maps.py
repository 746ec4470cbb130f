"""Maps of a test part: where a model puts its images by what its last hidden layer, or its scores, say of them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from digitcore.data.statistics.projection import Projection, drawn, project_vectors
from digitcore.learning.judging import context
from digitcore.progress import Report, ignore

Floats = NDArray[np.float32]

MOST_ON_A_MAP = 3_000
_MOST_VALUES = 30_000_000
"""Limit of activations of all images of a map: 120 MB. Networks without pooling have up to 346,000 per image."""


def map_of(
    embedding: Callable[[Floats], Floats],
    images: NDArray[np.number],
    *,
    sample: int = MOST_ON_A_MAP,
    seed: int = 0,
    report: Report = ignore,
) -> Projection:
    """A projection of the last hidden layer's outputs for some of the `images` (n, h, w)."""
    width = embedding(images[:1].astype(np.float32)).shape[1]
    indices = drawn(len(images), sample=min(sample, max(1, _MOST_VALUES // width)), seed=seed)
    return project_vectors(context.embeddings_of(embedding, images[indices], report=report), indices=indices)


def map_of_scores(probabilities: Floats, *, sample: int = MOST_ON_A_MAP, seed: int = 0) -> Projection:
    """The same for a model without hidden layers: a projection of its scores before softmax."""
    indices = drawn(len(probabilities), sample=sample, seed=seed)
    return project_vectors(scores(probabilities[indices]), indices=indices)


def scores(probabilities: Floats) -> NDArray[np.float64]:
    """The scores behind `probabilities` (n, K), each row with mean 0.

    Softmax loses only a constant that all scores of a row share. Probabilities below 1e-30 count as equal.

    >>> scores(np.array([[0.5, 0.25, 0.25]], np.float32)).round(2).tolist()
    [[0.46, -0.23, -0.23]]
    """
    logarithms = np.log(np.maximum(probabilities.astype(np.float64), 1e-30))
    centred: NDArray[np.float64] = logarithms - logarithms.mean(axis=1, keepdims=True)
    return centred
