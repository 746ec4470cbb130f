"""The recorder: writes the reports of a training into the store in batches, one transaction each half second.

A batch holds everything up to one moment, so points, epochs, checkpoint and the run's own numbers always agree. Reports
stored before a resume are not stored again.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.engine import Connection

from digitcore.lab.queue import claims
from digitcore.lab.queue.claims import Claim
from digitcore.lab.runs import artefacts, checkpoints, training_log
from digitcore.lab.store.records import State
from digitcore.lab.store.store import Store
from digitcore.learning.engine.kept_epochs import kept_epochs
from digitcore.learning.engine.reports import Checkpoint, EpochReport, Finished, Point, Report, Snapshot

BATCH_SECONDS = 0.5
CHECKPOINT_SECONDS = 5.0
"""Between two checkpoints stored, of those that a training offers: large models have many megabytes; a killed run repeats it."""

_REASONS = {
    "finished": "All epochs are done.",
    "stopped early": "It stopped early: the validation loss did not get better any more.",
    "stopped": "It was stopped; the model is the one of that moment.",
}


def _reason(finished: Finished, why_stopped: str) -> str:
    if finished.reason == "stopped" and why_stopped:
        return why_stopped
    if finished.kept_epoch is None:
        return _REASONS[finished.reason]
    return f"{_REASONS[finished.reason]} The model is the one of epoch {finished.kept_epoch}, its best."


@dataclass
class Recorder:
    """Records one run for one worker. Raises `Superseded` once the claim is void."""

    store: Store
    claim: Claim
    last_step: int
    last_epoch: int
    points: list[Point] = field(default_factory=list)
    epochs: list[EpochReport] = field(default_factory=list)
    weights: dict[int, checkpoints.Weights] = field(default_factory=dict)
    checkpoint: Checkpoint | None = None
    epochs_at_last_point: float = 0.0
    written_at: float = 0.0
    checkpoint_at: float = 0.0
    why_stopped: str = ""
    """A sentence in place of the usual one, should it be stopped."""

    @classmethod
    def open(cls, store: Store, claim: Claim) -> Recorder:
        """Continue where the stored reports of the run end."""
        with store.reading() as connection:
            step, epoch = training_log.last_step_and_epoch(connection, claim.run_id)
        return cls(store, claim, step, epoch, checkpoint_at=time.monotonic())

    @property
    def has_progress(self) -> bool:
        """Whether anything was trained since this recorder was opened."""
        return self.epochs_at_last_point > 0

    def add(self, report: Report) -> None:
        """Add one report to the batch, and write the batch when it is due."""
        match report:
            case Finished():
                self._finish(report)
                return
            case Point():
                self._add_point(report)
            case EpochReport() if report.epoch > self.last_epoch:
                self.epochs.append(report)
                self.last_epoch = report.epoch
            case Snapshot():
                self._add_weights(report)
            case Checkpoint():
                self.checkpoint = report
        if time.monotonic() - self.written_at >= BATCH_SECONDS:
            self.write()

    def write(self, *, with_checkpoint: bool = False, end_turn: bool = False) -> None:
        """Write the batch; `end_turn` writes the checkpoint too and ends the turn, in the same transaction."""
        with self.store.writing(survives_power_cut=end_turn) as connection:
            checkpoint = self._write_batch(connection, all_of_it=end_turn or with_checkpoint)
            if end_turn:
                claims.end_turn(connection, self.claim)
        self.points, self.epochs = [], []
        self.written_at = time.monotonic()
        if checkpoint is not None:
            self.weights, self.checkpoint, self.checkpoint_at = {}, None, self.written_at

    def interrupt(self, reason: str, *, state: State = "interrupted") -> None:
        """Write the batch, and why the training ended early."""
        with self.store.writing() as connection:
            self._write_batch(connection, all_of_it=True)
            claims.end(connection, self.claim, state, reason)

    def _finish(self, finished: Finished) -> None:
        low, high = finished.test_interval
        numbers = {
            "epochs_done": finished.epochs,
            "seconds": finished.seconds,
            "test_loss": training_log.finite(finished.test_loss),
            "test_accuracy": finished.test_accuracy,
            "test_n": finished.test_n,
            "test_low": low,
            "test_high": high,
        }
        if finished.layer_table:
            numbers["parameters"] = sum(row.parameters for row in finished.layer_table)
        with self.store.writing() as connection:
            self._write_batch(connection, all_of_it=True)
            artefacts.save(connection, self.claim.run_id, finished)
            if finished.reason != "stopped":
                checkpoints.delete(connection, self.claim.run_id)
            state: State = "stopped" if finished.reason == "stopped" else "finished"
            claims.end(connection, self.claim, state, _reason(finished, self.why_stopped), **numbers)

    def _add_point(self, point: Point) -> None:
        self.epochs_at_last_point = point.epoch
        if point.step > self.last_step:
            self.points.append(point)
            self.last_step = point.step

    def _add_weights(self, snapshot: Snapshot) -> None:
        self.weights[snapshot.epoch] = snapshot.weights
        size = sum(array.nbytes for array in snapshot.weights)
        for epoch in set(self.weights) - kept_epochs(snapshot.epoch, size):
            del self.weights[epoch]

    def _write_batch(self, connection: Connection, *, all_of_it: bool) -> Checkpoint | None:
        """Gives the checkpoint if it and the weights were written; the caller drops them after the commit."""
        run_id = self.claim.run_id
        claims.write(connection, self.claim, **self._numbers())
        training_log.append(connection, run_id, points=self.points, epochs=self.epochs)
        is_due = all_of_it or time.monotonic() - self.checkpoint_at >= CHECKPOINT_SECONDS
        if self.checkpoint is None or not is_due:
            return None
        checkpoints.save_weights(connection, run_id, self.weights)
        checkpoints.save(connection, run_id, self.checkpoint)
        return self.checkpoint

    def _numbers(self) -> dict[str, Any]:
        """The run's own columns while it trains."""
        numbers: dict[str, Any] = {}
        if self.points:
            numbers["seconds"] = self.points[-1].seconds
        if self.epochs:
            last = self.epochs[-1]
            numbers |= {"epochs_done": last.epoch, "seconds": last.total_seconds}
            names = ("train_loss", "train_accuracy", "validation_loss", "validation_accuracy")
            numbers |= {name: training_log.finite(getattr(last, name)) for name in names}
        return numbers
