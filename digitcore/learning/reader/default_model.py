"""The default model in `assets/`: plain arrays and a sheet of facts, written by `pretraining` and read here.

Weights are stored in half precision, and every figure on the sheet was measured with them as stored. Reading needs numpy only;
TensorFlow is needed to run the network (`reader`), probabilities on the test images are stored beside it.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitcore import settings
from digitcore.errors import StorageProblem
from digitcore.learning.reader.reader import Arrays, parameter_count

FOLDER = settings.ASSETS
ARRAYS_FILE, FACTS_FILE = "default_model.npz", "default_model.json"


@dataclass(frozen=True)
class MeasuredShare:
    """A share of images, with how many they were."""

    share: float
    n: int
    low: float
    high: float
    """Wilson's 95 % interval."""


@dataclass(frozen=True)
class ModelSheet:
    """What is known of the default model. Pens are of writers who took no part in training."""

    parameters: int
    images_seen: int
    """How many warped images it was trained on, one after the other."""
    seconds: float
    seed: int
    temperature: float
    doubt_limit: float
    """Above this score a drawing is called no digit."""
    test_accuracy: MeasuredShare
    """On MNIST's test images."""
    pen_accuracy: MeasuredShare
    """On digits of the writers held out, redrawn from their strokes."""
    test_calibration_error: float
    pen_calibration_error: float
    letter_separation: float
    """AUROC of digits and letters of the writers held out."""
    refused: Mapping[str, MeasuredShare]
    """The share that is called no digit, by kind: "test", "pens", "letters", "unknown letters", "scribbles"."""
    versions: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class DefaultModel:
    """The default model as it is stored."""

    weights: Arrays
    """float32, of half precision."""
    test_probabilities: NDArray[np.float32]
    """(10000, 10), in the order of MNIST's test part."""
    test_labels: NDArray[np.uint8]
    sheet: ModelSheet


def stored_weights(weights: Arrays) -> dict[str, NDArray[np.float32]]:
    """The weights as they come back from the file."""
    return {name: array.astype(np.float16).astype(np.float32) for name, array in weights.items()}


def save(model: DefaultModel, folder: Path = FOLDER) -> tuple[Path, Path]:
    """Write the two files, the same bytes for the same model; gives their paths."""
    arrays = {f"weights.{name}": array.astype(np.float16) for name, array in model.weights.items()}
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        allow_pickle=False,
        **arrays,
        test_probabilities=model.test_probabilities.astype(np.float16),
        test_labels=model.test_labels,
    )
    folder.mkdir(parents=True, exist_ok=True)
    paths = folder / ARRAYS_FILE, folder / FACTS_FILE
    paths[0].write_bytes(buffer.getvalue())
    paths[1].write_text(json.dumps(asdict(model.sheet), indent=1) + "\n", encoding="utf-8")
    return paths


def load(folder: Path = FOLDER) -> DefaultModel:
    """The model that `save` wrote, or a sentence that it is missing or damaged."""
    try:
        with np.load(folder / ARRAYS_FILE, allow_pickle=False) as file:
            arrays = dict(file)
        sheet = _sheet(json.loads((folder / FACTS_FILE).read_text(encoding="utf-8")))
        weights = {
            name.removeprefix("weights."): array.astype(np.float32)
            for name, array in arrays.items()
            if name.startswith("weights.")
        }
        model = DefaultModel(
            weights,
            _normed(arrays["test_probabilities"]),
            arrays["test_labels"],
            sheet,
        )
    except Exception as error:  # np.load raises whatever it trips over
        raise StorageProblem(
            f"The default model in {folder} is missing or damaged ({type(error).__name__}).",
            "Fetch the folder `assets` again, or build the model anew: python -m digitcore pretrain",
        ) from error
    if parameter_count(weights) != sheet.parameters:
        raise StorageProblem(
            f"The two files of the default model in {folder} do not belong together.",
            "Fetch the folder `assets` again, or build the model anew: python -m digitcore pretrain",
        )
    return model


def _normed(shares: NDArray[np.float16]) -> NDArray[np.float32]:
    """Half precision leaves sums a little off 1."""
    values = shares.astype(np.float32)
    normed: NDArray[np.float32] = values / values.sum(axis=1, keepdims=True)
    return normed


def _sheet(values: dict[str, Any]) -> ModelSheet:
    for name in ("test_accuracy", "pen_accuracy"):
        values[name] = MeasuredShare(**values[name])
    refused = {kind: MeasuredShare(**share) for kind, share in values["refused"].items()}
    return ModelSheet(**values | {"refused": refused})
