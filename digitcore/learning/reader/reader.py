"""The network of the default model: as a Keras model for training, and from plain arrays with NumPy for prediction.

Six convolutions lead to an embedding of 96 numbers, and that to ten scores for the digits and one for doubt. Doubt is an
output of its own, since the highest probability alone separates letters from digits poorly (AUROC 0.87 to 0.90). Batch
normalisation of the training is folded into weights and biases before they are stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitcore.learning.layers import counting
from digitcore.learning.layers.counting import Count
from digitcore.learning.layers.network import LayerRow

Arrays = Mapping[str, NDArray[np.floating]]

SIDE = 28
CLASSES = 10
EMBEDDING = 96
_WIDTH = 3
"""Of every filter."""
_FEW = 20
"""Images."""
_ZERO = np.float32(0)
"""A plain 0 would make float64 of TensorFlow's numbers."""


@dataclass(frozen=True)
class Convolution:
    """3×3, with ReLU."""

    filters: int
    stride: int = 1
    padding: str = "SAME"


CONVOLUTIONS = (
    Convolution(16),
    Convolution(24, stride=2),
    Convolution(32),
    Convolution(64, stride=2),
    Convolution(64),
    Convolution(96, padding="VALID"),
)
"""Widths in pixels: 28 → 28 → 14 → 14 → 7 → 7 → 5."""


def parameter_count(arrays: Arrays) -> int:
    """Number of learnt numbers."""
    return sum(array.size for array in arrays.values())


def run(arrays: Mapping[str, Any], images: Any, *, library: Any = np) -> tuple[Any, Any]:
    """Scores (n, 11) and embedding (n, 96) of `images`, (n, 28, 28) in 0..1 as float32.

    `library` is NumPy, or what has its functions: TensorFlow's `experimental.numpy`, which knows gradients as well.
    """
    *_, embedding, scores = outputs(arrays, images, library=library)
    return scores, embedding


def run_few_by_few(
    arrays: Arrays, images: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """`run` for any number of images: the patches of a few stay in the processor's cache, which makes it twice as quick."""
    parts = [run(arrays, images[begin : begin + _FEW]) for begin in range(0, max(1, len(images)), _FEW)]
    scores, embedding = zip(*parts, strict=True)
    return np.concatenate(scores), np.concatenate(embedding)


def outputs(arrays: Mapping[str, Any], images: Any, *, library: Any = np) -> list[Any]:
    """The output of each layer of `layer_table`, in order."""
    convolved, values = [], images[..., None]
    for number, layer in enumerate(CONVOLUTIONS):
        name = f"convolution_{number}"
        values = _convolved(layer, values, arrays[f"{name}.weights"], arrays[f"{name}.biases"], library)
        convolved.append(values)
    flat = library.reshape(values, (-1, arrays["embedding.weights"].shape[0]))
    embedding = library.maximum(flat @ arrays["embedding.weights"] + arrays["embedding.biases"], _ZERO)
    return [*convolved, flat, embedding, embedding @ arrays["scores.weights"] + arrays["scores.biases"]]


def _convolved(layer: Convolution, values: Any, weights: Any, biases: Any, library: Any) -> Any:
    """Each 3×3 patch becomes a row, so that all filters are one product of matrices."""
    step, side = layer.stride, values.shape[1]
    if layer.padding == "SAME":
        wanted = -(-side // step)
        added = max(0, (wanted - 1) * step + _WIDTH - side)
        around = (added // 2, added - added // 2)  # as TensorFlow does it: the odd one comes last
        values = library.pad(values, ((0, 0), around, around, (0, 0)), "constant")
    else:
        wanted = (side - _WIDTH) // step + 1
    reach = (wanted - 1) * step + 1
    shifted = [
        values[:, row : row + reach : step, column : column + reach : step]
        for row in range(_WIDTH)
        for column in range(_WIDTH)
    ]
    patches = library.reshape(library.concatenate(shifted, axis=-1), (-1, weights[..., 0].size))
    sums = patches @ weights.reshape(-1, layer.filters) + biases
    return library.reshape(library.maximum(sums, _ZERO), (-1, wanted, wanted, layer.filters))


def layer_table() -> tuple[LayerRow, ...]:
    """The layers, in the form of `network.layer_table`."""
    shapes = _shapes()
    words = [
        *(f"Convolution {each.filters} × 3×3 relu{', in steps of 2' if each.stride == 2 else ''}" for each in CONVOLUTIONS),
        "Flatten", f"Dense {EMBEDDING} relu", "Output: a score for each digit, and one for “no digit”",
    ]  # fmt: skip
    kinds = [*("conv2d" for _ in CONVOLUTIONS), "flatten", "dense", "output"]
    lines = zip(kinds, words, shapes, counts(), strict=True)
    return tuple(
        LayerRow(number, kind, title, shape, count.total, 0)
        for number, (kind, title, shape, count) in enumerate(lines, start=1)
    )


def counts() -> tuple[Count, ...]:
    """The arithmetic behind the parameters of each row of `layer_table`."""
    channels = [1, *(layer.filters for layer in CONVOLUTIONS)]
    return (
        *(counting.of_filters(3, before, layer.filters) for before, layer in zip(channels, CONVOLUTIONS, strict=False)),
        counting.NOTHING,
        counting.of_units(prod(_shapes()[len(CONVOLUTIONS)]), EMBEDDING),
        counting.of_units(EMBEDDING, CLASSES + 1),
    )  # fmt: skip


def _shapes() -> list[tuple[int, ...]]:
    """The output shape of each layer."""
    side, shapes = SIDE, list[tuple[int, ...]]()
    for layer in CONVOLUTIONS:
        side = -(-side // layer.stride) if layer.padding == "SAME" else (side - 3) // layer.stride + 1
        shapes.append((side, side, layer.filters))
    return [*shapes, (prod(shapes[-1]),), (EMBEDDING,), (CLASSES + 1,)]


def build(*, seed: int) -> Any:
    """The network for training, with batch normalisation and dropout: a Keras model from images to scores."""
    import keras

    seeds = iter(np.random.SeedSequence([seed, 3]).generate_state(20).tolist())
    images = keras.Input((SIDE, SIDE), name="images")
    values = keras.layers.Reshape((SIDE, SIDE, 1))(images)
    for number, layer in enumerate(CONVOLUTIONS):
        values = keras.layers.Conv2D(
            layer.filters, 3, layer.stride, layer.padding.lower(), use_bias=False,
            kernel_initializer=keras.initializers.HeNormal(next(seeds)), name=f"convolution_{number}",
        )(values)  # fmt: skip
        values = _normalised(values, f"convolution_{number}")
    values = keras.layers.Dropout(0.25, seed=next(seeds))(keras.layers.Flatten()(values))
    values = keras.layers.Dense(
        EMBEDDING,
        use_bias=False,
        kernel_initializer=keras.initializers.HeNormal(next(seeds)),
        name="embedding",
    )(values)
    values = keras.layers.Dropout(0.15, seed=next(seeds))(_normalised(values, "embedding"))
    start = keras.initializers.GlorotUniform(next(seeds))
    return keras.Model(
        images, keras.layers.Dense(CLASSES + 1, kernel_initializer=start, name="scores")(values)
    )


def as_keras(arrays: Arrays, *, temperature: float, doubt_limit: float) -> Any:
    """The network of `arrays` as a Keras model for other programs.

    Maps images (n, 28, 28, 1) in 0..1 to `digits`, ten probabilities, and `doubt`, above 0 for no digit. Temperature and
    limit are part of the last weights, so that using the file takes no code of ours.
    """
    import keras

    images = keras.Input((SIDE, SIDE, 1), name="images")
    values = images
    for number, layer in enumerate(CONVOLUTIONS):
        values = keras.layers.Conv2D(
            layer.filters, 3, layer.stride, layer.padding.lower(), activation="relu", name=f"convolution_{number}"
        )(values)  # fmt: skip
    values = keras.layers.Dense(EMBEDDING, activation="relu", name="embedding")(
        keras.layers.Flatten()(values)
    )
    digits = keras.layers.Dense(CLASSES, activation="softmax", name="digits")(values)
    doubt = keras.layers.Dense(1, name="doubt")(values)
    model = keras.Model(images, {"digits": digits, "doubt": doubt}, name="default_model")
    for name in [*(f"convolution_{number}" for number in range(len(CONVOLUTIONS))), "embedding"]:
        model.get_layer(name).set_weights([arrays[f"{name}.weights"], arrays[f"{name}.biases"]])
    weights, biases = arrays["scores.weights"], arrays["scores.biases"]
    model.get_layer("digits").set_weights(
        [weights[:, :CLASSES] / temperature, biases[:CLASSES] / temperature]
    )
    model.get_layer("doubt").set_weights([weights[:, CLASSES:], biases[CLASSES:] - doubt_limit])
    return model


def folded(model: Any) -> dict[str, NDArray[np.float32]]:
    """Weights and biases that compute the same as the trained `model` with its batch normalisation."""
    arrays = {}
    for name in [*(f"convolution_{number}" for number in range(len(CONVOLUTIONS))), "embedding"]:
        (weights,) = model.get_layer(name).get_weights()
        gain, shift, mean, variance = model.get_layer(f"{name}_normalised").get_weights()
        factor = gain / np.sqrt(variance + model.get_layer(f"{name}_normalised").epsilon)
        arrays[f"{name}.weights"] = weights * factor
        arrays[f"{name}.biases"] = shift - mean * factor
    arrays["scores.weights"], arrays["scores.biases"] = model.get_layer("scores").get_weights()
    return {name: array.astype(np.float32) for name, array in arrays.items()}


def _normalised(values: Any, name: str) -> Any:
    import keras

    values = keras.layers.BatchNormalization(name=f"{name}_normalised")(values)
    return keras.layers.Activation("relu")(values)
