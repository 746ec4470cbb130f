"""The points and epochs of a run that trains, read step by step: each read fetches only what is new."""

from __future__ import annotations

from dataclasses import dataclass, field

from digitcore.lab.runs import training_log
from digitcore.lab.store.store import Store
from digitcore.learning.engine.reports import EpochReport, Point


@dataclass
class RunReader:
    """All points and epochs of one run that were read so far."""

    run_id: str
    points: list[Point] = field(default_factory=list)
    epochs: list[EpochReport] = field(default_factory=list)

    def catch_up(self, store: Store) -> None:
        """Read what is new."""
        self.points += training_log.points_since(
            store, self.run_id, self.points[-1].step if self.points else 0
        )
        self.epochs += training_log.epochs_since(
            store, self.run_id, self.epochs[-1].epoch if self.epochs else 0
        )

    def seconds_left(self, epochs_wanted: int) -> float | None:
        """Estimated seconds to the end; None before the first point."""
        if not self.points or self.points[-1].epoch <= 0:
            return None
        last = self.points[-1]
        return max(0.0, last.seconds / last.epoch * (epochs_wanted - last.epoch))
