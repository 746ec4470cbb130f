"""A sequence of layers: table of shapes and parameters, and the Keras model.

The table is arithmetic, so pages describe and refuse networks without TensorFlow. Every network ends in the
same output layer, one softmax unit for each class, which users do not choose.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np

from digitcore.errors import BadInput
from digitcore.learning.layers.counting import Count
from digitcore.learning.layers.layers import Layer, Output, Shape

MAXIMUM_LAYERS = 30
MAXIMUM_PARAMETERS = 20_000_000
MAXIMUM_VALUES = 200_000_000
"""Limit of activations of one batch, all layers together: 1.6 GB as float32 with their gradients."""


@dataclass(frozen=True)
class LayerRow:
    """One line of the layer table."""

    number: int
    """From 1."""
    kind: str
    words: str
    shape: Shape
    """Of its output, for one image."""
    trainable: int
    """Parameters that are trained."""
    kept: int
    """Running statistics, which are not trained."""

    @property
    def parameters(self) -> int:
        """All parameters."""
        return self.trainable + self.kept


def layer_table(layers: Sequence[Layer], *, side: int, class_count: int) -> tuple[LayerRow, ...]:
    """Shape and parameters of each layer on images of `side` × `side`, the output layer last.

    Raises `BadInput` with the number of the layer that does not fit.
    """
    if len(layers) > MAXIMUM_LAYERS:
        raise BadInput(f"{len(layers)} layers are too many.", f"Use at most {MAXIMUM_LAYERS}.")
    rows = tuple(_rows(layers, side=side, class_count=class_count))
    total = sum(row.parameters for row in rows)
    if total > MAXIMUM_PARAMETERS:
        raise BadInput(
            f"This network has {total:,} parameters.",
            f"Make it smaller: at most {MAXIMUM_PARAMETERS:,} can be trained here.",
        )
    return rows


def fitting_rows(layers: Sequence[Layer], *, side: int, class_count: int) -> tuple[LayerRow, ...]:
    """The rows of `layer_table` before the first layer that does not fit."""
    rows: list[LayerRow] = []
    with suppress(BadInput):
        rows.extend(_rows(layers, side=side, class_count=class_count))
    return tuple(rows)


def _rows(layers: Sequence[Layer], *, side: int, class_count: int) -> Iterator[LayerRow]:
    shape: Shape = (side, side, 1)
    for number, layer in enumerate([*layers, Output(class_count)], start=1):
        try:
            after = layer.output_shape(shape)
        except BadInput as problem:
            name = "The answer" if isinstance(layer, Output) else f"Layer {number} ({layer.words})"
            what = f"{name} does not fit on these {side}×{side} images: "
            raise BadInput(what + _lower(problem.what_happened), problem.what_to_do) from problem
        yield LayerRow(number, layer.kind, layer.words, after, *layer.parameters(shape))
        shape = after


def counts(layers: Sequence[Layer], *, side: int, class_count: int) -> tuple[Count, ...]:
    """The arithmetic behind the parameters of each row of `layer_table`."""
    rows = layer_table(layers, side=side, class_count=class_count)
    arriving = [(side, side, 1), *(row.shape for row in rows)]
    return tuple(
        layer.counted(shape) for layer, shape in zip([*layers, Output(class_count)], arriving, strict=False)
    )


def check_batch(rows: Sequence[LayerRow], batch: int) -> None:
    """Refuse a batch whose activations would fill the memory."""
    values = sum(prod(row.shape) for row in rows)
    if values * batch > MAXIMUM_VALUES:
        raise BadInput(
            f"A batch of {batch:,} images has {values * batch:,} values in this network.",
            f"Use a batch of at most {MAXIMUM_VALUES // values:,}, or fewer filters.",
        )


def build(layers: Sequence[Layer], *, side: int, class_count: int, seed: int) -> Any:
    """The Keras model, from prepared images (n, side, side, 1) to probabilities (n, K).

    `seed` and the layer's number decide the initial weights and all random draws.
    """
    import keras

    model = keras.Sequential(name="network")
    model.add(keras.Input((side, side, 1), name="images"))
    for number, layer in enumerate([*layers, Output(class_count)], start=1):
        own_seed = int(np.random.SeedSequence([seed, number]).generate_state(1)[0]) >> 1  # 31 bits, for Keras
        model.add(layer.build(f"{layer.kind}_{number}", own_seed))
    return model


def _lower(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]
