"""Characters that people wrote with a pen on a tablet, as strokes: for tuning, training the default model, and benchmarks.

The files are in DIGITLAB_PEN and do not come with the app: digits, and letters that do not look like one, from UNIPEN
train_r01_v07 (International Unipen Foundation, CC BY 4.0). They have no width of the pen (`Strokes.drawn_with` gives one).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitcore import settings
from digitcore.data.ink import Floats, Strokes
from digitcore.errors import BadInput, DataUnavailable

PARTS = ("digits", "letters")

_ARRAYS = ("points", "stroke_lengths", "strokes_per_sample", "labels", "writers")


@dataclass(frozen=True, eq=False)
class Pens:
    """Samples of handwriting: n drawings, their labels and their writers."""

    strokes: Strokes
    """The path of the pen; the longest side of each drawing is about 1000, y down; the radii are all 1."""
    labels: NDArray[Any]
    """(n,): uint8 digits, or one letter each."""
    writers: NDArray[np.int64]
    """(n,): the number of the writer, the same in both files."""

    def __len__(self) -> int:
        return len(self.labels)

    def take(self, indices: NDArray[Any]) -> Pens:
        """The samples at `indices` (numbers, or a boolean for each), in that order."""
        numbers = np.arange(len(self))[indices]
        return Pens(self.strokes.take(numbers), self.labels[numbers], self.writers[numbers])


def load(part: str = "digits") -> Pens:
    """The digits or the letters of DIGITLAB_PEN; raises where they are missing."""
    if part not in PARTS:
        raise BadInput(f"There are no pen strokes called {part!r}.", f"Choose one of: {', '.join(PARTS)}.")
    arrays = _read(_file(part))
    lengths = arrays["stroke_lengths"].astype(np.int64)
    per_sample = arrays["strokes_per_sample"].astype(np.int64)
    labels = arrays["labels"]
    points: Floats = arrays["points"].astype(np.float32)
    drawing_of_stroke = np.repeat(np.arange(len(per_sample)), per_sample)
    strokes = Strokes(
        points=points,
        radii=np.ones(len(points), dtype=np.float32),
        stroke_numbers=np.repeat(np.arange(len(lengths)), lengths),
        drawing_numbers=np.repeat(drawing_of_stroke, lengths),
        drawing_count=len(per_sample),
    )
    return Pens(
        strokes,
        labels.astype(np.uint8) if labels.dtype.kind in "iu" else labels,
        arrays["writers"].astype(np.int64),
    )


def is_held_out(writers: NDArray[np.int64], *, share: float = 0.4, seed: int = 0) -> NDArray[np.bool_]:
    """For each of these numbers of writers, whether the writer is kept for judging: about `share` of all writers.

    It does not depend on the other writers, so it is the same in both files.
    """
    draws = np.random.RandomState(seed).random_sample(int(writers.max(initial=0)) + 1)
    held_out: NDArray[np.bool_] = draws[writers] < share
    return held_out


def _file(part: str) -> Path:
    folder = settings.current().pen_folder
    if folder is None or not (folder / f"{part}.npz").is_file():
        raise DataUnavailable(
            f"The pen strokes '{part}' are not on this machine.",
            f"Set DIGITLAB_PEN to a folder that holds {part}.npz.",
        )
    return folder / f"{part}.npz"


def _read(path: Path) -> dict[str, NDArray[Any]]:
    """The arrays of a file; raises if their lengths do not fit together."""
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in _ARRAYS}
        fits = (
            len(arrays["points"]) == arrays["stroke_lengths"].sum()
            and len(arrays["stroke_lengths"]) == arrays["strokes_per_sample"].sum()
            and len(arrays["strokes_per_sample"]) == len(arrays["labels"]) == len(arrays["writers"])
        )
    except Exception:  # noqa: BLE001  np.load raises almost anything on damaged files
        fits = False
    if not fits:
        raise DataUnavailable(
            f"{path.name} in DIGITLAB_PEN is damaged or of another kind.", "Copy the pen strokes again."
        )
    return arrays
