"""Several files as one ZIP; and what only the ZIP of a run has: its arrays, and images that cannot be had elsewhere."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitcore.data.dataset import Dataset
from digitcore.errors import BadInput
from digitcore.export.exported_run import ExportedRun
from digitcore.export.scripts import data_section

_MODIFIED = (1980, 1, 1, 0, 0, 0)
"""The time of every file, so that the same run gives the same bytes."""
ARRAYS_FILE = "arrays.npz"


def zipped(files: Mapping[str, bytes | str]) -> bytes:
    """A ZIP with these files, by name. The names are ours: nothing that a person typed becomes a path."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _MODIFIED), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def own_files(run: ExportedRun) -> dict[str, bytes]:
    """The files that only the ZIP has: the model's arrays, and the images where the script cannot get them elsewhere."""
    files = {ARRAYS_FILE: _npz(run.arrays)} if run.arrays else {}
    if run.config is not None and run.load_dataset is not None and data_section.has_file(run.config):
        dataset = run.load_dataset()
        _check_hash(run, dataset)
        files[data_section.DATA_FILE] = _images(dataset)
    return files


def read_me(run: ExportedRun, contents: Mapping[str, str]) -> str:
    """A list of what is in the ZIP, from name → sentence: one line a file."""
    width = max(map(len, contents)) + 2
    lines = [f"{name:<{width}}{sentence}" for name, sentence in contents.items()]
    return "\n".join([f"Run {run.id} of Digit Lab, taken away.", "", *lines]) + "\n"


def _check_hash(run: ExportedRun, dataset: Dataset) -> None:
    trained_on = run.settings.dataset_hash
    if trained_on and trained_on != dataset.content_hash:
        raise BadInput(
            f"The images of {dataset.name!r} are no longer those that this run saw.",
            "Take the run away in another form.",
        )


def _images(dataset: Dataset) -> bytes:
    """In the layout that `data add` reads."""
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
