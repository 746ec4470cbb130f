"""What the numbers say about a claim: true, false, or that they cannot tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any, Literal

from digitcore.learning.guided.answer_kinds import Choice

Verdict = Literal["true", "false", "open"]
VERDICTS: Mapping[str, str] = {"true": "True", "false": "False", "open": "Cannot be told"}

SURE = 2.0
"""Standard errors; two accuracies that lie further apart differ by more than chance makes."""


@dataclass(frozen=True)
class Finding:
    """A verdict on a claim, and the numbers that it was computed from."""

    verdict: Verdict
    because: str
    """From the numbers, as Markdown."""
    numbers: Mapping[str, Sequence[Any]]
    """A table by column, which gives nothing away in words."""

    @property
    def solution(self) -> Choice:
        """The verdict as the right answer to a question."""
        return Choice(self.because, VERDICTS, (self.verdict,))


def verdict(holds: bool) -> Verdict:
    """Of a claim that the numbers decide."""
    return "true" if holds else "false"


def standard_errors(first: float, first_n: int, second: float, second_n: int) -> float:
    """How far the first accuracy lies above the second, measured on other images, in standard errors of the difference.

    >>> round(standard_errors(0.9844, 450, 0.9133, 450), 1)
    4.9
    """
    variance = first * (1 - first) / first_n + second * (1 - second) / second_n
    return (first - second) / sqrt(variance)


def whole_numbers_beside(accuracy: float, n: int) -> tuple[int, int]:
    """The numbers of right images of `n` just below and above an accuracy of four decimals; the same twice if it is one.

    >>> whole_numbers_beside(0.9145, 337), whole_numbers_beside(0.9139, 337)
    ((308, 309), (308, 308))
    """
    low = int(accuracy * n)
    for count in (low, low + 1):
        if round(count / n, 4) == accuracy:
            return count, count
    return low, low + 1
