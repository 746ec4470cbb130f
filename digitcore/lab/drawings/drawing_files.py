"""Files made from stored drawings (arrays, a table, a picture), and datasets from those with a true label."""

from __future__ import annotations

import csv
import functools
import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from digitcore.data.dataset import DIGITS, Dataset, FactSheet, Split
from digitcore.data.ink import ALL_STEPS, FRAMINGS, frame
from digitcore.data.sources import draft
from digitcore.data.sources.draft import Draft
from digitcore.errors import BadInput
from digitcore.lab.drawings.drawing_records import DrawingRecord
from digitcore.wording import cell

FEWEST_TO_LEARN_FROM = 10
TEST_PART = "drawings"
"""The name of the dataset of a visitor's own drawings; no file, and in no list."""
_FRAMING = "mnist"
_SHEET_COLUMNS = 12
_CACHED = 1_000
"""Size of the cache of framed drawings."""


def framed(
    records: Sequence[DrawingRecord], framing: str = _FRAMING, *, steps: Collection[str] = ALL_STEPS
) -> NDArray[np.uint8]:
    """uint8 (n, side, side): the drawings in a dataset's framing; `steps` are those of the framing."""
    side = FRAMINGS[framing].side
    images = [_framed(record, framing, tuple(steps)) for record in records]
    return np.stack(images) if images else np.zeros((0, side, side), np.uint8)


@functools.lru_cache(maxsize=_CACHED)
def _framed(record: DrawingRecord, framing: str, steps: tuple[str, ...]) -> NDArray[np.uint8]:
    return np.rint(frame(record.drawing, framing, steps=steps)).astype(np.uint8)


def as_npz(records: Sequence[DrawingRecord]) -> bytes:
    """An .npz with `images` and `labels` of those that show a digit, as the Data page reads it; the others
    beside them.
    """
    images = framed(records)
    labelled = np.array([record.shows_a_digit for record in records], bool)
    labels = [record.true_label for record in records if record.shows_a_digit]
    file = io.BytesIO()
    np.savez_compressed(
        file,
        images=images[labelled],
        labels=np.array(labels, np.uint8),
        images_without_label=images[~labelled],
    )
    return file.getvalue()


def as_csv(records: Sequence[DrawingRecord], more: Mapping[str, Sequence[object]] | None = None) -> str:
    """One line a drawing: time, model, prediction, true label, prompt, the first digit's probabilities.

    `more` are further columns, by their heads.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    classes = records[0].probabilities.shape[1] if records else len(DIGITS)
    writer.writerow(
        [
            "id",
            "time",
            "model",
            "said",
            "is_digit",
            "true_label",
            "prompt",
            *map(str, range(classes)),
            *(more or {}),
        ]
    )
    for number, record in enumerate(records):
        shares = [f"{share:.6f}" for share in record.probabilities[0]] if len(record.probabilities) else []
        further = [column[number] for column in (more or {}).values()]
        facts = [record.id, record.created_at.isoformat(timespec="seconds"), record.model, record.said]
        row = [*facts, record.is_digit, record.true_label, record.prompt, *shares, *further]
        writer.writerow(map(cell, row))
    return text.getvalue()


def as_png(records: Sequence[DrawingRecord]) -> bytes:
    """All drawings on one sheet, dark ink on white, four times as large as framed."""
    images = framed(records)
    count, side = len(images), images.shape[1]
    columns = min(_SHEET_COLUMNS, max(1, count))
    rows = max(1, -(-count // columns))
    sheet = np.zeros((rows * columns, side, side), np.uint8)
    sheet[:count] = images
    joined = sheet.reshape(rows, columns, side, side).swapaxes(1, 2).reshape(rows * side, columns * side)
    picture = Image.fromarray(255 - joined)
    file = io.BytesIO()
    picture.resize((4 * picture.width, 4 * picture.height), Image.Resampling.NEAREST).save(file, "PNG")
    return file.getvalue()


def as_dataset(records: Sequence[DrawingRecord]) -> Draft:
    """The drawings with a true label as a dataset to train on; raises BadInput where there are too few."""
    labelled = [record for record in records if record.shows_a_digit]
    labels = np.array([record.true_label for record in labelled], np.uint8)
    if len(labelled) < FEWEST_TO_LEARN_FROM or len(np.unique(labels)) < 2:
        raise BadInput(
            f"There are {len(labelled)} drawings with a true label, of {len(np.unique(labels))} digits.",
            f"Label at least {FEWEST_TO_LEARN_FROM}, of two digits or more.",
        )
    return draft.from_images(framed(labelled), labels, class_names=DIGITS, maximum=FRAMINGS[_FRAMING].maximum)


def as_test_part(records: Sequence[DrawingRecord], facts: FactSheet) -> Dataset:
    """The drawings with a true label as the test part of data like `facts`, which have a framing; the
    training part is empty.
    """
    assert facts.framing is not None
    labelled = [record for record in records if record.shows_a_digit]
    labels = np.array([record.true_label for record in labelled], np.uint8)
    nothing = Split(np.zeros((0, facts.side, facts.side), np.uint8), np.zeros(0, np.uint8))
    about = replace(facts, title="My drawings", sentence="Drawn in this app.", origin="", licence="", link="")
    return Dataset(TEST_PART, about, nothing, Split(framed(labelled, facts.framing), labels))
