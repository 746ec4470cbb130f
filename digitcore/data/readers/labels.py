"""From the labels of a file, numbers or names, to classes 0..K-1 with their names.

The classes are the labels that occur, in the order of their numbers (0 to 61) or of their names. Every class must occur
in every part, so that it can be learned and judged.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitcore.data import limits
from digitcore.data.plain_text import plain_text
from digitcore.data.readers.parsed import ParsedDataset
from digitcore.errors import BadInput

_WHOLE_NUMBER = re.compile(r"-?[0-9]+(\.0*)?")
_ADVICE = f"Give whole numbers from 0 to {limits.CLASSES[1] - 1}, or names."


def number_classes(parsed: ParsedDataset) -> tuple[tuple[str, ...], list[NDArray[np.uint8]]]:
    """The names of the K classes, and for each part its labels (n,), uint8, 0..K-1."""
    parts = [part.labels for part in parsed.parts]
    keys = [_plain_names(labels) if labels.dtype.kind == "U" else _whole_numbers(labels) for labels in parts]
    if len({labels.dtype.kind for labels in keys}) > 1:
        raise BadInput("One part has numbers for labels, the other names.", "Use the same labels in both.")
    values, numbered = np.unique(np.concatenate(keys), return_inverse=True)
    fewest, most = limits.CLASSES
    if not fewest <= len(values) <= most:
        raise BadInput(
            f"The images have {len(values):,} different {'label' if len(values) == 1 else 'labels'}.",
            f"Give images of {fewest} to {most} classes.",
        )
    if values.dtype.kind == "i":
        _check_range(values)
    names = _names(values, parsed.class_names)
    labels = np.split(numbered.astype(np.uint8), np.cumsum([len(part) for part in parts])[:-1])
    _check_every_part(labels, names)
    return names, labels


def _whole_numbers(labels: NDArray[Any]) -> NDArray[np.int64]:
    """Labels as integers; float 3.0 is 3, float 3.5, NaN and 1e300 are refused."""
    if labels.dtype.kind == "f":
        numbers = labels.astype(np.float64)
        wrong = labels[~((numbers == np.floor(numbers)) & (np.abs(numbers) < 2**53))]
        if len(wrong):
            raise BadInput(f"A label is {wrong[0]}, which is not a whole number.", _ADVICE)
    elif labels.dtype.kind == "u" and int(labels.max()) >= 2**63:
        raise BadInput(f"A label is {labels.max()}.", _ADVICE)
    return labels.astype(np.int64)


def _check_range(values: NDArray[np.int64]) -> None:
    for value in (values[0], values[-1]):
        if not 0 <= value < limits.CLASSES[1]:
            raise BadInput(f"A label is {value}, which is not a known class.", _ADVICE)


def _plain_names(labels: NDArray[np.str_]) -> NDArray[Any]:
    """Names as pages show them, or whole numbers if all names are written as such."""
    names, places = np.unique(labels, return_inverse=True)
    cleaned = [_plain_name(str(name)) for name in names]
    if all(_WHOLE_NUMBER.fullmatch(name) for name in cleaned):
        # Python's integers may not fit int64. What is cut here is out of range anyway, and refused for that.
        cleaned_numbers = [max(-1, min(int(name.partition(".")[0]), 2**31)) for name in cleaned]
        return np.array(cleaned_numbers, np.int64)[places]
    return np.array(cleaned)[places]


def _plain_name(name: str) -> str:
    plain = plain_text(name, longest=limits.CLASS_NAME_LENGTH)
    if not plain:
        raise BadInput("A label is empty.", _ADVICE)
    # Names are compared after their accents are composed; nothing else about them may change.
    if plain.endswith("…") or any(not sign.isprintable() for sign in name.strip()):
        raise BadInput(
            f"The label {plain!r} is too long or holds signs that cannot be seen.",
            f"Give names of at most {limits.CLASS_NAME_LENGTH} plain characters.",
        )
    return plain


def _names(values: NDArray[Any], file_names: tuple[str, ...] | None) -> tuple[str, ...]:
    """The names of the classes: those in the file where it has them, else the labels themselves."""
    if file_names is None or values.dtype.kind != "i":
        return tuple(str(value) for value in values)
    if values[-1] >= len(file_names):
        raise BadInput(
            f"A label is {values[-1]}, but the file names only {len(file_names)} classes.",
            "Give a name for each class.",
        )
    names = tuple(_plain_name(file_names[value]) for value in values)
    if len(set(names)) < len(names):
        raise BadInput("Two classes have the same name.", "Give each class its own name.")
    return names


def _check_every_part(parts: list[NDArray[np.uint8]], names: tuple[str, ...]) -> None:
    """Each class needs an image in each part, or two if there is one part, which will be split."""
    needed = 1 if len(parts) > 1 else 2
    for labels in parts:
        counts = np.bincount(labels, minlength=len(names))
        scarce = int(np.argmin(counts))
        if counts[scarce] < needed:
            raise BadInput(
                f"Class {names[scarce]!r} has {counts[scarce]} "
                f"{'image' if counts[scarce] == 1 else 'images'} in one of the parts.",
                "Give every class at least one image to learn from and one to be judged on.",
            )
