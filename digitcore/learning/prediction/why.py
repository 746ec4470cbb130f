"""Explanations of an answer: the probability after a patch is covered, or a stroke left out.

They work with any model, since they need only its probabilities.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from digitcore.data.ink import Drawing
from digitcore.data.results import ReadOnlyArrays

Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Occlusion(ReadOnlyArrays):
    """How much each pixel of an image supports one answer."""

    digit: int
    probability: float
    """Of `digit`, without a patch."""
    drops: NDArray[np.float32]
    """(side, side): how much the probability falls when the pixel is covered; negative where it rises."""
    patch: int
    """Side of the covering patch, in pixels."""


def occlusion(
    probabilities: Callable[[Floats], Floats], image: Floats, *, digit: int, patch: int = 0
) -> Occlusion:
    """Blank the image (side, side) patch by patch; a pixel gets the mean drop of its patches.

    `patch` is the side of the patch; 0 means a fifth of the image.
    """
    side = len(image)
    patch = patch or max(2, round(side / 5))
    places = sorted({*range(0, side - patch, max(1, patch // 3)), side - patch})
    corners = [(row, column) for row in places for column in places]
    covered = np.repeat(image[None], len(corners) + 1, axis=0)
    for number, (row, column) in enumerate(corners):
        covered[number, row : row + patch, column : column + patch] = 0
    answers = probabilities(covered)[:, digit]
    drops, counts = np.zeros((side, side), np.float32), np.zeros((side, side), np.float32)
    for answer, (row, column) in zip(answers[:-1], corners, strict=True):
        window = np.s_[row : row + patch, column : column + patch]
        drops[window] += answers[-1] - answer
        counts[window] += 1
    return Occlusion(digit, float(answers[-1]), drops / counts, patch)


def without_each_stroke(drawing: Drawing) -> tuple[Drawing, ...]:
    """The drawing without its first stroke, without its second, …; empty for fewer than two strokes."""
    strokes = drawing.strokes
    if len(strokes) < 2:
        return ()
    return tuple(replace(drawing, strokes=strokes[:at] + strokes[at + 1 :]) for at in range(len(strokes)))


def stroke_by_stroke(drawing: Drawing) -> tuple[Drawing, ...]:
    """The drawing after its first stroke, after its second, …, up to the whole."""
    return tuple(replace(drawing, strokes=drawing.strokes[: at + 1]) for at in range(len(drawing.strokes)))
