"""Several files as one ZIP; and what only the ZIP of a run has: its arrays, and images that cannot be had elsewhere.

Names in a ZIP are ours: nothing that people typed becomes one.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitcore.data.dataset import Dataset
from digitcore.errors import BadInput
from digitcore.export import script_data
from digitcore.export.exported_run import TakenRun

_MOMENT = (1980, 1, 1, 0, 0, 0)
"""Of every file: the same run gives the same bytes."""
ARRAYS_FILE = "arrays.npz"


def zipped(files: Mapping[str, bytes | str]) -> bytes:
    """A ZIP with these files, by name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _MOMENT), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def own_files(taken: TakenRun) -> dict[str, bytes]:
    """What only the ZIP has: the model's arrays, and the images where the script cannot get them elsewhere."""
    files = {ARRAYS_FILE: _npz(taken.arrays)} if taken.arrays else {}
    if taken.config is not None and taken.load_dataset is not None and script_data.has_file(taken.config):
        dataset = taken.load_dataset()
        _check(taken, dataset)
        files[script_data.DATA_FILE] = _images(dataset)
    return files


def read_me(taken: TakenRun, contents: Mapping[str, str]) -> str:
    """What is in the ZIP, one line a file: name → sentence."""
    width = max(map(len, contents)) + 2
    lines = [f"{name:<{width}}{sentence}" for name, sentence in contents.items()]
    return "\n".join([f"Run {taken.run} of Digit Lab, taken away.", "", *lines]) + "\n"


def _check(taken: TakenRun, dataset: Dataset) -> None:
    meant = taken.settings.dataset_hash
    if meant and meant != dataset.content_hash:
        raise BadInput(
            f"The images of {dataset.name!r} are no longer those that this run saw.",
            "Take the run away in another form.",
        )


def _images(dataset: Dataset) -> bytes:
    """As the app takes them back too: `data add`."""
    return _npz(
        {
            "x_train": dataset.train.images,
            "y_train": dataset.train.labels,
            "x_test": dataset.test.images,
            "y_test": dataset.test.labels,
            "class_names": np.array(dataset.facts.class_names),
        }
    )


def _npz(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()
