"""The content of a file as a reader parsed it, before values, classes and parts are decided."""

from __future__ import annotations

from dataclasses import dataclass
from math import isqrt
from typing import Any

from numpy.typing import NDArray

from digitcore.data import limits
from digitcore.errors import BadInput


@dataclass(frozen=True, eq=False)
class ParsedPart:
    """Images (n, side, side) of any type of number, and labels (n,), numbers or text, as in the file."""

    images: NDArray[Any]
    labels: NDArray[Any]


@dataclass(frozen=True, eq=False)
class ParsedDataset:
    """The content of the files of one upload: one part or two, and notes on what the reader decided."""

    train: ParsedPart
    test: ParsedPart | None = None
    notes: tuple[str, ...] = ()
    class_names: tuple[str, ...] | None = None
    """Names that the labels 0, 1, … stand for, where the file has them."""
    is_pictures: bool = False
    """Whether the images were picture files, in which either end of the scale may be ink."""

    @property
    def parts(self) -> tuple[ParsedPart, ...]:
        """The one or two parts."""
        return (self.train,) if self.test is None else (self.train, self.test)


def check_shape(shape: tuple[int, ...], *, name: str) -> None:
    """Refuse images (n, h, w) that are not square, too small or large, too many or none."""
    count, height, width = shape
    shortest, longest = limits.SIDES
    if count == 0:
        raise BadInput(f"{name} holds no images.", "Choose a file with images in it.")
    if height != width:
        raise BadInput(f"The images in {name} are {width}×{height} pixels.", "Make them square.")
    if not shortest <= width <= longest:
        raise BadInput(
            f"The images in {name} are {width}×{height} pixels.",
            f"Make them {shortest}×{shortest} to {longest}×{longest} pixels.",
        )
    if count > limits.ROWS or count * height * width > limits.PIXELS:
        raise BadInput(
            f"{name} holds {count:,} images of {width}×{height} pixels, which is too much.",
            f"Choose at most {min(limits.ROWS, limits.PIXELS // (width * height)):,} of this size.",
        )


def side_of(pixels: int, *, name: str) -> int:
    """The side of a square image of `pixels` numbers in a row."""
    side = isqrt(pixels)
    if side * side != pixels:
        raise BadInput(
            f"An image in {name} has {pixels:,} pixels, which is not a square.",
            "Give square images, 28×28 = 784 pixels for example.",
        )
    return side


def is_test_name(name: str) -> bool:
    """Whether a file's name says that it is the test part: MNIST's is called t10k."""
    return any(word in name.lower() for word in ("test", "t10k"))
