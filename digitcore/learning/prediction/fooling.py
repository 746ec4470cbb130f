"""Fooling a model: pixels turned to paper or ink, one by one, until it answers with another class.

Each time all pixels are tried, and the one is kept after which the answer has the least lead. That needs nothing but the
model's probabilities, so it works with any model; another choice might do with fewer pixels, since pairs are not tried.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitcore.data.results import ReadOnlyArrays
from digitcore.progress import Progress, Report, ignore

Floats = NDArray[np.float32]

MOST_PIXELS = 16
"""After so many a person sees it too."""
_LEAST = 1e-30


@dataclass(frozen=True, eq=False)
class Fooling(ReadOnlyArrays):
    """What was changed, and what the model answered meanwhile."""

    images: Floats
    """(n + 1, h, w): the image, and after each pixel."""
    pixels: NDArray[np.int64]
    """(n, 2): row and column, in the order in which they were changed."""
    probabilities: Floats
    """(n + 1, K)."""

    @property
    def is_fooled(self) -> bool:
        """Whether the last answer is another one than the first."""
        return bool(self.probabilities[-1].argmax() != self.probabilities[0].argmax())


def fool(
    probabilities: Callable[[Floats], Floats], image: Floats, *, maximum: float, report: Report = ignore
) -> Fooling:
    """Change as few pixels of the image (h, w) as it takes, at most `MOST_PIXELS`."""
    image = np.asarray(image, np.float32)
    answers = [probabilities(image[None])[0]]
    digit = int(answers[0].argmax())
    images, pixels = [image], list[int]()
    while len(pixels) < MOST_PIXELS and answers[-1].argmax() == digit:
        report(Progress("Trying each pixel", len(pixels), MOST_PIXELS, "pixels"))
        tried = _each_pixel_turned(images[-1], maximum)
        answer = probabilities(tried)
        lead = _lead(answer, digit)
        lead[pixels] = np.inf  # one that was turned is not turned back
        best = int(lead.argmin())
        images.append(tried[best])
        answers.append(answer[best])
        pixels.append(best)
    places = np.stack(np.unravel_index(np.asarray(pixels, np.int64), image.shape), axis=1)
    return Fooling(np.stack(images), places, np.stack(answers))


def _each_pixel_turned(image: Floats, maximum: float) -> Floats:
    """(h·w, h, w): row k has pixel k turned to ink where it was lighter than half, else to paper."""
    turned = np.repeat(image[None], image.size, axis=0)
    every = np.arange(image.size)
    turned.reshape(image.size, -1)[every, every] = np.where(image > maximum / 2, 0, maximum).ravel()
    return turned


def _lead(answers: Floats, digit: int) -> NDArray[np.float64]:
    """How far the class is before the best of the others, in logarithms: a probability near 1 hardly shows it."""
    logarithms = np.log(np.maximum(answers.astype(np.float64), _LEAST))
    others = np.delete(logarithms, digit, axis=1)
    lead: NDArray[np.float64] = logarithms[:, digit] - others.max(axis=1)
    return lead
