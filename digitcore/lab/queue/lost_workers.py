"""Runs whose worker is gone: noticed by life signs that stay away, and marked as interrupted.

How long a sign has been there is measured by a clock that never jumps, by who looks. The times in the database only
shorten the wait: where a sign looks old, it was so before the first look, or a clock was put forward (or a computer woke
up), and a few seconds show which. No run is given up for a clock, nor while nobody could write.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from time import monotonic, sleep

from digitcore.errors import StorageProblem
from digitcore.lab.queue import queue
from digitcore.lab.queue.queue import Claim
from digitcore.lab.store import schema
from digitcore.lab.store.store import Store

SILENT_SECONDS = 10.0
"""A running run that gave no sign of life for so long has lost its worker; workers give one every second."""
DOUBT_SECONDS = 3.0
"""So long is it watched where the sign was old already."""
HELD_SECONDS = 1.0
"""Who waits so long to write has been kept from it, and so have workers with their signs."""
LOST = "Its worker or the server ended. Everything it reported is kept, and it can go on."

_Sign = tuple[Claim, dt.datetime | None]


class Vigil:
    """Whose life signs were seen, and since when they are the same. Look every few seconds."""

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
        self._since: dict[_Sign, float] = {}

    def look(self) -> int:
        """Mark the runs that lost their worker; gives how many there were."""
        lost = self.lost()
        return self._interrupt(lost) if lost else 0

    def lost(self) -> list[_Sign]:
        """The last signs of runs that lost their worker, as far as it can be told by now."""
        moment = self._clock()
        signs = queue.life_signs(self._store)
        self._since = {sign: self._since.get(sign, moment) for sign in signs.items()}
        return [sign for sign, since in self._since.items() if moment - since >= self._patience(sign)]

    @property
    def doubts(self) -> bool:
        """Whether a sign looks old that was not watched for long enough to tell."""
        return any(self._looks_old(sign) for sign in self._since)

    def _patience(self, sign: _Sign) -> float:
        return self._doubt_seconds if self._looks_old(sign) else self._silent_seconds

    def _looks_old(self, sign: _Sign) -> bool:
        _, given = sign
        return given is None or schema.now() - given > dt.timedelta(seconds=self._silent_seconds)

    def _interrupt(self, lost: list[_Sign]) -> int:
        began = self._clock()
        try:
            with self._store.writing() as connection:
                if self._clock() - began <= HELD_SECONDS:
                    return sum(queue.lose(connection, *sign, LOST) for sign in lost)
        except StorageProblem:
            self._since = {}
            raise
        self._since = {}
        return 0


def mark(
    store: Store, *, silent_seconds: float = SILENT_SECONDS, doubt_seconds: float = DOUBT_SECONDS
) -> int:
    """Mark what can be told within a few seconds, for who looks once; returns at once where all signs are fresh."""
    return _watched(store, silent_seconds, doubt_seconds).look()


def count(store: Store) -> int:
    """How many `mark` would mark."""
    return len(_watched(store, SILENT_SECONDS, DOUBT_SECONDS).lost())


def _watched(store: Store, silent_seconds: float, doubt_seconds: float) -> Vigil:
    vigil = Vigil(store, silent_seconds=silent_seconds, doubt_seconds=doubt_seconds)
    vigil.lost()
    if vigil.doubts:
        sleep(doubt_seconds)
    return vigil
