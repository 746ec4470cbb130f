"""Models side by side on the same test images: what each answered, what it cost, and which may be compared at all.

After `examination` in the reading order. A contender is a finished run (`lab.runs.run_contenders`) or the default model. Where
they disagree is in `together`, which of two is better in `paired_test`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from digitcore.learning.judging.evaluation import Judgement
from digitcore.learning.prediction.examination import Examination, of_default_model
from digitcore.learning.reader import default_model
from digitcore.learning.recipes.config import RunConfig


@dataclass(frozen=True, eq=False)
class Contender:
    """A model that was judged, and what it cost."""

    found: Examination
    parameters: int
    """Numbers it answers with; a model that remembers images has them all."""
    seconds: float
    """Of training."""
    images_per_second: float | None
    """It learned from so many; None where nobody measured."""
    config: RunConfig | None = None
    """None for the default model, which no settings make again."""

    @property
    def judgement(self) -> Judgement:
        """Accuracy, interval and loss; the loss is cross-entropy, whatever it was trained with."""
        return self.found.judgement


def of_default() -> Contender:
    """The default model, as its sheet has it."""
    sheet = default_model.load().sheet
    return Contender(of_default_model(), sheet.parameters, sheet.seconds, sheet.images_seen / sheet.seconds)


def split_by_images(contenders: Iterable[Contender]) -> tuple[list[Contender], list[Contender]]:
    """Those that were asked about the images of the first one, and the others.

    The numbers count too: nearest neighbours that were stopped midway answered for some images only.
    """
    same: list[Contender] = []
    others: list[Contender] = []
    for one in contenders:
        (same if not same or _asked(one) == _asked(same[0]) else others).append(one)
    return same, others


def _asked(contender: Contender) -> tuple[str, int]:
    return contender.found.images_hash, len(contender.found.true_labels)


def best_first(contenders: Sequence[Contender]) -> list[int]:
    """Their places, by accuracy."""
    return sorted(range(len(contenders)), key=lambda place: -contenders[place].judgement.accuracy)
