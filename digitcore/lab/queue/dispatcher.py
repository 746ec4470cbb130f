"""Sees to it that what was asked for is trained: one thread of the server between the store and the workers.

It looks who is next and hands that run over, asks long turns to step back while others wait, and marks runs whose worker
died. It looks at once when somebody in its own process asks for a run, several times a second while there is work, and each
second else. All it knows is in the store: it may end and begin anew at any moment, and there may be several.
"""

from __future__ import annotations

import atexit
import datetime as dt
import logging
import threading
from contextlib import suppress
from math import inf
from time import monotonic, sleep

from digitcore import settings
from digitcore.errors import DigitLabError
from digitcore.lab.drawings import drawings
from digitcore.lab.queue import queue
from digitcore.lab.queue.cluster import Cluster, Errand, Job
from digitcore.lab.queue.lost_workers import Vigil
from digitcore.lab.rooms import rooms
from digitcore.lab.runs import runs
from digitcore.lab.store import schema
from digitcore.lab.store.store import Store

_log = logging.getLogger(__name__)

LOOK_SECONDS = 0.25
IDLE_LOOK_SECONDS = 1.0
"""Where nothing is to be done, only the wishes of other processes have to be looked for."""
TURN_SECONDS = 20.0
"""How long a run may go on while others wait."""
WORKER_DIED = "Its worker process died. Everything it reported is kept, and it can go on."
DEFECT = "The queue cannot be looked after: the fault is the app's, and its log says more. It goes on trying."
UNDO_TIME = dt.timedelta(days=1)
"""How long a deleted run can be restored, at least."""
FAREWELL_SECONDS = 3.0
"""How long a server that ends waits for its worker to put the run back into the queue."""
ORPHAN_SECONDS = 2.0
"""From one look for orphans to the next."""
FORGET_SECONDS = 3600.0
"""From one cleaning to the next."""


class Jobs:
    """The dispatcher. `start` it once a server; it begins worker processes when they are first needed."""

    def __init__(self, store: Store, *, turn_seconds: float = TURN_SECONDS) -> None:
        self.problem = ""
        """Why nothing can be trained at the moment, in a sentence; empty when all is well."""
        self._store = store
        self._turn_seconds = turn_seconds
        self._vigil = Vigil(store)
        self._cluster: Cluster | None = None
        self._jobs: list[Job] = []
        self._measuring: Errand | None = None
        self._looked_for_orphans = self._forget_next = -inf
        self._wanted = threading.Event()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look_until_closed, daemon=True, name="digitlab-jobs")

    def start(self) -> None:
        """Begin to look after the store."""
        self._thread.start()

    def warm(self) -> None:
        """Start a worker process now: somebody looks as if they were going to train."""
        self._wanted.set()
        self._store.asked.set()

    @property
    def is_warm(self) -> bool:
        """Whether a training would begin at once: a worker process runs and has TensorFlow loaded."""
        return self._cluster is not None and self._cluster.is_warm

    def close(self) -> None:
        """End the thread and the local worker process; runs in training step back, and go on at the next start."""
        atexit.unregister(self.close)
        self._over.set()
        self._store.asked.set()
        if self._thread.is_alive():
            self._thread.join()

    def _look_until_closed(self) -> None:
        idle = False
        try:
            while not self._over.is_set():
                self._clean_up()
                self._store.asked.wait(IDLE_LOOK_SECONDS if idle else LOOK_SECONDS)
                self._store.asked.clear()
                try:
                    idle = not self._look()
                    self.problem = ""
                except DigitLabError as problem:
                    self.problem = str(problem)
                except Exception:  # noqa: BLE001  nothing would be trained any more, without a word
                    _log.exception("a look at the queue failed")
                    idle, self.problem = True, DEFECT
        finally:
            self._let_go()
            self._close_cluster()

    def _clean_up(self) -> None:
        """Forget what is over; where that fails, all else goes on, and it is tried again in an hour."""
        try:
            self._forget()
        except DigitLabError as problem:
            _log.warning("what is over stays for another hour: %s", problem)
        except Exception:  # noqa: BLE001  nothing would be trained any more
            _log.exception("what is over could not be forgotten")

    def _forget(self) -> None:
        """Remove for good what was deleted, or left alone, for long enough: at the start, and every hour."""
        if monotonic() < self._forget_next:
            return
        self._forget_next = monotonic() + FORGET_SECONDS
        runs.forget_deleted(self._store, before=schema.now() - UNDO_TIME)
        drawings.forget_old(self._store)
        rooms.forget_old(self._store)

    def _look(self) -> bool:
        """One look; gives whether there is anything that has to be looked after soon."""
        self._settle()
        self._look_after_orphans()
        waiting = queue.waiting(self._store) if queue.anybody_waits(self._store) else []
        if not (waiting or self._jobs or self._wanted.is_set()):
            return False
        cluster = self._connected()
        free = cluster.free(self._jobs) if waiting or self._jobs else 0
        if waiting and free <= 0:
            claims = [job.claim for job in self._jobs]
            queue.ask_to_step_back(self._store, claims, turn_seconds=self._turn_seconds)
        for _ in waiting[: max(0, free)]:
            self._hand_over()
        if free < 0:
            self._take_back(-free)
        busy = bool(waiting or self._jobs)
        if not busy and self.is_warm:
            self._measure()
        return busy

    def _measure(self) -> None:
        """Have what is not measured yet measured, once, and again after each run: it may have brought its data."""
        if self._measuring is None or (self._measuring.is_over and self._measuring.was_interrupted):
            self._measuring = self._connected().measure(self._store)

    def _look_after_orphans(self) -> None:
        if monotonic() - self._looked_for_orphans < ORPHAN_SECONDS:
            return
        queue.life_sign(self._store, [job.claim for job in self._jobs], begun=False)
        self._vigil.look()
        self._looked_for_orphans = monotonic()

    def _hand_over(self) -> None:
        claim = queue.claim(self._store)
        if claim is not None:
            self._jobs.append(self._connected().submit(self._store, claim))

    def _take_back(self, count: int) -> None:
        """Two servers handed over at the same moment: what no worker has taken up goes back to where all find it."""
        for job in self._jobs[::-1]:
            if count and queue.take_back(self._store, job.claim):
                self._jobs.remove(job)
                count -= 1

    def _settle(self) -> None:
        """Let go of what is over; a run whose worker could not say so itself is interrupted."""
        for job in [job for job in self._jobs if job.is_over]:
            if job.was_lost:
                queue.put_back(self._store, job.claim)
            else:
                queue.interrupt(self._store, job.claim, job.trouble or WORKER_DIED)
            self._jobs.remove(job)
            if self._measuring is not None and self._measuring.is_over:
                self._measuring = None

    def _let_go(self) -> None:
        """Have the runs step back; who does not answer in time is interrupted at somebody's next look."""
        give_up = monotonic() + FAREWELL_SECONDS
        with suppress(DigitLabError):
            queue.ask_all_to_step_back(self._store, [job.claim for job in self._jobs])
            while monotonic() < give_up and not all(job.is_over for job in self._jobs):
                sleep(LOOK_SECONDS / 5)

    def _connected(self) -> Cluster:
        if self._cluster is not None and not self._cluster.is_alive:
            self._close_cluster()
        if self._cluster is None:
            self._cluster = Cluster(settings.current().scheduler)
            # After Dask registered its own: the last one in is the first one called.
            atexit.register(self.close)
        return self._cluster

    def _close_cluster(self) -> None:
        if self._cluster is not None:
            self._cluster.close()
            self._cluster = self._measuring = None
