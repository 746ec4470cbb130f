"""A table of all published figures of an experiment, with those of a run; `reproduction` judges by one of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from digitcore.learning.guided.evidence import Evidence
from digitcore.learning.recipes.config import TEST
from digitcore.learning.recipes.published import Published


@dataclass(frozen=True)
class ComparedFigure:
    """A row of the table, as text; empty where there is no figure."""

    what: str
    published: str
    here: str


@dataclass(frozen=True)
class _FigureKind:
    """A kind of figure: its format, and functions that return its value or None."""

    what: str
    form: str
    published: Callable[[Published], Any]
    here: Callable[[Evidence], Any]

    def row(self, published: Published, run: Evidence | None) -> ComparedFigure:
        return ComparedFigure(
            self.what, self._text(self.published(published)), self._text(run and self.here(run))
        )

    def _text(self, value: Any) -> str:
        return "" if value is None else self.form.format(value)


def rows(published: Published, run: Evidence | None) -> list[ComparedFigure]:
    """The published figures, with those of `run` if there is one."""
    all_rows = [figure.row(published, run) for figure in _FIGURES]
    return [row for row in all_rows if row.published]


def _test_loss(run: Evidence) -> float:
    """In the run's own loss if it validated on the test part; all other recipes use cross-entropy anyway."""
    return run.last.validation_loss if run.config.validation == TEST else run.judgement.loss


def _best_epoch(run: Evidence) -> float | None:
    """Only for runs that validated on the test part."""
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
    _FigureKind(
        "test accuracy of a second run", _SHARE,
        lambda p: p.test and p.test.second_run, lambda run: None,
    ),
    _FigureKind(
        "test loss of a second run", _LOSS,
        lambda p: p.test and p.test.second_run_loss, lambda run: None,
    ),
    _FigureKind("mistakes on the test part", _COUNT, lambda p: p.test and p.test.mistakes, lambda run: run.mistakes),
    _FigureKind("test accuracy of the best epoch", _SHARE, lambda p: p.test and p.test.best_epoch, _best_epoch),
    _FigureKind("seconds an epoch", "{:.3g}", lambda p: p.seconds_per_epoch, lambda run: run.seconds_per_epoch),
)  # fmt: skip
