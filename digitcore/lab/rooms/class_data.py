"""The drawings of a class as arrays, and as a dataset whose test part is other pupils.

Drawings of one hand are alike, so a model must be judged by hands it never saw: the split is by seat, never by drawing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray

from digitcore import wording
from digitcore.data.dataset import DIGITS, Dataset, Split
from digitcore.data.ink import FRAMINGS, KEEPING_THE_PEN
from digitcore.data.results import ReadOnlyArrays
from digitcore.data.sources.draft import Draft
from digitcore.errors import BadInput
from digitcore.lab.drawings.drawing_files import FEWEST_TO_LEARN_FROM, framed
from digitcore.lab.rooms.wall import WallDrawing

HELD_OUT_SHARE = 0.25
FEWEST_PUPILS = 2
SPLIT_SEED = 0


@dataclass(frozen=True, eq=False)
class ClassArrays(ReadOnlyArrays):
    """Drawings as arrays, in their order."""

    framed: Split
    """In MNIST's framing, with the prompts as labels."""
    own_pen: NDArray[np.uint8]
    """(n, 28, 28) the same with the pen they were drawn with."""
    probabilities: NDArray[np.float32]
    """(n, 10) predictions from when they were drawn."""
    seats: NDArray[np.int64]
    """(n,)."""


def as_arrays(drawings: Sequence[WallDrawing]) -> ClassArrays:
    """The drawings as arrays, for `class_results` and `shift`."""
    labels = np.array([drawing.true_label for drawing in drawings], np.uint8)
    shares = [drawing.probabilities[:1] for drawing in drawings]
    return ClassArrays(
        framed=Split(framed(drawings), labels),
        own_pen=framed(drawings, steps=KEEPING_THE_PEN),
        probabilities=np.concatenate(shares) if shares else np.zeros((0, len(DIGITS)), np.float32),
        seats=np.array([drawing.seat for drawing in drawings], np.int64),
    )


def held_out_seats(seats: Iterable[int], *, share: float = HELD_OUT_SHARE) -> frozenset[int]:
    """A share of these seats, at least one of two: always the same ones."""
    distinct = sorted(set(seats))
    if len(distinct) < FEWEST_PUPILS:
        return frozenset()
    lots = RandomState(SPLIT_SEED).random_sample(distinct[-1] + 1)
    count = min(len(distinct) - 1, max(1, round(share * len(distinct))))
    return frozenset(sorted(distinct, key=lambda seat: float(lots[seat]))[:count])


def shortage(drawings: Sequence[WallDrawing]) -> BadInput | None:
    """Why these drawings are too few to train on, and how many are missing; None where they suffice."""
    pupils = {drawing.seat for drawing in drawings}
    more_drawings, more_pupils = FEWEST_TO_LEARN_FROM - len(drawings), FEWEST_PUPILS - len(pupils)
    if more_drawings > 0 or more_pupils > 0:
        wanted = [
            wording.counted(count, f"more {word}")
            for count, word in ((more_drawings, "drawing"), (more_pupils, "pupil"))
            if count > 0
        ]
        return BadInput(
            f"The class has {wording.counted(len(drawings), 'drawing')} by {wording.counted(len(pupils), 'pupil')}.",
            f"It takes {' and '.join(wanted)}.",
        )
    held_out = held_out_seats(pupils)
    if len({drawing.true_label for drawing in drawings if drawing.seat not in held_out}) < 2:
        return BadInput("The pupils to learn from drew one digit only.", "Let the class draw several digits.")
    return None


def as_dataset(drawings: Sequence[WallDrawing]) -> Draft:
    """The class as a dataset whose test part are the drawings of held-out pupils; raises `shortage`."""
    if problem := shortage(drawings):
        raise problem
    held_out = held_out_seats(drawing.seat for drawing in drawings)
    labels = np.array([drawing.true_label for drawing in drawings], np.uint8)
    everything = Split(framed(drawings), labels)
    is_test = np.array([drawing.seat in held_out for drawing in drawings], bool)
    train, test = (everything.take(np.flatnonzero(chosen)) for chosen in (~is_test, is_test))
    whose = wording.counted(len(held_out), "pupil")
    note = f"The drawings of {whose} are the test part: {len(test):,} images of {len(everything):,}."
    return Draft(train, test, DIGITS, FRAMINGS["mnist"].maximum, (note,))


def mixed_into(draft: Draft, data: Dataset, *, count: int = 10_000, copies: int = 5) -> Draft:
    """The class's training drawings, `copies` times each, among `count` images of `data`; the test part
    stays.

    Alone, so few drawings would make a model forget the data. The images are spread evenly over the training
    part.
    """
    if data.facts.framing != draft.facts("").framing:
        raise BadInput(f"{data.facts.title} and drawings of a class are not framed alike.", "Choose MNIST.")
    spread = np.linspace(0, len(data.train) - 1, min(count, len(data.train))).astype(np.int64)
    some = data.train.take(spread)
    images = np.concatenate([some.images, *[draft.train.images] * copies])
    labels = np.concatenate([some.labels, *[draft.train.labels] * copies])
    note = f"{len(draft.train):,} drawings, {copies} times each, among {len(some):,} images of {data.facts.title}."
    return replace(draft, train=Split(images, labels), notes=(*draft.notes, note))
