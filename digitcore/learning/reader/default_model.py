"""The files of the default model in `assets/`: weights, test probabilities and a sheet of facts.

Weights are float16 arrays with batch normalisation folded in: 0.8 MB, readable without Keras. All figures on the sheet
were measured with these stored weights. Test probabilities and labels are stored too, so context needs no MNIST.
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
    """A share of images, with its sample and interval."""

    share: float
    n: int
    low: float
    high: float
    """Wilson's 95 % interval."""


@dataclass(frozen=True)
class ModelSheet:
    """Facts about the default model. Pens are of writers who took no part in training."""

    parameters: int
    images_seen: int
    """Number of warped images that it was trained on."""
    seconds: float
    seed: int
    temperature: float
    """Divides the scores before the softmax, in predictions here and in the browser; set by `default_evaluation`."""
    doubt_limit: float
    """A drawing with more doubt is no digit."""
    test_accuracy: MeasuredShare
    """On MNIST's test images."""
    pen_accuracy: MeasuredShare
    """On digits of held-out writers, drawn from their strokes."""
    test_calibration_error: float
    pen_calibration_error: float
    letter_separation: float
    """AUROC of doubt between digits and letters of held-out writers."""
    refused: Mapping[str, MeasuredShare]
    """Share refused as no digit, by kind: "test", "pens", "letters", "unknown letters", "scribbles"."""
    versions: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class DefaultModel:
    """The default model as stored."""

    weights: Arrays
    """float32 values of float16 precision."""
    test_probabilities: NDArray[np.float32]
    """(10000, 10), in the order of MNIST's test part."""
    test_labels: NDArray[np.uint8]
    sheet: ModelSheet


def stored_weights(weights: Arrays) -> dict[str, NDArray[np.float32]]:
    """The weights as a file returns them."""
    return {name: array.astype(np.float16).astype(np.float32) for name, array in weights.items()}


def save(model: DefaultModel, folder: Path = FOLDER) -> tuple[Path, Path]:
    """Write the two files, with the same bytes for the same model, and return their paths."""
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
    """The model that `save` wrote; raises `StorageProblem` if it is missing or damaged."""
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
            _normalised(arrays["test_probabilities"]),
            arrays["test_labels"],
            sheet,
        )
    except Exception as error:  # np.load raises many kinds of errors for damaged files
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


def _normalised(shares: NDArray[np.float16]) -> NDArray[np.float32]:
    """Rows that sum to 1, which float16 values do not exactly."""
    values = shares.astype(np.float32)
    normalised: NDArray[np.float32] = values / values.sum(axis=1, keepdims=True)
    return normalised


def _sheet(values: dict[str, Any]) -> ModelSheet:
    for name in ("test_accuracy", "pen_accuracy"):
        values[name] = MeasuredShare(**values[name])
    refused = {kind: MeasuredShare(**share) for kind, share in values["refused"].items()}
    return ModelSheet(**values | {"refused": refused})
