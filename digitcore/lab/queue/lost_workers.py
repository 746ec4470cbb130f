"""Runs whose worker died: detected by heartbeats that stop, and marked as interrupted.

The dispatcher measures how long a heartbeat has stayed the same on its own steady clock, since wall clocks jump and
the clocks of servers differ. The times in the database only shorten the wait: a heartbeat that looks old is watched
for a few more seconds, as the clock may have been put forward, or the computer just woke up. While the database was
locked no worker could write, so that time does not count.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from time import monotonic, sleep

from digitcore.errors import StorageProblem
from digitcore.lab.queue import claims
from digitcore.lab.queue.claims import Claim
from digitcore.lab.store import schema
from digitcore.lab.store.store import Store

SILENT_SECONDS = 10.0
"""A running run without a heartbeat for so long has lost its worker; workers send one every second."""
DOUBT_SECONDS = 3.0
"""How long a heartbeat is watched that looks old at first sight."""
BLOCKED_SECONDS = 1.0
"""Waiting longer than this to write means that the workers were blocked too."""
LOST = "Its worker or the server ended. Everything it reported is kept, and it can go on."

_Heartbeat = tuple[Claim, dt.datetime | None]


class HeartbeatMonitor:
    """The last heartbeat of each running run, and since when it is the last. Call `mark_lost` every few seconds."""

    def __init__(
        self,
        store: Store,
        *,
        silent_seconds: float = SILENT_SECONDS,
        doubt_seconds: float = DOUBT_SECONDS,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._store, self._clock = store, clock
        self._silent_seconds, self._doubt_seconds = silent_seconds, doubt_seconds
        self._since: dict[_Heartbeat, float] = {}

    def mark_lost(self) -> int:
        """Mark the runs that lost their worker as interrupted; gives how many."""
        lost = self.lost()
        return self._interrupt(lost) if lost else 0

    def lost(self) -> list[_Heartbeat]:
        """Read the heartbeats; gives those of runs that have lost their worker."""
        moment = self._clock()
        latest = claims.heartbeats(self._store)
        self._since = {heartbeat: self._since.get(heartbeat, moment) for heartbeat in latest.items()}
        return [each for each, since in self._since.items() if moment - since >= self._patience(each)]

    @property
    def is_undecided(self) -> bool:
        """Whether a heartbeat looks old that was not watched for long enough."""
        return any(self._looks_old(heartbeat) for heartbeat in self._since)

    def _patience(self, heartbeat: _Heartbeat) -> float:
        return self._doubt_seconds if self._looks_old(heartbeat) else self._silent_seconds

    def _looks_old(self, heartbeat: _Heartbeat) -> bool:
        _, sent_at = heartbeat
        return sent_at is None or schema.now() - sent_at > dt.timedelta(seconds=self._silent_seconds)

    def _interrupt(self, lost: list[_Heartbeat]) -> int:
        began = self._clock()
        try:
            with self._store.writing() as connection:
                if self._clock() - began <= BLOCKED_SECONDS:
                    return sum(claims.mark_lost(connection, *each, LOST) for each in lost)
        except StorageProblem:
            self._since = {}
            raise
        self._since = {}
        return 0


def mark_lost_runs(
    store: Store, *, silent_seconds: float = SILENT_SECONDS, doubt_seconds: float = DOUBT_SECONDS
) -> int:
    """Mark lost runs in one call of a few seconds at most; returns at once where all heartbeats are fresh."""
    return _watched(store, silent_seconds, doubt_seconds).mark_lost()


def count_lost_runs(store: Store) -> int:
    """How many `mark_lost_runs` would mark."""
    return len(_watched(store, SILENT_SECONDS, DOUBT_SECONDS).lost())


def _watched(store: Store, silent_seconds: float, doubt_seconds: float) -> HeartbeatMonitor:
    monitor = HeartbeatMonitor(store, silent_seconds=silent_seconds, doubt_seconds=doubt_seconds)
    monitor.lost()
    if monitor.is_undecided:
        sleep(doubt_seconds)
    return monitor
