"""What an answer is worth: how often such answers are right on the test images, and which test images are similar.

"When this model says 4, is it a 4?" reads the column of a confusion matrix; "are real 4s called 4?" reads the row.
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
    """A column or row of a confusion matrix: images, right answers, and the commonest mistake."""

    digit: int
    n: int
    right: int
    other: int | None
    """The class that was true (column) or predicted (row) most often instead; None without mistakes."""
    other_count: int

    @property
    def share(self) -> float:
        """Share of right answers; 0 of 0 is 0."""
        return self.right / max(1, self.n)

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of the share."""
        return wilson_interval(self.right, self.n)


def when_predicted(matrix: NDArray[np.integer], digit: int) -> MatrixLine:
    """The column of `digit` in `matrix` (K, K), row = true, column = predicted: how many of these are a `digit`.

    >>> when_predicted(np.array([[8, 2], [0, 10]]), 1)
    MatrixLine(digit=1, n=12, right=10, other=0, other_count=2)
    """
    return _line(matrix[:, digit], digit)


def when_true(matrix: NDArray[np.integer], digit: int) -> MatrixLine:
    """The row of `digit` in `matrix`: how many of these were predicted as a `digit`."""
    return _line(matrix[digit], digit)


def _line(counts: NDArray[np.integer], digit: int) -> MatrixLine:
    others = np.where(np.arange(len(counts)) == digit, 0, counts)
    other = int(others.argmax())
    mistaken = int(others[other])
    return MatrixLine(digit, int(counts.sum()), int(counts[digit]), other if mistaken else None, mistaken)


@dataclass(frozen=True, eq=False)
class SimilarImages(ReadOnlyArrays):
    """Images that a model finds similar to a drawing, most similar first."""

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
    """(n, d): `embedding` of all `images` (n, h, w), computed in blocks."""
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
    """The `count` rows of `embeddings` (n, d) with the highest cosine similarity to `embedding` (d,)."""
    # `einsum`, not `@`: after a product OpenBLAS's threads spin some fifty times as long as the product took,
    # while other visitors draw (https://github.com/OpenMathLib/OpenBLAS/issues/5171).
    lengths = np.sqrt(
        np.einsum("nd,nd->n", embeddings, embeddings) * np.einsum("d,d->", embedding, embedding)
    )
    dots = np.einsum("nd,d->n", embeddings, embedding)
    similarities = dots / np.maximum(lengths, np.finfo(np.float32).tiny)
    indices = np.argsort(-similarities, kind="stable")[:count]
    return SimilarImages(indices.astype(np.int64), similarities[indices].astype(np.float64))
