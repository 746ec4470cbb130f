"""The dispatcher: one thread of the server that hands queued runs to workers.

Each poll gives the next run to a free worker, requests that long turns end while others wait, and marks runs whose worker
died. A request in its own process wakes it at once; else it polls several times a second while there is work, and once a
second when idle. Its only state is the store: it may end and begin at any moment, and several may share one store.
"""

from __future__ import annotations

import atexit
import logging
import threading
from contextlib import suppress
from math import inf
from time import monotonic, sleep

from digitcore import settings
from digitcore.errors import DigitLabError
from digitcore.lab.queue import claims, queue
from digitcore.lab.queue.cluster import Cluster, IdleTask, Job
from digitcore.lab.queue.lost_workers import HeartbeatMonitor
from digitcore.lab.store.store import Store

_log = logging.getLogger(__name__)

POLL_SECONDS = 0.25
# An idle server should cost nothing: only requests of other processes have to be polled for.
IDLE_POLL_SECONDS = 1.0
TURN_SECONDS = 20.0
"""How long a run may train while others wait."""
WORKER_DIED = "Its worker process died. Everything it reported is kept, and it can go on."
DEFECT = "The queue cannot be looked after: the fault is the app's, and its log says more. It goes on trying."
SHUTDOWN_SECONDS = 6.0
"""How long a server that ends waits for its worker to return the run to the queue."""
LOST_WORKERS_SECONDS = 2.0
"""Between two checks for lost workers."""


class Dispatcher:
    """`start` it once a server; it starts worker processes when they are first needed."""

    def __init__(self, store: Store, *, turn_seconds: float = TURN_SECONDS) -> None:
        self.problem = ""
        """Why nothing can be trained at the moment, in a sentence; empty when all is well."""
        self._store = store
        self._turn_seconds = turn_seconds
        self._monitor = HeartbeatMonitor(store)
        self._cluster: Cluster | None = None
        self._jobs: list[Job] = []
        self._measuring: IdleTask | None = None
        self._lost_workers_checked_at = -inf
        self._wants_worker = threading.Event()
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._poll_until_closed, daemon=True, name="digitlab-jobs")

    def start(self) -> None:
        """Start to poll the store."""
        self._thread.start()

    def warm(self) -> None:
        """Start a worker process now, since somebody is about to train."""
        self._wants_worker.set()
        self._store.run_requested.set()

    @property
    def is_warm(self) -> bool:
        """Whether a training would begin at once: a worker process runs and has loaded TensorFlow."""
        return self._cluster is not None and self._cluster.is_warm

    def close(self) -> None:
        """End the thread and the local worker process; running runs return to the queue."""
        atexit.unregister(self.close)
        self._closed.set()
        self._store.run_requested.set()
        if self._thread.is_alive():
            self._thread.join()

    def _poll_until_closed(self) -> None:
        idle = False
        try:
            while not self._closed.is_set():
                self._store.run_requested.wait(IDLE_POLL_SECONDS if idle else POLL_SECONDS)
                self._store.run_requested.clear()
                try:
                    idle = not self._poll()
                    self.problem = ""
                except DigitLabError as problem:
                    self.problem = str(problem)
                except Exception:  # noqa: BLE001  nothing would be trained any more, without a word
                    _log.exception("polling the queue failed")
                    idle, self.problem = True, DEFECT
        finally:
            self._return_runs()
            self._close_cluster()

    def _poll(self) -> bool:
        """Do what is due now; gives whether to poll again soon."""
        self._collect_ended_jobs()
        self._check_workers()
        waiting = queue.waiting_runs(self._store) if queue.has_waiting_runs(self._store) else []
        if not (waiting or self._jobs or self._wants_worker.is_set()):
            return False
        cluster = self._connected()
        free = cluster.free_workers(self._jobs) if waiting or self._jobs else 0
        if waiting and free <= 0:
            held = [job.claim for job in self._jobs]
            queue.preempt_long_turns(self._store, held, turn_seconds=self._turn_seconds)
        for _ in waiting[: max(0, free)]:
            self._hand_over()
        if free < 0:
            self._unclaim(-free)
        busy = bool(waiting or self._jobs)
        if not busy and self.is_warm:
            self._measure()
        return busy

    def _measure(self) -> None:
        """Let an idle worker time unmeasured recipes, again where a training interrupted it."""
        if self._measuring is None or (self._measuring.is_over and self._measuring.was_interrupted):
            self._measuring = self._connected().measure(self._store)

    def _check_workers(self) -> None:
        if monotonic() - self._lost_workers_checked_at < LOST_WORKERS_SECONDS:
            return
        claims.send_heartbeats(self._store, [job.claim for job in self._jobs], begun=False)
        self._monitor.mark_lost()
        self._lost_workers_checked_at = monotonic()

    def _hand_over(self) -> None:
        claim = queue.claim(self._store)
        if claim is not None:
            self._jobs.append(self._connected().submit(self._store, claim))

    def _unclaim(self, count: int) -> None:
        """Return runs that no worker has begun, as two servers handed over at the same moment.

        Servers hold no lock between them; what each returns is open to all of them, so turns stay fair.
        """
        for job in self._jobs[::-1]:
            if count and claims.unclaim(self._store, job.claim):
                self._jobs.remove(job)
                count -= 1

    def _collect_ended_jobs(self) -> None:
        for job in [job for job in self._jobs if job.is_over]:
            # A lost scheduler is not the run's fault, so the run is queued again; a dead worker may be.
            if job.lost_scheduler:
                claims.requeue(self._store, job.claim)
            else:
                claims.mark_interrupted(self._store, job.claim, job.problem or WORKER_DIED)
            self._jobs.remove(job)
            if self._measuring is not None and self._measuring.is_over:
                self._measuring = None

    def _return_runs(self) -> None:
        """Preempt all runs; another server's monitor interrupts those whose worker does not answer in time."""
        give_up = monotonic() + SHUTDOWN_SECONDS
        with suppress(DigitLabError):
            queue.preempt_all(self._store, [job.claim for job in self._jobs])
            while monotonic() < give_up and not all(job.is_over for job in self._jobs):
                sleep(POLL_SECONDS / 5)

    def _connected(self) -> Cluster:
        if self._cluster is not None and not self._cluster.is_alive:
            self._close_cluster()
        if self._cluster is None:
            self._cluster = Cluster(settings.current().scheduler)
            # Exit handlers run in reverse order, and Dask's own closes the workers: ours has to run before it.
            # https://github.com/dask/distributed/pull/2730
            atexit.register(self.close)
        return self._cluster

    def _close_cluster(self) -> None:
        if self._cluster is not None:
            self._cluster.close()
            self._cluster = self._measuring = None
