"""A model trained without and with the drawings of a class: better, worse, or no significant difference.

`class_training` trains both.
"""

from __future__ import annotations

from dataclasses import dataclass

from digitcore.learning.judging.evaluation import Judgement
from digitcore.learning.judging.paired_test import PairedComparison, compare
from digitcore.learning.prediction.examination import Examination


@dataclass(frozen=True)
class BeforeAfter:
    """Two models on the same images."""

    before: Judgement
    after: Judgement
    pairs: PairedComparison
    """Image by image; `before` is first."""

    @property
    def learned(self) -> str:
        """Whether the drawings helped on these images, in words."""
        return self.pairs.sentence("the model without the class", "the one with it")

    @property
    def forgot(self) -> str:
        """Whether they cost accuracy on these images, and how much, in words."""
        low, high = (_points(bound) for bound in self.pairs.difference_interval)
        change = f"{_points(self.pairs.difference)} points (95% interval {low} to {high})"
        if not self.pairs.is_sure:
            return f"Nothing says that it forgot: with the class minus without it is {change}."
        verdict = "It got better here, too" if self.pairs.difference > 0 else "It forgot something"
        return f"{verdict}: with the class minus without it is {change}."


def before_after(before: Examination, after: Examination) -> BeforeAfter:
    """Compare both; refuses examinations of different images."""
    return BeforeAfter(before.judgement, after.judgement, compare(before.answers, after.answers))


def _points(difference: float) -> str:
    """A difference of shares in percentage points, with its sign."""
    return f"{100 * difference:+.2f}".replace("-", "−")
