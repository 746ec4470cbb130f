"""How much to do in one call of the graph, so that none takes longer than a quarter of a second.

The speed is measured as the run goes, as it changes with the machine's other work. Times are in seconds.
"""

from __future__ import annotations

STRETCH_SECONDS = 0.125
"""What a stretch is planned for: half of what it may take, as a machine with other work slows down in between."""


class StretchPace:
    """The speed of one kind of work, and how many units of it fit into a stretch."""

    def __init__(self) -> None:
        self._seconds_per_unit = 0.0

    @property
    def is_known(self) -> bool:
        """Whether anything was measured yet."""
        return self._seconds_per_unit > 0

    def units_that_fit(self, *, at_most: int) -> int:
        """Units for the next stretch; 1 as long as nothing is known, and where one takes longer."""
        if not self.is_known:
            return 1
        return max(1, min(at_most, int(STRETCH_SECONDS / self._seconds_per_unit)))

    def record(self, units: int, seconds: float) -> None:
        """Learn from a stretch: slower at once, faster by halves, as the first calls of a graph are slow."""
        now = max(seconds, 1e-6) / units
        self._seconds_per_unit = max(now, (self._seconds_per_unit + now) / 2) if self.is_known else now

    def seconds_for(self, units: int) -> float:
        """Seconds that `units` will take; 0 as long as nothing is known."""
        return self._seconds_per_unit * units
