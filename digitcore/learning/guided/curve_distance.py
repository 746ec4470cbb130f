"""How far a training lies from the published curve: after its first epoch, the tenth, half of them, and at the end.

The seeds that were measured for this app say how far trainings of the same experiment lie apart anyway.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from digitcore.learning.engine.reports import EpochReport
from digitcore.learning.guided import reproduction
from digitcore.learning.guided.reproduction import Attempt
from digitcore.learning.recipes.published_curves import PublishedCurve, all_curves
from digitcore.wording import counted


@dataclass(frozen=True)
class Distance:
    """Validation accuracies after one epoch: the source's, those of our seeds, and a visitor's own."""

    epoch: int
    published: float | None
    """None where it cannot be read."""
    ours: tuple[float, ...]
    """One for each seed that was measured."""
    yours: float | None = None

    @property
    def is_within(self) -> bool | None:
        """Whether the published value lies among our seeds'; None where one of them is missing."""
        if self.published is None or len(self.ours) < 2:
            return None
        return min(self.ours) <= self.published <= max(self.ours)

    @property
    def points(self) -> str:
        """How many percentage points the visitor's run lies above the source, else the median of our seeds; may be empty."""
        compared = self.yours if self.yours is not None else _middle(self.ours)
        if self.published is None or compared is None:
            return ""
        return f"{100 * (compared - self.published):+.2f}"

    @property
    def words(self) -> str:
        """`epoch 10: 32.94% published, ours 31.50% to 38.00%, yours 33.23% (+0.29 points)`."""
        parts = ["not legible" if self.published is None else f"{self.published:.2%} published"]
        if self.ours:
            low, high = f"{min(self.ours):.2%}", f"{max(self.ours):.2%}"
            parts.append(f"ours {low}" if low == high else f"ours {low} to {high}")
        if self.yours is not None:
            parts.append(f"yours {self.yours:.2%}")
        if self.points:
            parts[-1] += f" ({self.points} points)"
        return f"epoch {self.epoch}: {', '.join(parts)}"


def compared_at(curve: PublishedCurve) -> tuple[int, ...]:
    """The epochs; the end is the last one whose validation accuracy can be read.

    >>> [compared_at(all_curves()[name]) for name in ("perceptron", "mnist-cnn", "shallow-mse", "dense-bn")]
    [(1, 10, 50, 100), (1, 8, 10, 15), (1, 10, 250, 495), (1, 5, 10)]
    """
    legible = [epoch for epoch, value in enumerate(curve.validation_accuracy, start=1) if value is not None]
    half = max(1, (curve.epochs + 1) // 2)
    return tuple(sorted({1, min(10, legible[-1]), half, legible[-1]}))


def distances(
    recipe: str, attempts: Iterable[Attempt] | None = None, *, epochs: Sequence[EpochReport] = ()
) -> list[Distance]:
    """At each of these epochs; empty where the source prints no curve.

    `attempts` are our trainings, else those in the kept table; `epochs` are those of a visitor's run, as far as it is.
    """
    curve = all_curves().get(recipe)
    if curve is None:
        return []
    ours = [
        each.curve
        for each in (reproduction.read() if attempts is None else attempts)
        if each.recipe == recipe
    ]
    yours = {report.epoch: report.validation_accuracy for report in epochs}
    return [
        Distance(
            epoch,
            curve.validation_accuracy[epoch - 1],
            tuple(seed[epoch - 1] for seed in ours if len(seed) >= epoch),
            yours.get(epoch),
        )
        for epoch in compared_at(curve)
    ]


def sentence(recipe: str, epochs: Sequence[EpochReport] = ()) -> str:
    """All places and a verdict on them, for people; empty where the source prints no curve."""
    found = distances(recipe, epochs=epochs)
    if not found:
        return ""
    seeds = max(len(each.ours) for each in found)
    measured = f" Ours are of {counted(seeds, 'seed')}." if seeds else ""
    return f"Validation accuracy after {'; '.join(each.words for each in found)}.{measured}{_verdict(found)}"


def as_markdown(attempts: Iterable[Attempt]) -> str:
    """All experiments whose source prints a curve as a Markdown table."""
    every = list(attempts)
    rows = [
        f"| `{recipe}` | {each.epoch} | {_four(each.published)} | {' '.join(map(_four, each.ours))} | {each.points} |"
        for recipe in all_curves()
        for each in distances(recipe, every)
        if each.ours
    ]
    if not rows:
        return ""
    titles = ("recipe", "after epoch", "published", "every seed", "median, points above")
    head = f"| {' | '.join(titles)} |\n| {' | '.join('---' for _ in titles)} |"
    return "\n".join(("Validation accuracy on the way there:", "", head, *rows)) + "\n"


def _four(value: float | None) -> str:
    return "not legible" if value is None else f"{value:.4f}"


def _verdict(found: Iterable[Distance]) -> str:
    known = [each.is_within for each in found if each.is_within is not None]
    if not known:
        return ""
    return f" The published curve lies between our seeds at {sum(known)} of {len(known)} of these epochs."


def _middle(values: tuple[float, ...]) -> float | None:
    ordered = sorted(values)
    return ordered[len(ordered) // 2] if ordered else None
