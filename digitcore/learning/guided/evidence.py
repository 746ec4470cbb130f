"""What is known of a run before it begins and when it is finished, as far as questions can be answered from it.

After `measures` and `paired_test` in the reading order. `lab.runs.run_evidence` reads it from the store; a training that was just
carried out gives it too. Left out: which questions there are (`questions`).
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
    """What is known before a training begins: its settings and its data's facts."""

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
    """A finished run: its curve, and what it said of the test images."""

    epochs: tuple[EpochReport, ...]
    answers: Answers
    seconds: float

    @cached_property
    def judgement(self) -> Judgement:
        """Accuracy with its interval, mistakes and confusion matrix on the test part."""
        return judge(self.answers.probabilities, self.answers.true_labels)

    @cached_property
    def measures(self) -> Measures:
        """Each class on the test part."""
        return measure(self.judgement.confusion_matrix)

    @property
    def mistakes(self) -> int:
        """Test images it gets wrong."""
        return self.judgement.n - self.judgement.correct

    @property
    def last(self) -> EpochReport:
        """What its last epoch came to."""
        return self.epochs[-1]

    @property
    def seconds_per_epoch(self) -> float:
        """On average over the training."""
        return self.seconds / max(1, len(self.epochs))
