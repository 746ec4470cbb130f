"""Progress of a run: steps and epochs done, sums over the current epoch, and the state of early stopping.

Beside the variables of the graph, this is all that changes during a run.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf

import numpy as np
from numpy.typing import NDArray

from digitcore.learning.engine.reports import Checkpoint, EpochReport


@dataclass
class RunState:
    """Counts and sums; `end_epoch` resets the sums over the epoch."""

    epoch: int = 0
    """Whole epochs done."""
    step_in_epoch: int = 0
    seconds: float = 0.0
    """Since the start of the training, pauses excluded."""
    epoch_seconds: float = 0.0
    losses: float = 0.0
    """Summed over the training images of this epoch."""
    correct: int = 0
    """How many of them were right."""
    validated: int = 0
    """Validation images judged in this epoch."""
    validation_losses: float = 0.0
    """Summed over them."""
    confusion: NDArray[np.int64] = field(default_factory=lambda: np.zeros((), np.int64))
    """(K, K) of them, row = true, column = predicted; 0 before the first."""
    best_loss: float = inf
    """Lowest validation loss, for early stopping."""
    epochs_without_improvement: int = 0
    best_epoch: int = 0
    """The epoch of `best_loss`; 0 before the first epoch ends."""

    @classmethod
    def at(cls, checkpoint: Checkpoint, *, steps_per_epoch: int) -> RunState:
        """The state at `checkpoint`; a partly done validation starts again."""
        extra = checkpoint.extra
        step_in_epoch = checkpoint.step - checkpoint.epoch * steps_per_epoch
        if not 0 <= step_in_epoch <= steps_per_epoch:
            raise ValueError(f"step {checkpoint.step} is not in epoch {checkpoint.epoch + 1}")
        return cls(
            epoch=checkpoint.epoch,
            step_in_epoch=step_in_epoch,
            seconds=checkpoint.seconds,
            epoch_seconds=float(extra["epoch_seconds"]),
            losses=float(extra["losses"]),
            correct=int(extra["correct"]),
            best_loss=float(extra.get("best_loss", inf)),
            epochs_without_improvement=int(extra["epochs_without_better"]),
            best_epoch=int(extra.get("best_epoch", 0)),
        )

    def extra(self) -> dict[str, float]:
        """`Checkpoint.extra`: the sums, and the state of early stopping."""
        extra = {
            "epoch_seconds": self.epoch_seconds,
            "losses": self.losses,
            "correct": self.correct,
            "epochs_without_better": self.epochs_without_improvement,  # as stored checkpoints name it
        }
        best = {"best_loss": self.best_loss, "best_epoch": self.best_epoch}
        return extra | best if self.best_epoch else extra

    def add_steps(self, steps: int, losses: float, correct: int) -> None:
        """Add optimiser steps with their summed loss and right answers."""
        self.step_in_epoch += steps
        self.losses += float(losses)
        self.correct += int(correct)

    def add_validation(self, images: int, losses: float, confusion: NDArray[np.int64]) -> None:
        """Add judged validation images."""
        self.validated += images
        self.validation_losses += float(losses)
        self.confusion = self.confusion + confusion

    def end_epoch(self, *, train_n: int, learning_rate: float, min_improvement: float) -> EpochReport:
        """Finish the epoch: return its report, and reset the sums."""
        self.epoch += 1
        report = EpochReport(
            epoch=self.epoch,
            train_loss=self.losses / train_n,
            train_accuracy=self.correct / train_n,
            validation_loss=self.validation_losses / self.validated,
            validation_accuracy=int(self.confusion.trace()) / self.validated,
            confusion_matrix=self.confusion,
            seconds=self.epoch_seconds,
            total_seconds=self.seconds,
            learning_rate=learning_rate,
        )
        self.step_in_epoch = self.correct = self.validated = 0
        self.losses = self.validation_losses = self.epoch_seconds = 0.0
        self.confusion = np.zeros((), np.int64)
        self._update_best(report.validation_loss, min_improvement)
        return report

    def _update_best(self, loss: float, min_improvement: float) -> None:
        """A loss of NaN is no improvement."""
        if loss < self.best_loss - min_improvement:
            self.best_loss, self.best_epoch, self.epochs_without_improvement = loss, self.epoch, 0
        else:
            self.epochs_without_improvement += 1
