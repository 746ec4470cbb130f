"""`synthetic`: digits drawn by our own code, 28×28, any number, any seed, no download.

Each image starts from a skeleton (`skeletons`, `pen_paths`), gets a hand of its own (shaky or neat, slanted, narrow, hasty)
and a pen of its own (thin or thick, pressed unevenly), and is framed like MNIST (`ink`).

The skeletons and the amounts of variation were tuned by what a network trained on these images alone misread of MNIST's
test part and of pen strokes, so its accuracy there is no blind test.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from digitcore.data.dataset import Dataset, FactSheet, Option, Source, Split
from digitcore.data.drawn.pen_paths import POINTS, templates
from digitcore.data.ink import FRAMINGS, Floats, Strokes, frame_strokes
from digitcore.errors import BadInput
from digitcore.progress import Progress, Report, ignore

FRAMING = FRAMINGS["mnist"]

BLOCK = 1000
"""Images computed together. Each block has its own random numbers."""

FACTS = FactSheet(
    title="Synthetic 28×28",
    sentence="Digits that nobody wrote: drawn by code from some forty ways to write them, each time by another "
    "hand and pen.",
    origin="Drawn by this app; any number, the same for the same seed",
    licence="CC0 1.0: generated, no rights reserved",
    side=FRAMING.side,
    maximum=FRAMING.maximum,
    framing="mnist",
)

OPTIONS = (
    Option(
        "images",
        "Training images",
        "How many images to draw for training; a sixth of that in addition for the test.",
        default=6_000,
        low=60,
        high=120_000,
        step=60,
    ),
    Option("seed", "Seed", "Another seed draws other images.", default=0, low=0, high=999_999),
)


def build(*, report: Report = ignore, images: int = 6_000, seed: int = 0) -> Dataset:
    """The dataset: `images` to learn from, and independently drawn a sixth of that to be judged on."""
    tests = images // 6
    train = generate(images, seed=(seed, 0), report=_counting(report, 0, images + tests))
    test = generate(tests, seed=(seed, 1), report=_counting(report, images, images + tests))
    return Dataset("synthetic", FACTS, Split(*train), Split(*test))


def _counting(report: Report, before: int, total: int) -> Report:
    """A report on one part of the work, after `before` images of `total` were drawn."""
    doing = "Drawing digits, test part included"
    return lambda part: report(Progress(doing, before + part.done, total, part.unit))


def generate(
    n: int, *, seed: int | tuple[int, ...], labels: ArrayLike | None = None, report: Report = ignore
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Draw `n` digits: images uint8 (n, 28, 28) in 0..255, and their labels uint8 (n,).

    Without `labels` every digit occurs equally often, in random order. The result depends on `n`, `seed` and `labels` only.

    >>> images, labels = generate(3, seed=0, labels=[7, 7, 1])
    >>> images.shape, labels
    ((3, 28, 28), array([7, 7, 1], dtype=uint8))
    """
    seeds = np.random.SeedSequence(seed).spawn(1 + math.ceil(n / BLOCK))
    order, *blocks = (np.random.default_rng(own_seed) for own_seed in seeds)
    chosen = order.permutation(n) % 10 if labels is None else _checked_labels(labels, n)
    images = np.empty((n, FRAMING.side, FRAMING.side), dtype=np.uint8)
    for number, random in enumerate(blocks):
        now = slice(number * BLOCK, (number + 1) * BLOCK)
        images[now] = np.rint(frame_strokes(write(chosen[now], random=random)))
        report(Progress("Drawing digits", min(n, now.stop), n, "images"))
    return images, chosen.astype(np.uint8)


def _checked_labels(labels: ArrayLike, n: int) -> NDArray[np.int64]:
    array = np.asarray(labels)
    if array.shape != (n,) or not np.isin(array, range(10)).all():
        raise BadInput(
            f"The labels given (shape {array.shape}) are not {n} digits.",
            "Give one whole number from 0 to 9 for each image.",
        )
    return array.astype(np.int64)


def write(labels: NDArray[np.integer], *, random: np.random.Generator) -> Strokes:
    """The strokes of one drawing for each label, as a person might write it."""
    n = len(labels)
    kinds = np.searchsorted(templates().choice, labels + random.random(n), side="right")
    points = _pose(_paths(kinds, random), random)
    return Strokes(
        points=points.reshape(-1, 2),
        radii=_pen(points, random).ravel(),
        stroke_numbers=templates().stroke_of_point[kinds].ravel(),
        drawing_numbers=np.repeat(np.arange(n), POINTS),
        drawing_count=n,
    )


def _paths(kinds: NDArray[np.int64], random: np.random.Generator) -> Floats:
    """The pen's path (n, POINTS, 2) for each skeleton, with this hand's deviations from it."""
    shapes = templates()
    n, given_count = len(kinds), shapes.given.shape[1]
    strokes = shapes.stroke_of_given[kinds]
    rows = np.arange(n)[:, None]

    given = shapes.given[
        kinds
    ]  # a copy, which is moved point by point, stroke by stroke, and at the ends of strokes
    given += _spread(random, n, 0.075, 0.5)[:, None, None] * _normal(random, n, given_count, 2)
    given += (0.10 * _normal(random, n, 3, 2))[rows, strokes]
    overshoot = 0.5 * _normal(random, n, given_count, 1)
    given += overshoot * (shapes.beyond[kinds] @ given)

    hurry = random.beta(0.8, 1.8, size=(n, 1, 1)).astype(np.float32)
    paths: Floats = shapes.sharp[kinds] @ given * (1 - hurry) + shapes.round[kinds] @ given * hurry
    return paths


def _pose(points: Floats, random: np.random.Generator) -> Floats:
    """Bend smoothly, shift the waist, make narrower or wider, slant and turn."""
    n = len(points)
    x, y = points[..., 0], points[..., 1]
    powers = np.stack([x * x, x * y, y * y, x**3, x * x * y, x * y * y, y**3], axis=-1)
    points = points + powers @ (0.08 * _normal(random, n, powers.shape[-1], 2))
    waist = 0.18 * _normal(random, n, 1)
    taper = 0.20 * _normal(random, n, 1)
    points[..., 1] += waist * (1 - y * y)
    points[..., 0] *= 1 + taper * y

    width = _spread(random, n, 1.0, 0.27)
    slant = 0.12 + 0.25 * _normal(random, n)
    turn = 0.14 * _normal(random, n)
    cos, sin = np.cos(turn), np.sin(turn)
    matrix = np.stack([width * cos, width * sin, -slant * cos - sin, -slant * sin + cos], axis=-1)
    posed: Floats = points @ matrix.reshape(n, 2, 2)
    return posed


def _pen(points: Floats, random: np.random.Generator) -> Floats:
    """Half the pen's width (n, POINTS) in the units of the points, from width, pressure and a slanted nib."""
    n = len(points)
    width_px = np.clip(_spread(random, n, 2.4, 0.26), 1.3, 5.5)
    size = np.ptp(points, axis=1).max(axis=1)
    radius = width_px / 2 * size / (FRAMING.box - width_px)

    along = np.linspace(0, 2 * np.pi, POINTS, dtype=np.float32)
    waves = random.uniform(0.3, 2.5, size=(n, 1)).astype(np.float32)
    phase = random.uniform(0, 2 * np.pi, size=(n, 1)).astype(np.float32)
    pressure = 0.12 * np.abs(_normal(random, n, 1)) * np.cos(waves * along + phase)

    steps = np.gradient(points, axis=1)
    direction = np.arctan2(steps[..., 1], steps[..., 0])
    nib_angle = random.uniform(0, np.pi, size=(n, 1)).astype(np.float32)
    nib = 0.10 * np.abs(_normal(random, n, 1)) * np.cos(2 * (direction - nib_angle))
    radii: Floats = radius[:, None] * np.exp(pressure + nib)
    return radii


def _normal(random: np.random.Generator, *shape: int) -> Floats:
    return random.standard_normal(shape, dtype=np.float32)


def _spread(random: np.random.Generator, n: int, middle: float, spread: float) -> Floats:
    """`n` positive numbers around `middle`, a third of them beyond the factor exp(±`spread`)."""
    numbers: Floats = middle * np.exp(np.float32(spread) * _normal(random, n))
    return numbers


SOURCE = Source("synthetic", FACTS, build, options=OPTIONS)
