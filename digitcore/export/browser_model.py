"""A model as one file for the browser, which reads it in `assets/browser/model_file.mjs`.

The file is the four letters DLM1, the length of the head, the head as JSON, and the arrays one after the other, each at a
multiple of four bytes. All numbers are little-endian. A layer names its arrays by their number in the head's list.

Files are made without TensorFlow, which takes seconds to load: a `.keras` file is a ZIP with the layers as JSON and their
weights as HDF5.
"""

from __future__ import annotations

import io
import json
import struct
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from digitcore.data import datasets
from digitcore.data.dataset import FactSheet
from digitcore.data.ink.framings import framing_called
from digitcore.data.preparation import Preparation, fit
from digitcore.data.sources import mnist
from digitcore.errors import BadInput
from digitcore.learning.engine.data_split import parts_of
from digitcore.learning.layers.layers import Dense, Layer, Output
from digitcore.learning.reader import default_model, reader

if TYPE_CHECKING:
    from digitcore.lab.store.records import RunRecord
    from digitcore.lab.store.store import Store

_MAGIC = b"DLM1"


@dataclass
class _Arrays:
    """What follows the head."""

    index: list[dict[str, Any]] = field(default_factory=list)
    content: bytearray = field(default_factory=bytearray)

    def add(self, array: NDArray[Any], dtype: str = "float32") -> int:
        """The number under which the head names it."""
        self.index.append({"type": dtype, "offset": len(self.content), "size": array.size})
        self.content += np.ascontiguousarray(array, np.dtype(dtype).newbyteorder("<")).tobytes()
        self.content += b"\0" * (-len(self.content) % 4)
        return len(self.index) - 1


def of_default_model() -> bytes:
    """The default model; its weights are stored in half precision, so nothing is lost here."""
    model, arrays = default_model.load(), _Arrays()

    def learned(name: str) -> dict[str, int]:
        return {
            part: arrays.add(model.weights[f"{name}.{part}"], "float16") for part in ("weights", "biases")
        }

    layers: list[dict[str, Any]] = [
        {"kind": "conv2d", "kernel": 3, "stride": layer.stride, "padding": layer.padding.lower(), "activation": "relu"}
        | learned(f"convolution_{number}")
        for number, layer in enumerate(reader.CONVOLUTIONS)
    ]  # fmt: skip
    layers += [
        {"kind": "flatten"},
        {"kind": "dense", "activation": "relu"} | learned("embedding"),
        {"kind": "dense", "activation": "linear"} | learned("scores"),
    ]
    scale = Preparation("scaled", np.array(0.0), np.array(1 / mnist.FACTS.maximum))
    output = {
        "classes": reader.CLASSES,
        "temperature": model.sheet.temperature,
        "doubt_limit": model.sheet.doubt_limit,
    }
    return _file(mnist.FACTS, scale, layers, output, arrays)


def of_run(store: Store, run: RunRecord, epoch: int | None = None) -> bytes:
    """The network of a finished run at its end, or of any run as it was after an epoch whose weights are stored.

    Raises BadInput where there is none.
    """
    from digitcore.lab.runs import artefacts, checkpoints

    weights = None if epoch is None else checkpoints.weights_at(store, run.id, epoch)
    keras_file = artefacts.keras_file(store, run.id) if epoch is None else None
    if keras_file is None and weights is None:
        raise BadInput(f"The run {run.title!r} has no such network.", "Choose another model or epoch.")
    preparation, facts = _preparation(store, run), datasets.find(run.config.dataset).facts
    if keras_file is not None:
        return of_stored_network(keras_file, preparation=preparation, facts=facts)
    layers = [_described(layer) for layer in (*run.config.layers, Output(facts.class_count))]
    return _of_layers(layers, iter(weights or ()), preparation, facts)


def _preparation(store: Store, run: RunRecord) -> Preparation:
    """As it is stored at the end of a run; while a run learns, as its engine has fitted it."""
    from digitcore.lab.runs import artefacts

    config = run.config
    if run.test_accuracy is not None:
        return Preparation.from_arrays(config.preparation, artefacts.model_arrays(store, run.id))
    facts = datasets.find(config.dataset).facts
    images = np.zeros((1, facts.side, facts.side), np.uint8)
    if config.preparation == "standardised":
        options: dict[str, Any] = dict(config.dataset_options)
        dataset = datasets.load(config.dataset, **options)
        images = parts_of(config, dataset).train.images
    return fit(config.preparation, images, maximum=facts.maximum)


def of_stored_network(
    keras_file: bytes,
    *,
    preparation: Preparation,
    facts: FactSheet,
) -> bytes:
    """A trained network of the layer registry from the bytes of its `.keras` file."""
    with zipfile.ZipFile(io.BytesIO(keras_file)) as parts:
        described = json.loads(parts.read("config.json"))["config"]["layers"]
        weights = _weights(parts, described)
    layers = [
        (each["class_name"].lower(), each["config"])
        for each in described
        if each["class_name"] != "InputLayer"
    ]
    return _of_layers(layers, iter(weights), preparation, facts)


def _of_layers(
    described: Iterable[tuple[str, Mapping[str, Any]]],
    weights: Iterator[NDArray[Any]],
    preparation: Preparation,
    facts: FactSheet,
) -> bytes:
    """The file from layers as Keras describes them, and their arrays in Keras's order."""
    arrays = _Arrays()
    layers = [_layer(kind, config, weights, arrays) for kind, config in described]
    layers[-1]["activation"] = "linear"  # the softmax is the reader's, which has a temperature
    output = {"classes": facts.class_count, "temperature": 1.0, "doubt_limit": None}
    return _file(facts, preparation, layers, output, arrays)


def _described(layer: Layer) -> tuple[str, dict[str, Any]]:
    """As Keras describes what the layer builds, as far as the browser needs it."""
    values = asdict(layer)
    return "dense" if isinstance(layer, Dense) else layer.kind, {
        "activation": values.get("activation"),
        "kernel_size": [values.get("kernel")],
        "strides": [values.get("window", 1)],
        "padding": "valid",
        "pool_size": [values.get("window")],
        "epsilon": 0.001,
    }


def _weights(parts: zipfile.ZipFile, described: list[dict[str, Any]]) -> list[NDArray[Any]]:
    """All arrays of the layers in Keras's order; HDF5 has the layers in the order of the alphabet."""
    import h5py

    with h5py.File(io.BytesIO(parts.read("model.weights.h5"))) as file:
        groups = {group["vars"].attrs["name"]: group["vars"] for group in file["layers"].values()}
        named = [groups.get(each["config"]["name"], {}) for each in described]
        return [group[str(number)][()] for group in named for number in range(len(group))]


def _layer(
    kind: str, config: Mapping[str, Any], weights: Iterator[NDArray[Any]], arrays: _Arrays
) -> dict[str, Any]:
    """One layer of Keras's, which takes its own from `weights`."""
    match kind:
        case "conv2d" | "dense":
            numbers = {part: arrays.add(next(weights)) for part in ("weights", "biases")}
            layer = {"kind": kind, "activation": config["activation"]} | numbers
            if kind == "conv2d":
                layer |= {
                    "kernel": config["kernel_size"][0],
                    "stride": config["strides"][0],
                    "padding": config["padding"],
                }
            return layer
        case "maxpooling2d" if config["padding"] == "valid" and config["strides"] == config["pool_size"]:
            return {"kind": kind, "window": config["pool_size"][0]}
        case "batchnormalization":
            gain, shift, mean, variance = (next(weights) for _ in range(4))
            scale = gain / np.sqrt(variance + config["epsilon"])
            return {"kind": kind, "scale": arrays.add(scale), "shift": arrays.add(shift - mean * scale)}
        case "flatten" | "dropout":
            return {"kind": kind}
    raise ValueError(f"the browser knows no layer {kind!r} with these settings")


def _file(
    facts: FactSheet,
    preparation: Preparation,
    layers: list[dict[str, Any]],
    output: Mapping[str, float | None],
    arrays: _Arrays,
) -> bytes:
    # Without one it reads images, and no drawings.
    framing = framing_called(facts.framing) if facts.framing else None
    prepared = {name: arrays.add(array.ravel()) for name, array in preparation.to_arrays().items()}
    # Nothing of the data but what a model computes with: whoever has the file of a private upload's model learns no title
    # and no name of a class from it. A page gives names to the classes, in their order, where it shows them.
    head = {
        "side": facts.side,
        "framing": framing and asdict(framing),
        "preparation": prepared,
        "layers": layers,
        "output": output,
        "arrays": arrays.index,
    }
    text = json.dumps(head).encode()
    text += b" " * (-len(text) % 4)
    return _MAGIC + struct.pack("<I", len(text)) + text + bytes(arrays.content)
