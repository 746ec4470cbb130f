"""What the notebooks printed after each epoch, as printed; None where nothing can be read.

Two experiments have no log in their notebooks: `cnn-64` and `shallow-poisson`. In the log of `smallest-95` the validation figures
of epochs 8 to 13 are copies of others, so they count as not legible.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache

from digitcore import settings

FILE = settings.ASSETS / "published_curves.json"

Values = tuple[float | None, ...]


@dataclass(frozen=True)
class PublishedCurve:
    """One value for each epoch that the experiment has, from the first."""

    train_loss: Values
    train_accuracy: Values
    validation_loss: Values
    validation_accuracy: Values

    @property
    def epochs(self) -> int:
        """How many epochs the experiment has."""
        return len(self.validation_loss)

    @property
    def legible(self) -> int:
        """Of how many epochs at least one value can be read."""
        return len(self.rows())

    def rows(self) -> list[dict[str, float | None]]:
        """The epochs of which something can be read, each with its four figures under the names that the logs give them."""
        every = zip(
            self.train_loss, self.train_accuracy, self.validation_loss, self.validation_accuracy, strict=True
        )
        return [
            {
                "epoch": epoch,
                "loss": loss,
                "accuracy": accuracy,
                "val_loss": val_loss,
                "val_accuracy": val_accuracy,
            }
            for epoch, (loss, accuracy, val_loss, val_accuracy) in enumerate(every, start=1)
            if any(value is not None for value in (loss, accuracy, val_loss, val_accuracy))
        ]


@cache
def all_curves() -> dict[str, PublishedCurve]:
    """By recipe, those whose notebook has a log."""
    stored = json.loads(FILE.read_text(encoding="utf-8"))
    return {
        recipe: PublishedCurve(**{name: tuple(values) for name, values in curve.items()})
        for recipe, curve in stored.items()
    }
