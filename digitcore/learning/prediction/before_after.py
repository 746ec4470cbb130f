"""A model trained without and with the drawings of a class: better, worse, or no significant difference.

`class_training` trains both.
"""

from __future__ import annotations

from dataclasses import dataclass

from digitcore.learning.judging.evaluation import Judgement
from digitcore.learning.judging.paired_test import PairedComparison, compare
from digitcore.learning.prediction.examination import Examination

FEWEST_TO_SAY = 6
"""Changed images: fewer are no evidence, even where all change in one direction (`sign_test(0, 5)` is 0.06)."""


@dataclass(frozen=True)
class BeforeAfter:
    """Two models on the same images."""

    before: Judgement
    after: Judgement
    pairs: PairedComparison
    """Image by image; `before` is first."""

    @property
    def verdict(self) -> str:
        """What came of it in one plain sentence, for a class."""
        better, worse = self.pairs.second_only, self.pairs.first_only
        changed = f"{better + worse:,} of {self.pairs.n:,} changed"
        if not better + worse:
            return f"None of {self.pairs.n:,} changed."
        if better == worse:
            return f"{changed}, as many for the better as for the worse."
        direction = "better" if better > worse else "worse"
        which = f"{max(better, worse):,} of them for the {direction}"
        if self.pairs.is_sure:
            return f"{changed}, {which}: it got {direction}."
        if better + worse < FEWEST_TO_SAY:
            return f"Only {changed}: too few to say it got {direction}."
        return f"{changed}, {which}: chance does that, too, and nobody can say it got {direction}."

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
