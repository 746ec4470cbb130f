"""How much work fits into one call of the graph, so that a call takes about an eighth of a second.

The speed is measured during the run, since it changes with the machine's other work.

>>> pace = StretchPace()
>>> pace.units_that_fit(at_most=100)  # nothing is known yet
1
>>> pace.record(units=1, seconds=0.005)
>>> pace.units_that_fit(at_most=100)
25
"""

from __future__ import annotations

STRETCH_SECONDS = 0.125
"""Planned duration of a stretch: where other work slows the machine down, it still is a fraction of a second."""


class StretchPace:
    """Measured speed of one kind of work, and how many units of it fit into a stretch."""

    def __init__(self) -> None:
        self._seconds_per_unit = 0.0

    @property
    def is_known(self) -> bool:
        """Whether anything was measured."""
        return self._seconds_per_unit > 0

    def units_that_fit(self, *, at_most: int) -> int:
        """Units for the next stretch, at least 1; 1 while nothing is known."""
        if not self.is_known:
            return 1
        return max(1, min(at_most, int(STRETCH_SECONDS / self._seconds_per_unit)))

    def record(self, units: int, seconds: float) -> None:
        """Update the speed: adopt a slower one at once, a faster one by half, since first calls of a graph are slow."""
        now = max(seconds, 1e-6) / units
        self._seconds_per_unit = max(now, (self._seconds_per_unit + now) / 2) if self.is_known else now

    def seconds_for(self, units: int) -> float:
        """Expected seconds for `units`; 0 while nothing is known."""
        return self._seconds_per_unit * units
