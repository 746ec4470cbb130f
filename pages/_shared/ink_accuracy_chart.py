"""Are faint and dark images read worse? Accuracy by ink, as Explore shows it below the ink and Evaluate below the mistakes."""

from __future__ import annotations

from digitcore.data.dataset import Dataset
from digitcore.data.statistics.statistics import mean_greys
from digitcore.figures import counts
from digitcore.learning.judging.ink_accuracy import accuracy_by_ink
from digitcore.learning.prediction.examination import Examination
from pages._shared import charts


def show(examination: Examination, dataset: Dataset, *, sample: str) -> None:
    """The answers of `examination` to the test part of `dataset`, which is behind them."""
    ink = accuracy_by_ink(
        mean_greys(dataset.test.images), examination.answers.right, maximum=dataset.facts.maximum
    )
    charts.show(
        counts.share_per_class(
            ink.shares, class_names=ink.names, y="right", interval=ink.interval, x="mean grey (images)"
        ),
        key="ink_accuracy",
        meaning=f"{ink.sentence()} The lines are 95% intervals: the true value probably lies in this range.",
        sample=sample,
    )
