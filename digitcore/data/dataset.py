"""What a dataset is: images, labels, and a fact sheet that says where they come from. First in the reading order."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitcore.errors import BadInput

DIGITS = tuple("0123456789")

OptionValue = int | float | str


@dataclass(frozen=True)
class FactSheet:
    """What is known about a dataset without reading its images."""

    title: str
    sentence: str
    origin: str
    licence: str
    side: int
    """Images are `side` × `side` pixels."""
    maximum: int
    """Pixel values lie in 0..maximum; 0 is empty paper."""
    class_names: tuple[str, ...] = DIGITS
    framing: str | None = None
    """How a drawing is brought into the shape of these images (`ink.FRAMINGS`); None where it cannot be."""
    link: str = ""

    @property
    def class_count(self) -> int:
        """K, the number of classes."""
        return len(self.class_names)


@dataclass(frozen=True, eq=False)
class Split:
    """One part of a dataset: images (n, side, side) and labels (n,), both uint8 and read-only."""

    images: NDArray[np.uint8]
    labels: NDArray[np.uint8]

    def __post_init__(self) -> None:
        if len(self.images) != len(self.labels):
            raise ValueError(f"{len(self.images)} images but {len(self.labels)} labels")
        for name in ("images", "labels"):
            array = np.ascontiguousarray(getattr(self, name), dtype=np.uint8)
            if array.flags.writeable:
                array = array.view()
                array.flags.writeable = False
            object.__setattr__(self, name, array)

    def __len__(self) -> int:
        return len(self.labels)

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 over the images and their labels: models with equal hash were judged on the same images."""
        digest = hashlib.sha256(str(self.images.shape).encode())
        digest.update(self.images.data)
        digest.update(self.labels.data)
        return digest.hexdigest()

    def take(self, indices: NDArray[np.integer]) -> Split:
        """The images at `indices`, in that order."""
        return Split(self.images[indices], self.labels[indices])


@dataclass(frozen=True, eq=False)
class Dataset:
    """Train and test parts with their fact sheet, and the options they were made with."""

    name: str
    facts: FactSheet
    train: Split
    test: Split
    options: Mapping[str, OptionValue] = field(default_factory=dict)

    @property
    def class_count(self) -> int:
        """K: labels are 0..K-1."""
        return self.facts.class_count

    def part(self, name: str) -> Split:
        """The part called "train" or "test"."""
        if name not in ("train", "test"):
            raise BadInput(f"There is no part called {name!r}.", "Parts are 'train' and 'test'.")
        return self.train if name == "train" else self.test

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 over all that a model learns from and is judged on: equal hash, same data."""
        facts = self.facts
        return content_hash(self.train, self.test, class_names=facts.class_names, maximum=facts.maximum)


def content_hash(train: Split, test: Split, *, class_names: tuple[str, ...], maximum: int) -> str:
    """SHA-256 over both parts and what their numbers mean."""
    # Equal pixels with another value for full ink, or with other names for the labels, are other data.
    digest = hashlib.sha256(json.dumps([class_names, maximum]).encode())
    for split in (train, test):
        digest.update(repr(split.images.shape).encode())
        digest.update(split.images.data)
        digest.update(split.labels.data)
    return digest.hexdigest()


@dataclass(frozen=True)
class Option:
    """A number that a dataset can be made with: its name, bounds and default, and a sentence."""

    name: str
    title: str
    sentence: str
    default: int | float
    low: int | float
    high: int | float
    step: int | float = 1

    def check(self, value: object) -> int | float:
        """`value` as a number of the default's type; raises if it is none or out of bounds."""
        is_whole = isinstance(self.default, int)
        number: int | float | None = None
        with suppress(TypeError, ValueError, OverflowError):
            untyped: Any = value
            number = int(untyped) if is_whole else float(untyped)
        is_cut = isinstance(value, float) and number != value
        if number is None or is_cut or not self.low <= number <= self.high:
            kind = "whole number" if is_whole else "number"
            raise BadInput(
                f"{self.name}={value!r} cannot be used.",
                f"Give a {kind} from {self.low} to {self.high}.",
            )
        return number


@dataclass(frozen=True)
class Source:
    """An entry of the registry: a name, a fact sheet, and a function that gets the images."""

    name: str
    facts: FactSheet
    build: Callable[..., Dataset]
    """Called as `build(report=…, **options)`."""
    is_lost: Callable[[], bool] = lambda: False
    """Whether the images are missing on this machine."""
    options: tuple[Option, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    """The title of each visitor who added it ("" for the operator); empty for what comes with the app."""

    def belongs_to(self, visitor: str) -> bool:
        """Whether this visitor added it; False for a visitor without an id."""
        return visitor != "" and visitor in self.titles

    def is_listed_for(self, visitor: str) -> bool:
        """Whether it came with the app, was added for everybody, or belongs to this visitor."""
        return not self.titles or "" in self.titles or visitor in self.titles

    def title_for(self, visitor: str) -> str:
        """The title this visitor gave it, or else the one on its fact sheet."""
        return self.titles.get(visitor, self.facts.title)
