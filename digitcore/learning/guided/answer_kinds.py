"""The kinds of answers that a question of a guided lesson takes: one of a few, or a number.

Before `question_answers` and `questions` in the reading order. An answer is a short text, so that it fits into an
address; what it
cannot be is no answer, neither right nor wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LARGEST = 10**9
"""No number beyond is an answer, nor one below its opposite."""


@dataclass(frozen=True)
class Choice:
    """One of a few; several may be right, where a run gives them the same figure."""

    because: str
    """What the run's numbers say, as Markdown; it fits after a right and after a wrong answer."""
    options: Mapping[str, str]
    """What can be chosen: a short key without signs, and its words."""
    right: tuple[str, ...]

    @property
    def words(self) -> str:
        """The right answer."""
        return " or ".join(self.options[key] for key in self.right)

    def understands(self, answer: str) -> bool:
        """Whether it is one of the options."""
        return answer in self.options

    def accepts(self, answer: str) -> bool:
        """Whether it is right."""
        return answer in self.right


@dataclass(frozen=True)
class Number:
    """A number, right within a tolerance."""

    because: str
    """As in `Choice`."""
    value: float
    tolerance: float = 0.0
    unit: str = ""
    decimals: int = 0

    @property
    def words(self) -> str:
        """The right answer."""
        return f"{self.value:,.{self.decimals}f} {self.unit}".strip()

    def understands(self, answer: str) -> bool:
        """Whether it is a number that can be typed."""
        try:
            return abs(float(answer)) <= LARGEST
        except ValueError:
            return False

    def typed(self, answer: str) -> float | int | None:
        """The answer as a number of the kind that is asked for; None where it is none."""
        if not self.understands(answer):
            return None
        return float(answer) if self.decimals else round(float(answer))

    def accepts(self, answer: str) -> bool:
        """Whether it is near enough; the last decimal that is shown may be rounded either way."""
        rounding = 0.5 * 10.0**-self.decimals if self.decimals else 0.0
        slack = self.tolerance + rounding + 1e-9
        return self.understands(answer) and abs(float(answer) - self.value) <= slack


Solution = Choice | Number
