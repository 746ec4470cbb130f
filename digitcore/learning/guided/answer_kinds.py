"""The kinds of answers to a question of a guided lesson: a choice, or a number.

Answers are short texts that fit into an address. A text that is no possible answer is neither right nor wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LARGEST = 10**9
"""Numbers of larger size are no answer."""


@dataclass(frozen=True)
class Choice:
    """One of a few options; several are right if the run gives them the same figure."""

    because: str
    """The explanation from the run's numbers, as Markdown, for right and wrong answers alike."""
    options: Mapping[str, str]
    """Words of each option, by a short key of letters and digits."""
    right: tuple[str, ...]

    @property
    def words(self) -> str:
        """The right answer."""
        return " or ".join(self.options[key] for key in self.right)

    def understands(self, answer: str) -> bool:
        """Whether `answer` is one of the options."""
        return answer in self.options

    def accepts(self, answer: str) -> bool:
        """Whether `answer` is right."""
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
        """Whether `answer` is a number within the limits."""
        try:
            return abs(float(answer)) <= LARGEST
        except ValueError:
            return False

    def parsed(self, answer: str) -> float | int | None:
        """The answer as a float, or as an int if no decimals are expected; None if it is no number."""
        if not self.understands(answer):
            return None
        return float(answer) if self.decimals else round(float(answer))

    def accepts(self, answer: str) -> bool:
        """Whether `answer` is within the tolerance; the last decimal may be rounded either way.

        >>> Number("", value=98.44, decimals=1).accepts("98.4"), Number("", value=72).accepts("71")
        (True, False)
        """
        rounding = 0.5 * 10.0**-self.decimals if self.decimals else 0.0
        slack = self.tolerance + rounding + 1e-9
        return self.understands(answer) and abs(float(answer) - self.value) <= slack


Solution = Choice | Number
