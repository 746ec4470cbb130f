"""Facts about a planned and a finished run, from which the questions of a lesson are answered.

`run_evidence` reads them from the store.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from digitcore.data.dataset import FactSheet
from digitcore.learning.engine.reports import EpochReport
from digitcore.learning.judging.evaluation import Judgement, judge
from digitcore.learning.judging.measures import Measures, measure
from digitcore.learning.judging.paired_test import Answers
from digitcore.learning.layers.network import LayerRow
from digitcore.learning.recipes.config import RunConfig


@dataclass(frozen=True, eq=False)
class PlannedRun:
    """Facts before a training: its settings, and the facts of its data."""

    config: RunConfig
    facts: FactSheet

    @cached_property
    def layer_table(self) -> tuple[LayerRow, ...]:
        """Shapes and parameters, the output layer last."""
        return self.config.layer_table(self.facts)

    @property
    def parameters(self) -> int:
        """All parameters of the network."""
        return sum(row.parameters for row in self.layer_table)


@dataclass(frozen=True, eq=False)
class Evidence(PlannedRun):
    """A finished run: its curve, and its answers to the test images."""

    epochs: tuple[EpochReport, ...]
    answers: Answers
    seconds: float

    @cached_property
    def judgement(self) -> Judgement:
        """Accuracy with its interval and confusion matrix on the test part."""
        return judge(self.answers.probabilities, self.answers.true_labels)

    @cached_property
    def measures(self) -> Measures:
        """Measures of each class on the test part."""
        return measure(self.judgement.confusion_matrix)

    @property
    def mistakes(self) -> int:
        """Number of wrong answers to test images."""
        return self.judgement.n - self.judgement.correct

    @property
    def last(self) -> EpochReport:
        """The report of its last epoch."""
        return self.epochs[-1]

    @property
    def seconds_per_epoch(self) -> float:
        """Mean over the training."""
        return self.seconds / max(1, len(self.epochs))
