"""A dataset as the readers understood it from a user's files, shown before it is stored (`own_datasets`).

It has numbered classes, pixels of one byte, and a test part in any case.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from digitcore.data import limits
from digitcore.data.dataset import DIGITS, FactSheet, Split, content_hash
from digitcore.data.plain_text import plain_text
from digitcore.data.preparation import split_indices
from digitcore.data.readers import read_files
from digitcore.data.readers.labels import number_classes
from digitcore.data.readers.parsed import ParsedDataset, check_shape
from digitcore.data.readers.values import to_pixels
from digitcore.errors import BadInput
from digitcore.progress import Report, ignore

TEST_SHARE = 0.25
SPLIT_SEED = 0
_FRAMINGS = {(28, 255): "mnist", (8, 16): "digits"}


@dataclass(frozen=True, eq=False)
class Draft:
    """Both parts, the names of the classes, the highest pixel value, and notes on what the readers decided."""

    train: Split
    test: Split
    class_names: tuple[str, ...]
    maximum: int
    notes: tuple[str, ...] = ()

    @property
    def side(self) -> int:
        """Images are `side` × `side` pixels."""
        return int(self.train.images.shape[1])

    @cached_property
    def content_hash(self) -> str:
        """`Dataset.content_hash` of the dataset that it becomes."""
        return content_hash(self.train, self.test, class_names=self.class_names, maximum=self.maximum)

    def facts(self, title: str) -> FactSheet:
        """The fact sheet with a title that a visitor typed."""
        count = len(self.train) + len(self.test)
        return FactSheet(
            title=plain_text(title, longest=limits.TITLE_LENGTH) or "Your images",
            sentence=f"{count:,} images of {self.side}×{self.side} pixels, added by a visitor.",
            origin="Uploaded to this app",
            licence="Not stated",
            side=self.side,
            maximum=self.maximum,
            class_names=self.class_names,
            framing=_FRAMINGS.get((self.side, self.maximum)) if self.class_names == DIGITS else None,
        )


def read(
    files: Sequence[tuple[str, bytes]], *, inverted: bool | None = None, report: Report = ignore
) -> Draft:
    """The dataset in the files of one upload, pairs of name and content; raises if they cannot be understood.

    `inverted` says whether ink is dark on bright paper; with None, `to_pixels` decides. Nothing is written.
    """
    parsed = read_files(files, report=report)
    sides = {part.images.shape[1] for part in parsed.parts}
    if len(sides) > 1:
        raise BadInput(
            f"The parts have images of different sizes, {min(sides)} and {max(sides)} pixels a side.",
            "Give all images in the same size.",
        )
    (side,) = sides
    check_shape((sum(len(part.labels) for part in parsed.parts), side, side), name="The upload")
    class_names, labels = number_classes(parsed)
    pixels = to_pixels(parsed, inverted=inverted)
    train, test, split_notes = _parts(pixels.parts, labels)
    notes = parsed.notes + pixels.notes + _class_notes(class_names, parsed) + split_notes
    return Draft(train, test, class_names, pixels.maximum, notes)


def read_readable(
    files: Sequence[tuple[str, bytes]], *, inverted: bool | None = None, report: Report = ignore
) -> Draft:
    """`read`; where that fails, the files that can be read by themselves: one that cannot does not spoil the others."""
    try:
        return read(files, inverted=inverted, report=report)
    except BadInput:
        readable = [file for file in files if _is_readable(file, inverted=inverted)]
        if not readable and len({Path(name).suffix for name, _ in files}) > 1:
            # They never belonged together: the fault of the last.
            read(files[-1:], inverted=inverted, report=report)
        if len(readable) in (0, len(files)):
            raise
        draft = read(readable, inverted=inverted, report=report)
        left_out = ", ".join(name for name, _ in files if name not in dict(readable))
        return replace(draft, notes=(*draft.notes, f"Left out, since it cannot be read: {left_out}."))


def _is_readable(file: tuple[str, bytes], *, inverted: bool | None) -> bool:
    try:
        read([file], inverted=inverted)
    except BadInput:
        return False
    return True


def from_images(
    images: NDArray[np.uint8], labels: NDArray[np.uint8], *, class_names: tuple[str, ...], maximum: int
) -> Draft:
    """A draft of images (n, side, side) that were made in this app; a quarter of each class becomes the test part."""
    train, test, notes = _parts([images], [labels])
    return Draft(train, test, class_names, maximum, notes)


def _parts(
    images: list[NDArray[np.uint8]], labels: list[NDArray[np.uint8]]
) -> tuple[Split, Split, tuple[str, ...]]:
    """The two parts of the files; of one part, a quarter of each class becomes the test part, in the file's order."""
    if len(images) == 2:
        return Split(images[0], labels[0]), Split(images[1], labels[1]), ()
    whole = Split(images[0], labels[0])
    count = len(whole)
    is_test = np.zeros(count, bool)
    # Class by class and rounded up, so that a class of two images has one in each part.
    for label in np.unique(whole.labels):
        members = np.flatnonzero(whole.labels == label)
        first, _ = split_indices(len(members), first_share=TEST_SHARE, seed=SPLIT_SEED)
        is_test[members[first]] = True
    test, train = (whole.take(np.flatnonzero(chosen)) for chosen in (is_test, ~is_test))
    note = f"A quarter of each class was split off as the test part: {len(test):,} images of {count:,}."
    return train, test, (note,)


def _class_notes(class_names: tuple[str, ...], parsed: ParsedDataset) -> tuple[str, ...]:
    if class_names == DIGITS or parsed.class_names:
        return ()
    shown = ", ".join(class_names[:12]) + (", …" if len(class_names) > 12 else "")
    return (f"There are {len(class_names)} classes: {shown}.",)
