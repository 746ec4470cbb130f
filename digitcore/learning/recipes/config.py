"""`RunConfig`: all settings that decide the result of a training, checked, as JSON, with an identity.

Runs with the same identity are the same training. How a run is carried out is in `training`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from digitcore.data.dataset import Dataset, FactSheet, OptionValue
from digitcore.data.preparation import PREPARATIONS
from digitcore.errors import BadInput
from digitcore.learning.layers.classical import MODELS
from digitcore.learning.layers.layers import Flatten, Layer, from_dict
from digitcore.learning.layers.losses import LOSSES
from digitcore.learning.layers.network import LayerRow, check_batch, layer_table
from digitcore.learning.layers.optimisers import OPTIMISERS, SCHEDULES
from digitcore.learning.layers.values import check_fields, choice, number, short

NETWORK = "network"
CLASSICAL = tuple(MODELS)
"""Names of the classical models."""

TEST = "test"
"""Value of `validation` that takes the test part for validation."""

_AUGMENTATION = ("rotation", "shear", "scale", "shift", "stroke_width")
_NETWORK_ONLY = (
    "layers", "loss", "optimiser", "learning_rate", "momentum", "nesterov", "batch", "schedule", "schedule_factor",
    "schedule_epochs", "patience", "min_improvement", *_AUGMENTATION,
)  # fmt: skip


@dataclass(frozen=True)
class RunConfig:
    """The settings of one training; the command line can set every field by its name.

    >>> config = RunConfig(epochs=5)
    >>> RunConfig.from_json(config.to_json()) == config
    True
    """

    dataset: str = "digits"
    dataset_options: Mapping[str, OptionValue] = field(default_factory=dict, hash=False)
    """Options of the dataset that differ from its defaults, spoiling included."""
    dataset_hash: str = ""
    """`Dataset.content_hash`; empty accepts any data of that name."""
    preparation: str = choice("raw", tuple(PREPARATIONS), "Preparation")
    validation: float | str = 0.25
    """Share of the training part held back for validation, or "test"."""
    seed: int = number(0, 0, 2**31 - 1, "Seed")
    model: str = choice(NETWORK, (NETWORK, *CLASSICAL), "Model")
    layers: tuple[Layer, ...] = (Flatten(),)
    """The layers before the output layer."""
    loss: str = choice("categorical_crossentropy", tuple(LOSSES), "Loss")
    optimiser: str = choice("adam", tuple(OPTIMISERS), "Optimiser")
    learning_rate: float = number(0.001, 1e-7, 100.0, "Learning rate")
    momentum: float = number(0.0, 0.0, 0.999, "Momentum")
    nesterov: bool = False
    batch: int = number(128, 1, 10_000, "Images in a batch")
    epochs: int = number(100, 1, 10_000, "Epochs")
    patience: int = number(
        0, 0, 1_000, "Stop after so many epochs without a better validation loss; 0 is never"
    )
    min_improvement: float = number(0.0, 0.0, 10.0, "What counts as better validation loss")
    schedule: str = choice("constant", tuple(SCHEDULES), "Learning-rate schedule")
    schedule_epochs: int = number(10, 1, 10_000, "Epochs from one step of the rate to the next")
    schedule_factor: float = number(0.5, 0.001, 1.0, "Factor at each step of the rate")
    rotation: float = number(0.0, 0.0, 180.0, "Turned by up to so many degrees")
    shear: float = number(0.0, 0.0, 60.0, "Slanted by up to so many degrees")
    scale: float = number(0.0, 0.0, 50.0, "Larger or smaller by up to so many %")
    shift: float = number(0.0, 0.0, 50.0, "Moved by up to so many % of the side")
    stroke_width: float = number(0.0, 0.0, 100.0, "Strokes thicker or thinner, % of a pixel on either side")
    neighbours: int = number(3, 1, 100, "Neighbours that vote")

    def __post_init__(self) -> None:
        check_fields(self, "A run")
        self._check_types()
        object.__setattr__(self, "dataset_options", dict(sorted(self.dataset_options.items())))
        object.__setattr__(self, "layers", tuple(self.layers))
        object.__setattr__(self, "validation", _checked_validation(self.validation))
        self._check_combinations()

    def _check_types(self) -> None:
        for name in ("dataset", "dataset_hash"):
            if not _is_storable(getattr(self, name)):
                raise BadInput(f"{name}={short(getattr(self, name))} is no text.", "Give a name in quotes.")
        if not isinstance(self.nesterov, bool):
            raise BadInput(f"nesterov={short(self.nesterov)} cannot be used.", "Give true or false.")
        options = self.dataset_options
        if not isinstance(options, Mapping) or not all(
            _is_storable(name) and (isinstance(value, int | float) or _is_storable(value))
            for name, value in options.items()
        ):
            raise BadInput(f"dataset_options={short(options)} cannot be used.", 'Write {"wrong_labels": 20}.')
        if not isinstance(self.layers, list | tuple) or not all(
            isinstance(layer, Layer) for layer in self.layers
        ):
            raise BadInput(f"layers={short(self.layers)} is no list of layers.", "Give a list of layers.")

    def _check_combinations(self) -> None:
        """Refuse settings that are valid alone and meaningless together."""
        optimiser = OPTIMISERS[self.optimiser]
        if self.momentum and not optimiser.has_momentum:
            able = ", ".join(name for name, entry in OPTIMISERS.items() if entry.has_momentum)
            raise BadInput(
                f"{optimiser.title} has no momentum to set.", f"Set it to 0, or choose one of: {able}."
            )
        if self.nesterov and not (optimiser.has_nesterov and self.momentum):
            raise BadInput(
                "Nesterov's look ahead needs SGD with a momentum.", "Set momentum=0.9, or nesterov=false."
            )
        augmenting = [name for name in _AUGMENTATION if getattr(self, name)]
        if self.model != NETWORK and augmenting:
            raise BadInput(
                f"{self.model!r} learns from the images as they are, and {augmenting[0]} would change them.",
                f"Set to 0: {', '.join(augmenting)}.",
            )
        if self.model == "nearest-average" and self.preparation != "raw":
            raise BadInput(
                f"The nearest average is found in grey levels, not in {self.preparation!r} values.",
                'Set preparation="raw".',
            )

    @property
    def augmented(self) -> bool:
        """Whether training images are changed at random."""
        return any(getattr(self, name) for name in _AUGMENTATION)

    def rate(self, epoch: int) -> float:
        """The learning rate of `epoch`, counted from 0.

        >>> [RunConfig(learning_rate=0.1, schedule="steps").rate(epoch) for epoch in (0, 10, 20)]
        [0.1, 0.05, 0.025]
        """
        schedule = SCHEDULES[self.schedule]
        share = schedule.factor(epoch, self.epochs, self.schedule_epochs, self.schedule_factor)
        return self.learning_rate * share

    def layer_table(self, facts: FactSheet) -> tuple[LayerRow, ...]:
        """Shapes and parameters on a dataset with these facts; empty for a classical model.

        Raises `BadInput` for a network or batch that does not fit.
        """
        if self.model != NETWORK:
            return ()
        rows = layer_table(self.layers, side=facts.side, class_count=facts.class_count)
        check_batch(rows, self.batch)
        return rows

    def for_dataset(self, dataset: Dataset) -> RunConfig:
        """The same settings for exactly this data: name, options and content hash."""
        return self.replace(
            dataset=dataset.name, dataset_options=dataset.options, dataset_hash=dataset.content_hash
        )

    def replace(self, **changes: Any) -> RunConfig:
        """A copy with other values, checked again; layers may be JSON values."""
        return replace(self, **_from_values(changes))

    def to_json(self) -> str:
        """All settings as one JSON object."""
        return json.dumps(self._values(), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> RunConfig:
        """The settings that `to_json` wrote; missing ones have their defaults."""
        try:
            values = json.loads(text)
        except (ValueError, RecursionError) as problem:
            raise BadInput(f"The settings are no JSON: {problem}.", "Write one JSON object.") from problem
        if not isinstance(values, dict):
            raise BadInput("The settings are no JSON object.", 'Write {"dataset": "digits", …}.')
        return cls(**_from_values(values))

    @property
    def identity(self) -> str:
        """SHA-256 over all settings that make a difference: the same training has the same identity.

        >>> a = RunConfig(schedule="constant", schedule_epochs=5)
        >>> b = RunConfig(schedule="constant", schedule_epochs=7)
        >>> a.identity == b.identity  # a constant rate has no steps
        True
        >>> a.identity == a.replace(seed=1).identity
        False
        """
        values = self._values()
        for name in self._unused_settings():
            del values[name]
        if self.patience and self.model == NETWORK:
            # Early versions ended such a run with the model of its last epoch; their runs must not be joined.
            values["model_at_the_end"] = "best epoch"
        text = json.dumps(values, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def _values(self) -> dict[str, Any]:
        plain = {setting.name: getattr(self, setting.name) for setting in fields(self)}
        return plain | {"layers": [layer.to_dict() for layer in self.layers]}

    def _unused_settings(self) -> set[str]:
        """Settings that change nothing in combination with the others."""
        if self.model != NETWORK:
            unused = set(_NETWORK_ONLY)
            unused |= {"neighbours"} if self.model != "nearest-neighbours" else set()
            return unused | ({"epochs"} if self.model != "logistic-regression" else set())
        unused = {"neighbours"}
        unused |= {"schedule_epochs", "schedule_factor"} if self.schedule != "steps" else set()
        return unused | ({"min_improvement"} if not self.patience else set())


def _is_storable(value: object) -> bool:
    """Whether the value is text that UTF-8 can encode: halves of surrogate pairs cannot."""
    return isinstance(value, str) and not any("\ud800" <= character <= "\udfff" for character in value)


def _checked_validation(value: object) -> float | str:
    if value == TEST:
        return TEST
    if isinstance(value, int | float) and not isinstance(value, bool) and 0.01 <= value <= 0.9:
        return float(value)
    raise BadInput(
        f"validation={short(value)} cannot be used.",
        'Give the share of the training images to keep back, 0.01 to 0.9, or "test" to use the test part.',
    )


def _from_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """`values` with layers as objects; refuses unknown names."""
    known = [setting.name for setting in fields(RunConfig)]
    for name in values:
        if name not in known:
            raise BadInput(f"A run has no setting {short(name)}.", f"It has: {', '.join(known)}.")
    layers = values.get("layers")
    if not isinstance(layers, list | tuple):
        return dict(values)
    return dict(values) | {
        "layers": tuple(layer if isinstance(layer, Layer) else from_dict(layer) for layer in layers)
    }
