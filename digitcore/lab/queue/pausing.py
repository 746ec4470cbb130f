"""Pauses of a training: its owner holds it, lets it go on, or lets it do one batch or one epoch more.

A paused training keeps its worker, so that one batch is there at once; but not for long, and not while others wait
(`queue.preempt_long_turns`): then it is stopped with a checkpoint, and its owner can resume it.
"""

from __future__ import annotations

from math import inf
from time import monotonic, sleep

from digitcore.lab.queue import claims
from digitcore.lab.queue.claims import Claim
from digitcore.lab.store.records import END_PAUSE, ONE_BATCH, ONE_EPOCH, PAUSE, STEPS
from digitcore.lab.store.store import Store

LONGEST_SECONDS = 300.0
"""A pause that takes longer is ended: its worker can time recipes again, and its memory is free."""
POLL_SECONDS = 0.1
ENDED = "It was paused, and gave up its place in the end. It can go on from here."


class Pausing:
    """Where one training pauses, for the worker that trains it."""

    def __init__(self, store: Store, claim: Claim) -> None:
        self.has_ended = False
        """Whether the training has to end because it was paused for too long, or others wait."""
        self._store, self._claim = store, claim
        self._target: int | None = None
        self._steps_per_epoch = 1

    def step_limit(self, action: str, step: int, steps_per_epoch: int) -> float:
        """The step at which to pause when the last poll found `action`, which may be a little old."""
        self._steps_per_epoch = steps_per_epoch
        if action == PAUSE:
            return step
        if action not in STEPS:
            self._target = None
            return inf
        if self._target is None:
            self._target = self._end_of(action, step)
        return self._target

    def wait(self, step: int) -> str:
        """Wait at this step until something else is requested than a pause, and return it."""
        if self._target is not None and step >= self._target:
            claims.pause_after_step(self._store, self._claim)
            self._target = None
        action = self._waited_for()
        self.has_ended = action in (PAUSE, END_PAUSE)
        if action in STEPS and self._target is None:
            self._target = self._end_of(action, step)
        return action

    def _waited_for(self) -> str:
        give_up = monotonic() + LONGEST_SECONDS
        while (
            action := claims.requested_action(self._store, self._claim)
        ) == PAUSE and monotonic() < give_up:
            sleep(POLL_SECONDS)
        return action

    def _end_of(self, action: str, step: int) -> int:
        ends = {ONE_BATCH: step + 1, ONE_EPOCH: (step // self._steps_per_epoch + 1) * self._steps_per_epoch}
        return ends[action]
