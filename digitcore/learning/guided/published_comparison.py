"""All figures that were published of an experiment, one below the other, and those of a run beside them.

After `evidence` in the reading order. The verdict, which looks at one of them only, is in `reproduction`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from digitcore.learning.guided.evidence import Evidence
from digitcore.learning.recipes.config import TEST
from digitcore.learning.recipes.published import Published


@dataclass(frozen=True)
class ComparedFigure:
    """One figure, in words; empty where there is none."""

    what: str
    published: str
    here: str


@dataclass(frozen=True)
class _FigureKind:
    """One kind of figure: how it is written, and where it stands; None where it does not."""

    what: str
    form: str
    published: Callable[[Published], Any]
    here: Callable[[Evidence], Any]

    def row(self, published: Published, run: Evidence | None) -> ComparedFigure:
        return ComparedFigure(
            self.what, self._words(self.published(published)), self._words(run and self.here(run))
        )

    def _words(self, value: Any) -> str:
        return "" if value is None else self.form.format(value)


def rows(published: Published, run: Evidence | None) -> list[ComparedFigure]:
    """What was published, and the same of a run where there is one."""
    found = [line.row(published, run) for line in _FIGURES]
    return [row for row in found if row.published]


def _test_loss(run: Evidence) -> float:
    """In the run's own loss where the test part was watched; the others learn by cross-entropy, as it is judged."""
    return run.last.validation_loss if run.config.validation == TEST else run.judgement.loss


def _best_epoch(run: Evidence) -> float | None:
    """Only where the test part was watched."""
    if run.config.validation != TEST:
        return None
    return max(report.validation_accuracy for report in run.epochs)


_SHARE, _LOSS, _COUNT = "{:.2%}", "{:.4f}", "{:,}"

_FIGURES = (
    _FigureKind("parameters", _COUNT, lambda p: p.parameters, lambda run: run.parameters),
    _FigureKind("training accuracy", _SHARE, lambda p: p.train and p.train.accuracy, lambda run: run.last.train_accuracy),
    _FigureKind("training loss", _LOSS, lambda p: p.train and p.train.loss, lambda run: run.last.train_loss),
    _FigureKind(
        "validation accuracy", _SHARE,
        lambda p: p.validation and p.validation.accuracy, lambda run: run.last.validation_accuracy,
    ),
    _FigureKind(
        "validation loss", _LOSS, lambda p: p.validation and p.validation.loss, lambda run: run.last.validation_loss
    ),
    _FigureKind(
        "validation accuracy of a second run", _SHARE,
        lambda p: p.validation and p.validation.second_run, lambda run: None,
    ),
    _FigureKind("test accuracy", _SHARE, lambda p: p.test and p.test.accuracy, lambda run: run.judgement.accuracy),
    _FigureKind("test loss", _LOSS, lambda p: p.test and p.test.loss, _test_loss),
    _FigureKind("mistakes on the test part", _COUNT, lambda p: p.test and p.test.mistakes, lambda run: run.mistakes),
    _FigureKind("test accuracy of the best epoch", _SHARE, lambda p: p.test and p.test.best_epoch, _best_epoch),
    _FigureKind("seconds an epoch", "{:.3g}", lambda p: p.seconds_per_epoch, lambda run: run.seconds_per_epoch),
)  # fmt: skip
