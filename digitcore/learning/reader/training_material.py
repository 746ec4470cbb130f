"""The training images of the default model: MNIST, pen drawings, digits drawn by code, and images of no digit.

Images are drawn once into pools, and warped anew each time they are used. Drawings of held-out writers are left out, and so are
all `HELD_OUT_LETTERS`, which measure how well the model refuses letters that it never saw.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from digitcore.data.dataset import Split
from digitcore.data.drawn import scribbles, signs, synthetic
from digitcore.data.ink import Strokes, frame_strokes
from digitcore.data.sources import pens
from digitcore.learning.reader.image_warping import SLIGHT, STRONG, Strength, warp
from digitcore.learning.reader.stroke_variation import rewrite
from digitcore.learning.reader.writing_habits import joined, with_habits
from digitcore.progress import Progress, Report, ignore

NO_DIGIT = -1
"""The label of images that show no digit."""

JUDGING_SHARE, CHECKING_SHARE = 0.40, 0.06
"""Share of writers held out for the evaluation, and for the numbers set after training.

The shipped model is not trained again on all writers: its figures belong to the file that is shipped."""

HELD_OUT_LETTERS = tuple("FRhy")
"""Letters that training never shows, nor signs of their shape."""

_DRAWINGS_PER_CALL = 2_000

Random = np.random.Generator


@dataclass(frozen=True, eq=False)
class Pool:
    """Images of one kind, with the strength of their warping and their share of each batch."""

    images: NDArray[np.uint8]
    """(n, 28, 28)"""
    labels: NDArray[np.int64]
    """(n,): 0 to 9, or NO_DIGIT."""
    strength: Strength
    share: float


@dataclass(frozen=True, eq=False)
class Writers:
    """Digits and letters of the same writers."""

    digits: pens.Pens
    letters: pens.Pens

    def take(self, is_selected: Callable[[NDArray[np.int64]], NDArray[np.bool_]]) -> Writers:
        """The drawings of writers for whose numbers `is_selected` is true."""
        digits, letters = self.digits, self.letters
        return Writers(digits.take(is_selected(digits.writers)), letters.take(is_selected(letters.writers)))


def writers() -> tuple[Writers, Writers, Writers]:
    """Writers for training, checking and judging; nobody is in two of them."""
    everybody = Writers(pens.load("digits"), pens.load("letters"))
    judging = everybody.take(lambda numbers: pens.is_held_out(numbers, share=JUDGING_SHARE))
    out = JUDGING_SHARE + CHECKING_SHARE
    checking = everybody.take(
        lambda numbers: pens.is_held_out(numbers, share=out) & ~pens.is_held_out(numbers, share=JUDGING_SHARE)
    )
    return everybody.take(lambda numbers: ~pens.is_held_out(numbers, share=out)), checking, judging


@dataclass(frozen=True)
class Amounts:
    """Number of images of each kind, before warping."""

    per_digit: int = 40
    """Variations of each pen drawing of a digit."""
    per_letter: int = 40
    synthetic: int = 60_000
    scribbles: int = 12_000
    spoiled: int = 16_000
    """Pen drawings made into no digit: turned by 90°, or two in one place."""
    signs: int = 24_000


def pools(
    mnist: Split, known: Writers, amounts: Amounts, *, seed: int, report: Report = ignore
) -> list[Pool]:
    """Draw all training images; `mnist` is its training part without the held-out images."""
    random = np.random.default_rng((seed, 1))
    letters = known.letters.take(~np.isin(known.letters.labels, HELD_OUT_LETTERS))
    digits = known.digits
    kinds: list[tuple[str, Callable[[], tuple[NDArray[np.uint8], NDArray[np.integer]]], float]] = [
        ("digits of pens", lambda: _rewritten(digits, digits.labels, amounts.per_digit, random), 0.24),
        ("digits by code", lambda: synthetic.generate(amounts.synthetic, seed=seed), 0.09),
        ("letters", lambda: _rewritten(letters, None, amounts.per_letter, random), 0.10),
        ("signs", lambda: _no_digits(_signs(amounts.signs, random)), 0.05),
        ("scribbles", lambda: _no_digits(_scribbles(amounts.scribbles, seed, random)), 0.05),
        ("spoiled digits", lambda: _no_digits(_spoiled(digits, amounts.spoiled, random)), 0.04),
    ]
    rest = 1 - sum(share for _, _, share in kinds)
    drawn = [Pool(mnist.images, mnist.labels.astype(np.int64), STRONG, rest)]
    for done, (title, draw, share) in enumerate(kinds):
        report(Progress(f"Drawing {title}", done, len(kinds)))
        images, labels = draw()
        drawn.append(Pool(images, labels.astype(np.int64), SLIGHT, share))
    return drawn


def batches(
    drawn: list[Pool], *, size: int, steps: int, seed: int
) -> Iterator[tuple[NDArray[np.float32], NDArray[np.int64]]]:
    """`steps` batches of warped images (size, 28, 28) in 0..1 with labels; each pool repeats in random order."""
    random = np.random.default_rng((seed, 2))
    counts = np.diff(np.rint(np.cumsum([0.0, *(pool.share for pool in drawn)]) * size).astype(np.int64))
    orders = [_repeated_permutations(len(pool.labels), random) for pool in drawn]
    for _ in range(steps):
        images, labels = [], []
        for pool, order, count in zip(drawn, orders, counts, strict=True):
            chosen = np.array([next(order) for _ in range(count)], dtype=np.int64)
            images.append(warp(pool.images[chosen], pool.strength, random=random))
            labels.append(pool.labels[chosen])
        yield np.concatenate(images), np.concatenate(labels)


def _repeated_permutations(n: int, random: Random) -> Iterator[int]:
    while True:
        yield from random.permutation(n).tolist()


def _rewritten(
    samples: pens.Pens, labels: NDArray[np.integer] | None, times: int, random: Random
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """`times` variations of each drawing; without `labels` they are no digits."""
    order = np.tile(np.arange(len(samples)), times)
    targets = np.full(len(samples), NO_DIGIT) if labels is None else labels.astype(np.int64)
    images = []
    for begin in range(0, len(order), _DRAWINGS_PER_CALL):
        block = order[begin : begin + _DRAWINGS_PER_CALL]
        strokes = with_habits(samples.strokes.take(block), targets[block], random=random)
        images.append(_images(rewrite(strokes, random=random)))
    return np.concatenate(images), targets[order]


def _signs(n: int, random: Random) -> NDArray[np.uint8]:
    names = random.choice(list(signs.SIGNS), n).tolist()
    return np.concatenate(
        [
            _images(rewrite(signs.draw(names[begin : begin + _DRAWINGS_PER_CALL]), random=random))
            for begin in range(0, n, _DRAWINGS_PER_CALL)
        ]
    )


def _scribbles(n: int, seed: int, random: Random) -> NDArray[np.uint8]:
    drawn = scribbles.generate(n, seed=seed)
    widths_px = random.uniform(1.4, 3.6, n).astype(np.float32)
    return _images(drawn.drawn_with(widths_px))


def _spoiled(digits: pens.Pens, n: int, random: Random) -> NDArray[np.uint8]:
    """Half are digits turned by 90°, half are two digits over or next to each other."""
    can_lie = np.flatnonzero(np.isin(digits.labels, (2, 3, 4, 5, 7)))
    lying = _on_their_side(digits.strokes.take(random.choice(can_lie, n // 2)), random)
    pairs = _pairs(digits.strokes, n - n // 2, random)
    return np.concatenate([_images(rewrite(lying, random=random)), _images(rewrite(pairs, random=random))])


def _on_their_side(strokes: Strokes, random: Random) -> Strokes:
    side = random.choice((-1, 1), strokes.drawing_count)[strokes.drawing_numbers]
    turned = np.stack([strokes.points[:, 1] * side, -strokes.points[:, 0] * side], axis=1)
    return replace(strokes, points=turned.astype(np.float32))


def _pairs(strokes: Strokes, n: int, random: Random) -> Strokes:
    """Two drawings as one, the second shifted to the right or down."""
    first, second = (strokes.take(random.integers(0, strokes.drawing_count, n)) for _ in range(2))
    shift = np.where(random.random((n, 1)) < 0.8, [[1.0, 0.1]], [[0.1, 1.0]]) * random.uniform(
        300, 900, (n, 1)
    )
    moved = second.points + shift.astype(np.float32)[second.drawing_numbers]
    return joined(first, replace(second, points=moved))


def _no_digits(images: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    return images, np.full(len(images), NO_DIGIT)


def _images(strokes: Strokes) -> NDArray[np.uint8]:
    return np.rint(frame_strokes(strokes)).astype(np.uint8)
