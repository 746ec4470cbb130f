"""Worker processes through Dask: one on this machine, or those of a scheduler (DIGITLAB_SCHEDULER).

It submits a function to a worker and reports what became of it; the dispatcher decides which run is next. Dask's own queue
stays empty, as no more is submitted than workers are free.
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
from digitcore.lab.queue.claims import Claim
from digitcore.lab.store.store import Store

_CONNECT_SECONDS = 5
_ANSWER_SECONDS = 5
_END_SECONDS = 0.2
"""How long a worker process may take to end by itself: its run is already back in the queue, so nothing is lost."""


@dataclass(frozen=True)
class Job:
    """A run that was submitted to Dask."""

    claim: Claim
    future: Any

    @property
    def is_over(self) -> bool:
        """Whether the function or its process ended."""
        return bool(self.future.status != "pending")

    @property
    def lost_scheduler(self) -> bool:
        """Whether the scheduler went away with it, which is not the run's fault."""
        return self.future.status in ("cancelled", "lost")

    @property
    def problem(self) -> str:
        """The sentence of the `DigitLabError` that ended it; else empty."""
        with _dask_errors(None):
            is_error = self.future.status == "error"
            error = self.future.exception(timeout=_ANSWER_SECONDS) if is_error else None
        return str(error) if isinstance(error, DigitLabError) else ""


@dataclass(frozen=True)
class IdleTask:
    """Work for an idle worker that was submitted to Dask."""

    future: Any

    @property
    def is_over(self) -> bool:
        """Whether it ended, was interrupted, or failed."""
        return bool(self.future.status != "pending")

    @property
    def was_interrupted(self) -> bool:
        """Whether it is to be submitted again; a failure is not."""
        with _dask_errors(None):
            is_finished = self.future.status == "finished"
            return is_finished and self.future.result(timeout=_ANSWER_SECONDS) is False


class Cluster:
    """A connection to worker processes; the local one belongs to this program and ends with it."""

    def __init__(self, scheduler: str | None) -> None:
        self._scheduler = scheduler
        with _dask_errors(scheduler):
            configure()
            # Without certificates the scheduler would run any code of any account of this machine.
            security = certificates.temporary() if scheduler is None else certificates.security(scheduler)
            self._local = _local_cluster(security) if scheduler is None else None
            self._client = _client(self._local or scheduler, security)
            self._warm = self._client.submit(worker.warm_up, pure=False)

    def free_workers(self, jobs: Collection[Job]) -> int:
        """How many workers have no run of this server's `jobs` or another's; negative where too many were submitted."""
        with _dask_errors(self._scheduler):
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
        """Whether the scheduler still answers; Dask itself restarts dead workers."""
        return bool(self._client.status == "running")

    @property
    def is_warm(self) -> bool:
        """Whether a worker process has loaded TensorFlow."""
        return bool(self._warm.status != "pending")

    def submit(self, store: Store, claim: Claim) -> Job:
        """Submit a run to a worker process."""
        with _dask_errors(self._scheduler):
            arguments = (store.url, claim.run_id, claim.attempt)
            return Job(claim, self._client.submit(worker.work, *arguments, pure=False, retries=0))

    def measure(self, store: Store) -> IdleTask:
        """Submit the timing of recipes; any training interrupts it."""
        with _dask_errors(self._scheduler):
            return IdleTask(self._client.submit(worker.measure, store.url, pure=False, retries=0))

    def close(self) -> None:
        """End the local worker process, or only the connection to a scheduler."""
        with suppress(OSError, RuntimeError):
            self._client.close()
            if self._local is not None:
                for nanny in self._local.workers.values():
                    self._local.sync(nanny.close, timeout=_END_SECONDS)
                self._local.close()


def configure() -> None:
    """Set Dask's options in this process."""
    # allowed-failures: Dask would run a task again whose worker died, but the store decides about that.
    # https://github.com/dask/distributed/issues/1433
    # profile, tick: they wake an idle process up to a hundred times a second.
    # https://github.com/dask/distributed/issues/5000
    _untyped("dask").config.set(
        {
            "distributed.scheduler.allowed-failures": 0,
            "distributed.worker.profile.enabled": False,
            "distributed.admin.tick.interval": "500ms",
            "logging.distributed": "warning",
        }
    )


def _local_cluster(security: Any) -> Any:
    return _untyped("distributed").LocalCluster(
        n_workers=1,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        security=security,
        dashboard_address="127.0.0.1:0",
        memory_limit=0,
        env={"TF_CPP_MIN_LOG_LEVEL": "2"},
        silence_logs=logging.CRITICAL,
    )


def _client(scheduler: Any, security: Any) -> Any:
    options = {"timeout": _CONNECT_SECONDS, "set_as_default": False}
    return _untyped("distributed").Client(scheduler, security=security, **options)


def _untyped(name: str) -> Any:
    """A module without type hints, loaded only where a worker is needed."""
    return importlib.import_module(name)


@contextmanager
def _dask_errors(scheduler: str | None) -> Iterator[None]:
    """Turn Dask's errors into sentences."""
    try:
        yield
    except (OSError, RuntimeError, CancelledError) as error:
        if scheduler is not None:
            what = f"The scheduler {scheduler} does not answer."
            raise DigitLabError(what, "Start it, or leave DIGITLAB_SCHEDULER out.") from error
        what = f"The process that trains cannot be reached: {type(error).__name__}."
        raise DigitLabError(what, "It is started again by itself; if this stays, restart the app.") from error
