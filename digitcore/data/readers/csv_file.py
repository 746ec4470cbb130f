"""Images from a table in text: each line is a label and then the pixels, row by row.

Numbers are separated by comma, semicolon or tab; a heading is skipped; quotes may stand around labels only. Our own
reader names the line that is wrong, and needs memory for the numbers of one block of lines at a time.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from itertools import islice
from math import isqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitcore.data import limits
from digitcore.data.plain_text import plain_text
from digitcore.data.readers.parsed import ParsedDataset, ParsedPart, check_shape, side_of
from digitcore.errors import BadInput
from digitcore.progress import Progress, Report, ignore

_SEPARATORS = ",;\t"
_HEADINGS = {"label", "labels", "class", "target", "digit", "y"}
_BLOCK_NUMBERS = 2_000_000
_MOST_LABELS = 1_000
"""Counted as they are written: "3", "3.0" and "03" are one class."""
_ADVICE = "Give each line as a label and then the pixels, all separated by commas, in UTF-8."

Row = tuple[int, str, str]
"""Line number from 1, label, and the text of the pixels."""


def read_csv(data: bytes, *, name: str, report: Report = ignore) -> ParsedDataset:
    """One part from a table in text; the first line may be a heading."""
    separator, columns = _layout(data, name=name)
    side = _side(columns, name=name)
    lines = data.count(b"\n") + 1
    rows = _rows(data, separator, columns, name=name)
    first = next(rows)
    is_heading = first[1].casefold() in _HEADINGS or _numbers([first], separator) is None
    blocks: list[NDArray[Any]] = []
    labels: list[str] = []
    distinct: set[str] = set()
    pending = rows if is_heading else _chain(first, rows)
    while block := list(islice(pending, max(1, _BLOCK_NUMBERS // columns))):
        blocks.append(_pixels(block, separator, name=name).reshape(-1, side, side))
        labels += [label for _, label, _ in block]
        distinct.update(labels[-len(block) :])
        _check_labels(distinct, name=name)
        report(Progress("Reading lines", len(labels), lines, "lines"))
    check_shape((len(labels), side, side), name=name)
    notes = (f"The first line of {name} was taken for a heading.",) if is_heading else ()
    return ParsedDataset(ParsedPart(np.concatenate(blocks), np.array(labels)), notes=notes)


def _check_labels(distinct: set[str], *, name: str) -> None:
    """Refuse early what `labels` would refuse at the end: sorting so many names takes seconds."""
    if len(distinct) > _MOST_LABELS:
        raise BadInput(
            f"{name} has more than {_MOST_LABELS:,} different labels.",
            f"Give images of {limits.CLASSES[0]} to {limits.CLASSES[1]} classes.",
        )


def _chain(first: Row, rows: Iterator[Row]) -> Iterator[Row]:
    yield first
    yield from rows


def _layout(data: bytes, *, name: str) -> tuple[str, int]:
    """The separator and the number of columns, from the first line."""
    if b"\0" in data:
        raise BadInput(f"{name} is not what its name says: it is not text in UTF-8.", _ADVICE)
    if data.count(b"\n") > limits.ROWS + 1:
        raise BadInput(f"{name} has more than {limits.ROWS:,} lines.", "Choose a smaller set of images.")
    line = data[: data.find(b"\n")] if b"\n" in data else data
    counts = {separator: line.count(separator.encode()) for separator in _SEPARATORS}
    separator = max(counts, key=lambda key: counts[key])
    return separator, counts[separator] + 1


def _side(columns: int, *, name: str) -> int:
    shortest, longest = limits.SIDES
    if columns > 1 and isqrt(columns) ** 2 == columns and isqrt(columns - 1) ** 2 != columns - 1:
        raise BadInput(
            f"{name} has {columns:,} numbers in a line, a square image and no label.",
            "Put the label first in each line.",
        )
    if not shortest**2 < columns <= longest**2 + 1:
        raise BadInput(
            f"The number of columns in {name} is {columns:,}, too few or too many for an image.", _ADVICE
        )
    return side_of(columns - 1, name=name)


def _rows(data: bytes, separator: str, columns: int, *, name: str) -> Iterator[Row]:
    """The lines that are not blank; raises at the first that is no text or has another number of columns."""
    for number, line in enumerate(io.BytesIO(data), start=1):
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8").strip("\r\n ")
        except UnicodeDecodeError:
            raise BadInput(f"{name} is not what its name says: it is not text in UTF-8.", _ADVICE) from None
        if not text:
            continue
        label, _, pixels = text.partition(separator)
        if text.count(separator) != columns - 1:
            raise BadInput(
                f"Line {number:,} of {name} has {text.count(separator) + 1:,} columns, "
                f"the first line has {columns:,}.",
                "Give all images in the same size, one in each line.",
            )
        yield number, _label(label, number=number, name=name), pixels


def _label(text: str, *, number: int, name: str) -> str:
    label = text.strip().strip('"').strip()
    if not label:
        raise BadInput(f"Line {number:,} of {name} has no label.", "Put the label first in each line.")
    if len(label) > limits.CLASS_NAME_LENGTH:
        shown = plain_text(label, longest=limits.CLASS_NAME_LENGTH)
        raise BadInput(
            f"Line {number:,} of {name} has the label {shown!r}, which is too long.",
            f"Give names of at most {limits.CLASS_NAME_LENGTH} characters.",
        )
    return label


def _pixels(block: list[Row], separator: str, *, name: str) -> NDArray[Any]:
    """The numbers of a block of lines (n, pixels); raises with the line that holds something else."""
    numbers = _numbers(block, separator)
    if numbers is None:
        line = next((row[0] for row in block if _numbers([row], separator) is None), block[0][0])
        raise BadInput(f"Line {line:,} of {name} holds a pixel that is not a number.", _ADVICE)
    return numbers


def _numbers(block: list[Row], separator: str) -> NDArray[Any] | None:
    """The numbers of a block of lines (n, pixels), uint8 or float32; None if they are not all numbers."""
    lines = [pixels for _, _, pixels in block]
    # Some characters beyond ASCII crash the whole process in NumPy's loadtxt.
    if not all(map(str.isascii, lines)):
        return None
    for kind in (np.uint8, np.float32):  # bytes first: they are parsed nine times faster
        with contextlib.suppress(ValueError):
            numbers = np.loadtxt(lines, delimiter=separator, comments=None, dtype=kind, ndmin=2)
            return numbers if len(numbers) == len(lines) else None
    return None
