"""Worker processes through Dask: one on this machine, or those of a scheduler (DIGITLAB_SCHEDULER).

It carries a function to a worker and says what became of it. Which run is next is `dispatcher`' business. Dask's own queue
stays empty: no more is handed over than workers are free.
"""

from __future__ import annotations

import importlib
import logging
from collections.abc import Collection, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from digitcore.errors import DigitLabError
from digitcore.lab.queue import certificates, worker
from digitcore.lab.queue.queue import Claim
from digitcore.lab.store.store import Store

_CONNECT_SECONDS = 5
_ANSWER_SECONDS = 5


@dataclass(frozen=True)
class Job:
    """A run in the hands of Dask."""

    claim: Claim
    future: Any

    @property
    def is_over(self) -> bool:
        """The function ended, or the process did."""
        return bool(self.future.status != "pending")

    @property
    def was_lost(self) -> bool:
        """Whether the scheduler went away with it, which is not the run's fault."""
        return self.future.status in ("cancelled", "lost")

    @property
    def trouble(self) -> str:
        """The sentence of a `DigitLabError` that ended it; else empty."""
        with _sentences(None):
            is_error = self.future.status == "error"
            error = self.future.exception(timeout=_ANSWER_SECONDS) if is_error else None
        return str(error) if isinstance(error, DigitLabError) else ""


@dataclass(frozen=True)
class Errand:
    """Work for idle moments in the hands of Dask."""

    future: Any

    @property
    def is_over(self) -> bool:
        """It ended, was interrupted, or failed."""
        return bool(self.future.status != "pending")

    @property
    def was_interrupted(self) -> bool:
        """Whether it is to be taken up again; a failure is not."""
        with _sentences(None):
            is_finished = self.future.status == "finished"
            return is_finished and self.future.result(timeout=_ANSWER_SECONDS) is False


class Cluster:
    """A connection to worker processes; the local one belongs to this program and ends with it."""

    def __init__(self, scheduler: str | None) -> None:
        self._scheduler = scheduler
        with _sentences(scheduler):
            configure()
            self._local = _local_cluster() if scheduler is None else None
            self._client = _client(self._local or scheduler, certificates.security(scheduler or ""))
            self._warm = self._client.submit(worker.warm_up, pure=False)

    def free(self, jobs: Collection[Job]) -> int:
        """How many runs could be taken up beside these: workers without a run of this server's or another's."""
        with _sentences(self._scheduler):
            workers = int(sum(self._client.nthreads().values()))
            tasks = {str(key) for keys in self._client.processing().values() for key in keys}
        if not workers and self._local is None:
            raise DigitLabError(
                "The scheduler has no workers.",
                "Start one on a machine of the cluster: python -m digitcore worker",
            )
        trainings = {task for task in tasks if task.startswith(f"{worker.work.__name__}-")}
        return workers - len(trainings | {str(job.future.key) for job in jobs})

    @property
    def is_alive(self) -> bool:
        """Whether the scheduler still answers; its workers are restarted by Dask."""
        return bool(self._client.status == "running")

    @property
    def is_warm(self) -> bool:
        """Whether a worker process has everything loaded."""
        return bool(self._warm.status != "pending")

    def submit(self, store: Store, claim: Claim) -> Job:
        """Hand a run to a worker process."""
        with _sentences(self._scheduler):
            arguments = (store.url, claim.run_id, claim.attempt)
            return Job(claim, self._client.submit(worker.work, *arguments, pure=False, retries=0))

    def measure(self, store: Store) -> Errand:
        """Have a worker time the recipes; it lets any training go first."""
        with _sentences(self._scheduler):
            return Errand(self._client.submit(worker.measure, store.url, pure=False, retries=0))

    def close(self) -> None:
        """End the local worker process, or only the connection to others'."""
        with suppress(OSError, RuntimeError):
            self._client.close()
            if self._local is not None:
                self._local.close()


def configure() -> None:
    """How Dask works in each of our processes."""
    # A run whose worker dies is the store's to hand out again, not Dask's.
    # Its profiler and its clock look up to a hundred times a second, also where nothing is done.
    _untyped("dask").config.set(
        {
            "distributed.scheduler.allowed-failures": 0,
            "distributed.worker.profile.enabled": False,
            "distributed.admin.tick.interval": "500ms",
            "logging.distributed": "warning",
        }
    )


def _local_cluster() -> Any:
    return _untyped("distributed").LocalCluster(
        n_workers=1,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
        memory_limit=0,
        env={"TF_CPP_MIN_LOG_LEVEL": "2"},
        silence_logs=logging.CRITICAL,
    )


def _client(scheduler: Any, security: Any) -> Any:
    options = {"timeout": _CONNECT_SECONDS, "set_as_default": False}
    return _untyped("distributed").Client(scheduler, security=security, **options)


def _untyped(name: str) -> Any:
    """A module that has no types, loaded only where a worker is needed."""
    return importlib.import_module(name)


@contextmanager
def _sentences(scheduler: str | None) -> Iterator[None]:
    """Dask's troubles in words."""
    try:
        yield
    except (OSError, RuntimeError, CancelledError) as error:
        if scheduler is not None:
            what = f"The scheduler {scheduler} does not answer."
            raise DigitLabError(what, "Start it, or leave DIGITLAB_SCHEDULER out.") from error
        what = f"The process that trains cannot be reached: {type(error).__name__}."
        raise DigitLabError(what, "It is started again by itself; if this stays, restart the app.") from error
