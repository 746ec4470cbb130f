"""A model trained without and with the drawings of a class: better, worse, or no significant difference.

`class_training` trains both.
"""

from __future__ import annotations

from dataclasses import dataclass

from digitcore.languages import gettext as _
from digitcore.languages import gettext_noop, number
from digitcore.learning.judging.evaluation import Judgement
from digitcore.learning.judging.paired_test import PairedComparison, compare
from digitcore.learning.prediction.examination import Examination

FEWEST_TO_SAY = 6
"""Changed images: fewer are no evidence, even where all change in one direction (`sign_test(0, 5)` is 0.06)."""
_SURE = (
    gettext_noop("{changed} of {total} changed, {most} of them for the worse: it got worse."),
    gettext_noop("{changed} of {total} changed, {most} of them for the better: it got better."),
)
"""For the worse, for the better."""
_TOO_FEW = (
    gettext_noop("Only {changed} of {total} changed: too few to say it got worse."),
    gettext_noop("Only {changed} of {total} changed: too few to say it got better."),
)
_CHANCE = (
    gettext_noop(
        "{changed} of {total} changed, {most} of them for the worse: chance does that, too, "
        "and nobody can say it got worse."
    ),
    gettext_noop(
        "{changed} of {total} changed, {most} of them for the better: chance does that, too, "
        "and nobody can say it got better."
    ),
)


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
        figures = {
            "changed": number(better + worse),
            "total": number(self.pairs.n),
            "most": number(max(better, worse)),
        }
        if not better + worse:
            return _("None of {total} changed.", total=figures["total"])
        if better == worse:
            return _("{changed} of {total} changed, as many for the better as for the worse.", **figures)
        if self.pairs.is_sure:
            sentence = _SURE[better > worse]
        elif better + worse < FEWEST_TO_SAY:
            sentence = _TOO_FEW[better > worse]
        else:
            sentence = _CHANCE[better > worse]
        return _(sentence, **figures)

    @property
    def learned(self) -> str:
        """Whether the drawings helped on these images, in words."""
        return self.pairs.sentence(_("the model without the class"), _("the one with it"))

    @property
    def forgot(self) -> str:
        """Whether they cost accuracy on these images."""
        if not self.pairs.is_sure:
            return _("Nothing says that it forgot.")
        return _("It got better here, too.") if self.pairs.difference > 0 else _("It forgot something.")

    @property
    def forgot_how_much(self) -> str:
        """The difference on these images, with its interval."""
        low, high = (_points(bound) for bound in self.pairs.difference_interval)
        return _(
            "With the class minus without it is {points} points (95% interval {low} to {high}).",
            points=_points(self.pairs.difference), low=low, high=high,
        )  # fmt: skip


def before_after(before: Examination, after: Examination) -> BeforeAfter:
    """Compare both; refuses examinations of different images."""
    return BeforeAfter(before.judgement, after.judgement, compare(before.answers, after.answers))


def _points(difference: float) -> str:
    """A difference of shares in percentage points, with its sign."""
    sign = "−" if difference < 0 else "+"
    return sign + number(abs(100 * difference), 2)
