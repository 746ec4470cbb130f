"""What an answer is worth: what such answers were on the test images, and which test images are like a drawing.

Column and row of a confusion matrix are two questions. "When this model says 4, is it a 4?" reads the column of
what was predicted; "are real 4s called 4?" reads the row of what is true. Nothing is computed by a model here:
the predictions on the test part, and the activations of a layer, are given.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitcore.data.results import ReadOnlyArrays
from digitcore.data.statistics.intervals import wilson_interval
from digitcore.progress import Progress, Report, ignore

_BLOCK = 500


@dataclass(frozen=True)
class MatrixLine:
    """A column or a row of a confusion matrix: how many images, how many right, and the commonest mistake."""

    digit: int
    n: int
    right: int
    other: int | None
    """The class that was meant (column) or said (row) most often instead; None where there was no mistake."""
    other_count: int

    @property
    def share(self) -> float:
        """Share of right ones; 0 of 0 is 0."""
        return self.right / max(1, self.n)

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of the share."""
        return wilson_interval(self.right, self.n)


def when_predicted(matrix: NDArray[np.integer], digit: int) -> MatrixLine:
    """Of the images that were called `digit`, how many were one; `matrix` (K, K), row = true, column = predicted."""
    return _tally(matrix[:, digit], digit)


def when_true(matrix: NDArray[np.integer], digit: int) -> MatrixLine:
    """Of the images that are a `digit`, how many were called so."""
    return _tally(matrix[digit], digit)


def _tally(counts: NDArray[np.integer], digit: int) -> MatrixLine:
    others = np.where(np.arange(len(counts)) == digit, 0, counts)
    other = int(others.argmax())
    mistaken = int(others[other])
    return MatrixLine(digit, int(counts.sum()), int(counts[digit]), other if mistaken else None, mistaken)


@dataclass(frozen=True, eq=False)
class SimilarImages(ReadOnlyArrays):
    """Images that a model sees as similar to a drawing, the most similar first."""

    indices: NDArray[np.int64]
    """(count,) numbers of the images."""
    similarities: NDArray[np.float64]
    """(count,) cosine of the angle between the activations, 1 for the same direction."""


def embeddings_of(
    embedding: Callable[[NDArray[np.float32]], NDArray[np.float32]],
    images: NDArray[np.number],
    *,
    report: Report = ignore,
) -> NDArray[np.float32]:
    """`embedding` of all `images` (n, h, w), a block at a time: (n, d)."""
    blocks = []
    for start in range(0, len(images), _BLOCK):
        blocks.append(embedding(images[start : start + _BLOCK].astype(np.float32)))
        report(
            Progress("Looking at the test images", min(start + _BLOCK, len(images)), len(images), "images")
        )
    return np.concatenate(blocks)


def most_similar(
    embedding: NDArray[np.floating], embeddings: NDArray[np.floating], *, count: int
) -> SimilarImages:
    """The `count` rows of `embeddings` (n, d) in the direction nearest to `embedding` (d,).

    With `einsum`, not `@`: after a product of this size OpenBLAS keeps all cores busy with waiting for the next one, some
    fifty times as long as the product takes, and others draw meanwhile.
    """
    lengths = np.sqrt(
        np.einsum("nd,nd->n", embeddings, embeddings) * np.einsum("d,d->", embedding, embedding)
    )
    dots = np.einsum("nd,d->n", embeddings, embedding)
    similarities = dots / np.maximum(lengths, np.finfo(np.float32).tiny)
    indices = np.argsort(-similarities, kind="stable")[:count]
    return SimilarImages(indices.astype(np.int64), similarities[indices].astype(np.float64))
