"""What came of one thing that was voted on: the answers that were given or are right, how often, and a sentence."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitcore import wording
from digitcore.data.dataset import DIGITS
from digitcore.data.results import ReadOnlyArrays
from digitcore.lab.polls.ballots import Tally
from digitcore.lab.polls.questions import CHOICE, LABELS, LEGIBLE, NO_DIGIT, Question
from digitcore.languages import gettext as _
from digitcore.languages import ngettext, number

FEWEST_TO_NAME_A_SLIP = 5
"""Votes for one digit: fewer are no judgement of a class."""
_MOST_BINS = 8


@dataclass(frozen=True, eq=False)
class Result(ReadOnlyArrays):
    """Both votes on one thing."""

    labels: tuple[str, ...]
    first: NDArray[np.int64]
    """Votes for each label, before the class discussed."""
    last: NDArray[np.int64]
    right: int | None
    """The place of the right label, if one is."""
    sentence: str


def of_item(solution: Question, tally: Tally, item: int) -> Result:
    """The result of one drawing, or of the question."""
    if solution.is_on_drawings:
        return _of_drawing(solution, tally, item)
    return _of_choice(solution, tally) if solution.kind == CHOICE else _of_number(solution, tally)


def really(votes: NDArray[np.int64], meant: int) -> int:
    """The digit for which more than half of the class voted, and at least five; else what was asked for.

    >>> really(np.array([0, 6, 0, 3]), 3), really(np.array([0, 4, 0, 1]), 3), really(np.array([0, 6, 0, 6]), 3)
    (1, 3, 3)
    """
    most = int(votes[:NO_DIGIT].argmax())
    is_clear = votes[most] >= FEWEST_TO_NAME_A_SLIP and 2 * votes[most] > votes.sum()
    return most if is_clear else meant


def answer_in_words(solution: Question, answer: int) -> str:
    """An answer as one says it.

    >>> answer_in_words(Question(LABELS, "What is it?"), NO_DIGIT)
    'no digit'
    """
    if solution.kind == CHOICE:
        return solution.choices[answer]
    return _("no digit") if solution.is_on_drawings and answer == NO_DIGIT else str(answer)


def _of_drawing(solution: Question, tally: Tally, item: int) -> Result:
    first, last = tally.counts(item, NO_DIGIT + 1)
    read, meant = solution.read[item], solution.meant[item]
    right = {LABELS: really(last, meant), LEGIBLE: meant}.get(solution.kind, read)
    asked = _("{digit} was asked for.", digit=wording.a(meant).capitalize())
    if solution.kind == LEGIBLE:
        readers = int(last[meant])
        then = ngettext(
            "{count} of {total} reads it.", "{count} of {total} read it.", readers, total=int(last.sum())
        )
    elif solution.kind != LABELS:
        then = _("It read {digit}.", digit=answer_in_words(solution, read))
    elif right == meant:
        then = _("It stays one.")
    else:
        then = _("The class says: {digit}. It counts as that now.", digit=wording.a(right))
    kept = sorted({right} | set(np.flatnonzero(first + last).tolist()))
    return Result(
        labels=tuple([*DIGITS, _("no digit")][answer] for answer in kept),
        first=first[kept],
        last=last[kept],
        right=kept.index(right),
        sentence=f"{asked} {then}",
    )


def _of_choice(solution: Question, tally: Tally) -> Result:
    first, last = tally.counts(0, len(solution.answers))
    sentence = ""
    if solution.right is not None:
        right, total = int(last[solution.right]), int(last.sum())
        sentence = ngettext(
            "{count} of {total} is right.", "{count} of {total} are right.", right, total=total
        )
    return Result(solution.choices, first, last, solution.right, sentence)


def _of_number(solution: Question, tally: Tally) -> Result:
    """Counted in a few equal steps, with the number in the middle."""
    low, high = solution.range
    step = -(-(high - low + 1) // _MOST_BINS)
    starts = list(range(low, high + 1, step))
    votes = [column[:, 0] for column in (tally.first, tally.last)]
    answered = [column[column != tally.NONE] for column in votes]
    first, last = (np.bincount((given - low) // step, minlength=len(starts)) for given in answered)
    ends = [min(start + step - 1, high) for start in starts]
    labels = tuple(
        f"{start}" if start == end else _("{first} to {last}", first=start, last=end)
        for start, end in zip(starts, ends, strict=True)
    )
    half = middle(tally)
    sentence = _("Nobody answered.") if half is None else _("In the middle: {number}.", number=half)
    return Result(labels, first, last, None, sentence)


def middle(tally: Tally) -> str | None:
    """The median of the numbers that were given last; None where nobody gave one."""
    given = tally.last[:, 0][tally.last[:, 0] != tally.NONE]
    if not len(given):
        return None
    half = float(np.median(given))
    return number(half, 0 if half.is_integer() else 1)
