"""Two attempts at a question: a wrong first answer gets a hint, a wrong second one the answer.

In an address the attempts stand one behind the other: `63~64`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from digitcore.learning.guided.answer_kinds import Solution

SEPARATOR = "~"
_MOST = 2


@dataclass(frozen=True)
class Attempts:
    """The answers that were given to one question, as far as they count."""

    solution: Solution
    given: tuple[str, ...]
    """At most two, none after a right one; what is no possible answer is left out."""

    @property
    def last(self) -> str:
        """The latest answer; empty before the first."""
        return self.given[-1] if self.given else ""

    @property
    def is_right(self) -> bool:
        """Whether the latest one is right."""
        return bool(self.given) and self.solution.accepts(self.last)

    @property
    def is_right_at_once(self) -> bool:
        """Whether the first one is."""
        return self.is_right and len(self.given) == 1

    @property
    def is_settled(self) -> bool:
        """Whether the answer is out."""
        return self.is_right or len(self.given) == _MOST


@dataclass(frozen=True)
class Score:
    """How the questions of a lesson were answered."""

    asked: int
    settled: int
    right: int
    right_at_once: int

    @property
    def is_complete(self) -> bool:
        """Whether every question is settled."""
        return self.settled == self.asked

    @property
    def words(self) -> str:
        """`10 of 12 right, 8 of them at once`."""
        return f"{self.right} of {self.asked} right, {self.right_at_once} of them at once"


def attempts(solution: Solution, text: str) -> Attempts:
    """The attempts in an address.

    >>> from digitcore.learning.guided.answer_kinds import Number
    >>> attempts(Number("", 64), "63~64~65").given, attempts(Number("", 64), "many~64").is_right_at_once
    (('63', '64'), True)
    """
    given: list[str] = []
    for answer in text.split(SEPARATOR):
        if solution.understands(answer) and len(given) < _MOST:
            given.append(answer)
            if solution.accepts(answer):
                break
    return Attempts(solution, tuple(given))


def score(asked: int, every: Iterable[Attempts]) -> Score:
    """Of `asked` questions, of which some may not have been shown yet."""
    shown = list(every)
    return Score(
        asked,
        sum(each.is_settled for each in shown),
        sum(each.is_right for each in shown),
        sum(each.is_right_at_once for each in shown),
    )
