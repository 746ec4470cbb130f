"""A model as one file for the browser, which reads it in `assets/browser/model_file.mjs`.

The file is the four letters DLM1, the length of the head, the head as JSON, and the arrays one after the other, each at a
multiple of four bytes. All numbers are little-endian. A layer names its arrays by their number in the head's list.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitcore.data.dataset import FactSheet
from digitcore.data.ink.framings import framing_called
from digitcore.data.preparation import Preparation
from digitcore.data.sources import mnist
from digitcore.learning.reader import default_model, reader

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


def of_network(model: Any, *, preparation: Preparation, facts: FactSheet) -> bytes:
    """A trained Keras network of the layer registry."""
    arrays = _Arrays()
    layers = [_layer(layer, arrays) for layer in model.layers]
    layers[-1]["activation"] = "linear"  # the softmax is the reader's, which has a temperature
    output = {"classes": facts.class_count, "temperature": 1.0, "doubt_limit": None}
    return _file(facts, preparation, layers, output, arrays)


def _layer(layer: Any, arrays: _Arrays) -> dict[str, Any]:
    """One layer of Keras's, by its class."""
    kind = type(layer).__name__.lower()
    match kind:
        case "conv2d" | "dense":
            weights, biases = layer.get_weights()
            numbers = {"weights": arrays.add(weights), "biases": arrays.add(biases)}
            described = {"kind": kind, "activation": layer.activation.__name__} | numbers
            if kind == "conv2d":
                described |= {
                    "kernel": layer.kernel_size[0],
                    "stride": layer.strides[0],
                    "padding": layer.padding,
                }
            return described
        case "maxpooling2d":
            return {"kind": kind, "window": layer.pool_size[0]}
        case "batchnormalization":
            gain, shift, mean, variance = layer.get_weights()
            scale = gain / np.sqrt(variance + layer.epsilon)
            return {"kind": kind, "scale": arrays.add(scale), "shift": arrays.add(shift - mean * scale)}
        case "flatten" | "dropout":
            return {"kind": kind}
    raise ValueError(f"the browser knows no layer {kind!r}")


def _file(
    facts: FactSheet,
    preparation: Preparation,
    layers: list[dict[str, Any]],
    output: Mapping[str, float | None],
    arrays: _Arrays,
) -> bytes:
    framing = framing_called(facts.framing or "")
    prepared = {name: arrays.add(array.ravel()) for name, array in preparation.to_arrays().items()}
    head = {
        "class_names": facts.class_names,
        "framing": asdict(framing),
        "preparation": prepared,
        "layers": layers,
        "output": output,
        "arrays": arrays.index,
    }
    text = json.dumps(head).encode()
    text += b" " * (-len(text) % 4)
    return _MAGIC + struct.pack("<I", len(text)) + text + bytes(arrays.content)
