"""How much to do in one call of the graph, so that none takes longer than a quarter of a second.

The speed is measured as the run goes: it changes with the machine's other work. Time is in seconds.
"""

from __future__ import annotations

LONGEST = 0.25
"""A stretch must not take longer: live points and a stop wait for its end."""

_AIM = 0.18
"""What a stretch is planned for, which leaves room for a machine that is slower for a moment."""

_GROWTH = 8
"""How many times as much as last time may be done at once: the first calls say little about the next."""


class Pace:
    """The speed of one kind of work, and how many units of it fit into a stretch."""

    def __init__(self) -> None:
        self._seconds_per_unit = 0.0
        self._units = 0.125

    def fitting(self, *, at_most: int) -> int:
        """Units for the next stretch: at least 1, though that may take longer than a stretch should."""
        fitting = self._units * _GROWTH
        if self._seconds_per_unit:
            fitting = min(fitting, _AIM / self._seconds_per_unit)
        return max(1, min(at_most, int(fitting)))

    def measured(self, units: int, seconds: float) -> None:
        """Learn from a stretch: slower at once, faster by half of the difference."""
        now = seconds / units
        self._seconds_per_unit = max(now, (self._seconds_per_unit + now) / 2)
        self._units = units

    def takes(self, units: float) -> float:
        """Seconds that `units` will take; 0 before anything was measured."""
        return self._seconds_per_unit * units
