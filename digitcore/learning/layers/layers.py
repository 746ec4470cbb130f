"""The layers of a network: output shape, number of parameters, and the Keras layer.

In the library a new layer is one class in `LAYERS`; what the browser needs is in CONTRIBUTING.
Only `build` imports Keras, so pages can describe networks without it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from math import prod
from typing import Any, ClassVar

from digitcore.errors import BadInput
from digitcore.learning.layers import counting
from digitcore.learning.layers.counting import Count
from digitcore.learning.layers.values import check_fields, choice, number, short

Shape = tuple[int, ...]
"""(height, width, channels) of an image, or (values,) of a vector."""

ACTIVATIONS = {
    "relu": "ReLU: negative values become 0",
    "sigmoid": "Sigmoid: squeezed into 0 to 1",
    "tanh": "Tanh: squeezed into −1 to 1",
}
"""Activation functions by name, each with a sentence."""


def size(shape: Shape) -> str:
    """A shape in words.

    >>> size((26, 26, 32))
    '26×26×32'
    """
    return "×".join(map(str, shape))


@dataclass(frozen=True)
class Layer:
    """Base of all layers; the fields of a subclass are its settings."""

    kind: ClassVar[str]
    title: ClassVar[str]
    sentence: ClassVar[str]
    code: ClassVar[str]
    """Template of the layer in an exported script (`export.scripts.network_section`); braces hold fields and `number`."""

    def __post_init__(self) -> None:
        check_fields(self, self.title)

    @property
    def words(self) -> str:
        """The layer in a few words."""
        return self.title

    def output_shape(self, shape: Shape) -> Shape:
        """The output for an input of `shape`; raises `BadInput` where the layer does not fit."""
        return shape

    def parameters(self, shape: Shape) -> tuple[int, int]:
        """Parameters on an input of `shape`: trained ones, and running statistics."""
        return 0, 0

    def counted(self, shape: Shape) -> Count:
        """The same number as arithmetic and in words."""
        return counting.NOTHING

    def build(self, name: str, seed: int) -> Any:
        """The Keras layer called `name`; `seed` decides all its randomness."""
        raise NotImplementedError

    def to_code(self, number: int) -> str:
        """The line of an exported script for this layer, number `number` of its network."""
        return self.code.format(number=number, **asdict(self))

    def to_dict(self) -> dict[str, Any]:
        """The layer as JSON values."""
        return {"kind": self.kind} | asdict(self)


def _activation() -> Any:
    return choice("relu", tuple(ACTIVATIONS), "Activation")


@dataclass(frozen=True)
class Dense(Layer):
    """Every unit weighs all values of the layer before and adds a bias."""

    kind = "dense"
    title = "Dense"
    sentence = "Every unit weighs all values of the layer before it and adds a bias."
    code = 'layers.Dense({units}, activation="{activation}", kernel_initializer=glorot({number}))'

    units: int = number(64, 1, 4096, "Units")
    activation: str = _activation()

    @property
    def words(self) -> str:
        """Units and activation."""
        return f"Dense {self.units} {self.activation}"

    def output_shape(self, shape: Shape) -> Shape:
        """(units,); refuses anything but a vector."""
        if len(shape) != 1:
            raise BadInput(
                f"A dense layer needs a vector, and an image of {size(shape)} arrives at it.",
                "Put a Flatten layer before it.",
            )
        return (self.units,)

    def parameters(self, shape: Shape) -> tuple[int, int]:
        """A weight for each pair of input and unit, and a bias for each unit."""
        return prod(shape) * self.units + self.units, 0

    def counted(self, shape: Shape) -> Count:
        """Values · units + units."""
        return counting.of_units(prod(shape), self.units)

    def build(self, name: str, seed: int) -> Any:
        """Keras's Dense."""
        from keras import initializers, layers

        start = initializers.GlorotUniform(seed=seed)
        return layers.Dense(self.units, activation=self.activation, kernel_initializer=start, name=name)


@dataclass(frozen=True)
class Conv2D(Layer):
    """Small filters slide over the image."""

    kind = "conv2d"
    title = "Convolution"
    sentence = "Small filters slide over the image; each gives an image of where it found its pattern."
    code = (
        'layers.Conv2D({filters}, {kernel}, activation="{activation}", kernel_initializer=glorot({number}))'
    )

    filters: int = number(32, 1, 512, "Filters")
    kernel: int = number(3, 1, 11, "Side of a filter, pixels")
    activation: str = _activation()

    @property
    def words(self) -> str:
        """Filters, their size and activation."""
        return f"Convolution {self.filters} × {self.kernel}×{self.kernel} {self.activation}"

    def output_shape(self, shape: Shape) -> Shape:
        """Without padding, the image loses `kernel` − 1 rows and columns."""
        height, width = _image(self, shape, self.kernel)
        return height - self.kernel + 1, width - self.kernel + 1, self.filters

    def parameters(self, shape: Shape) -> tuple[int, int]:
        """Per filter: kernel × kernel weights for each channel, and a bias."""
        return (self.kernel**2 * shape[-1] + 1) * self.filters, 0

    def counted(self, shape: Shape) -> Count:
        """Pixels of a filter · channels · filters + filters."""
        return counting.of_filters(self.kernel, shape[-1], self.filters)

    def build(self, name: str, seed: int) -> Any:
        """Keras's Conv2D."""
        from keras import initializers, layers

        start = initializers.GlorotUniform(seed=seed)
        return layers.Conv2D(
            self.filters, self.kernel, activation=self.activation, kernel_initializer=start, name=name
        )


@dataclass(frozen=True)
class MaxPooling2D(Layer):
    """Keeps the largest value of each small square."""

    kind = "maxpooling2d"
    title = "Max pooling"
    sentence = "Keeps only the largest value of each small square: a smaller image, less exact about where."
    code = "layers.MaxPooling2D({window})"

    window: int = number(2, 2, 8, "Side of a square, pixels")

    @property
    def words(self) -> str:
        """The size of a square."""
        return f"Max pooling {self.window}×{self.window}"

    def output_shape(self, shape: Shape) -> Shape:
        """Height and width divided by `window`, the remainder cut off."""
        height, width = _image(self, shape, self.window)
        return height // self.window, width // self.window, shape[2]

    def build(self, name: str, seed: int) -> Any:
        """Keras's MaxPooling2D."""
        from keras import layers

        return layers.MaxPooling2D(self.window, name=name)


@dataclass(frozen=True)
class Flatten(Layer):
    """Lays the rows of an image end to end."""

    kind = "flatten"
    title = "Flatten"
    sentence = "Lays the rows of the image end to end: one long vector."
    code = "layers.Flatten()"

    def output_shape(self, shape: Shape) -> Shape:
        """(number of values,)."""
        return (prod(shape),)

    def build(self, name: str, seed: int) -> Any:
        """Keras's Flatten."""
        from keras import layers

        return layers.Flatten(name=name)


@dataclass(frozen=True)
class Dropout(Layer):
    """Sets a random share of the values to 0 while training."""

    kind = "dropout"
    title = "Dropout"
    sentence = "Sets a random share of the values to 0 while training, so that no unit can rely on another."
    code = "layers.Dropout({share}, seed=seed_of({number}))"

    share: float = number(0.5, 0.0, 0.95, "Share of values left out")

    @property
    def words(self) -> str:
        """The share."""
        return f"Dropout {self.share:g}"

    def build(self, name: str, seed: int) -> Any:
        """Keras's Dropout."""
        from keras import layers

        return layers.Dropout(self.share, seed=seed, name=name)


@dataclass(frozen=True)
class BatchNormalization(Layer):
    """Brings each value to mean 0 and deviation 1 over the batch."""

    kind = "batchnormalization"
    title = "Batch normalisation"
    sentence = "Brings each value to mean 0 and deviation 1 over the batch, then scales and shifts it as it learns to."
    code = "layers.BatchNormalization()"

    def parameters(self, shape: Shape) -> tuple[int, int]:
        """Per channel: scale and shift are trained, running mean and variance are not."""
        return 2 * shape[-1], 2 * shape[-1]

    def counted(self, shape: Shape) -> Count:
        """4 · channels."""
        return counting.of_normalised(shape[-1])

    def build(self, name: str, seed: int) -> Any:
        """Keras's BatchNormalization."""
        from keras import layers

        return layers.BatchNormalization(name=name)


@dataclass(frozen=True)
class Output(Dense):
    """The last layer of every network: one unit for each class."""

    kind = "output"
    title = "Output"
    sentence = "One unit for each class; softmax makes the values probabilities that add up to 1."

    activation: str = choice("softmax", ("softmax",), "Activation")


LAYERS: dict[str, type[Layer]] = {
    layer.kind: layer for layer in (Dense, Conv2D, MaxPooling2D, Flatten, Dropout, BatchNormalization)
}
"""The layers that a user can choose, by kind."""


def from_dict(values: object) -> Layer:
    """The layer that `to_dict` wrote; raises `BadInput` for anything else.

    >>> from_dict({"kind": "dense", "units": 16}).words
    'Dense 16 relu'
    """
    kind = str(values.get("kind", "")) if isinstance(values, Mapping) else ""
    if not isinstance(values, Mapping) or kind not in LAYERS:
        raise BadInput(
            f"{short(kind or values)} is not a layer.",
            f"The kinds of layers are: {', '.join(LAYERS)}.",
        )
    layer = LAYERS[kind]
    known = [setting.name for setting in fields(layer)]
    settings = {name: value for name, value in values.items() if name != "kind"}
    for name in settings:
        if name not in known:
            raise BadInput(
                f"{layer.title} has no setting {short(name)}.", f"It has: {', '.join(known) or 'none'}."
            )
    return layer(**settings)


def _image(layer: Layer, shape: Shape, needed: int) -> tuple[int, int]:
    """Height and width of `shape`; refuses vectors and images smaller than `needed` pixels."""
    if len(shape) != 3:
        raise BadInput(
            f"It needs an image, and a vector of {size(shape)} values arrives at it.",
            "Put it before the Flatten layer.",
        )
    height, width = shape[:2]
    if min(height, width) < needed:
        raise BadInput(
            f"The image has only {height}×{width} pixels left by then, and it needs {needed}×{needed}.",
            "Leave out a convolution or pooling before it, or make them smaller.",
        )
    return height, width
