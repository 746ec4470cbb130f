"""A scheduler and workers for several machines: the processes behind `python -m digitcore scheduler` and `worker`.

App, scheduler and workers are started with the same DIGITLAB_SCHEDULER, DIGITLAB_CERTIFICATES and DIGITLAB_DATABASE.
A worker outlives its scheduler: it waits until that is back.
"""

from __future__ import annotations

import asyncio
import importlib
import signal
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from digitcore.errors import DigitLabError
from digitcore.lab.queue import certificates, cluster

PRELOADED = "digitcore.lab.queue.worker"
"""Its `dask_setup` loads TensorFlow before the worker registers with the scheduler."""
RETRY_SECONDS = 1.0

Print = Callable[[str], None]


def run_scheduler(address: str, *, say: Print) -> None:
    """Serve workers and apps at this address until the process is ended."""
    parts, security = urlsplit(address), certificates.security(address)
    distributed = _distributed()

    async def serve(over: asyncio.Event) -> None:
        options = {
            "host": parts.hostname,
            "port": parts.port,
            "protocol": f"{parts.scheme}://",
            "security": security,
        }
        try:
            async with distributed.Scheduler(
                **options, dashboard=False, dashboard_address="127.0.0.1:0"
            ) as scheduler:
                say(f"The scheduler answers at {scheduler.address}.")
                await over.wait()
        except (OSError, RuntimeError) as error:
            raise DigitLabError(
                f"The scheduler cannot listen at {address}: {error}.", "Is another one running there?"
            ) from error  # fmt: skip

    _run(serve)


def run_workers(address: str, count: int, *, say: Print) -> None:
    """Run `count` worker processes, one run each at a time, until this process is ended."""
    security = certificates.security(address)
    _distributed()

    async def serve(over: asyncio.Event) -> None:
        supervisors = [asyncio.create_task(_supervise(address, security, say)) for _ in range(count)]
        await over.wait()
        for supervisor in supervisors:
            supervisor.cancel()
        await asyncio.gather(*supervisors, return_exceptions=True)

    _run(serve)


async def _supervise(address: str, security: Any, say: Print) -> None:
    """Run one worker process, and start another when it or the scheduler went away."""
    while True:
        with suppress(OSError, RuntimeError, TimeoutError):
            async with _distributed().Nanny(address, security=security, **_options(address)) as nanny:
                say(f"A worker waits for work at {nanny.worker_address}.")
                await nanny.finished()
        say(f"No scheduler answers at {address}: the worker waits for it.")
        await asyncio.sleep(RETRY_SECONDS)


def _options(address: str) -> dict[str, Any]:
    parts = urlsplit(address)
    return {
        "nthreads": 1,
        "memory_limit": 0,
        # Without TLS anybody on the network could run code in a worker, so it listens on the scheduler's host only.
        "host": None if parts.scheme == "tls" else parts.hostname,
        "env": {"TF_CPP_MIN_LOG_LEVEL": "2"},
        "preload": [PRELOADED],
        "dashboard": False,
        "dashboard_address": "127.0.0.1:0",
    }


def _distributed() -> Any:
    cluster.configure()
    return importlib.import_module("distributed")


def _run(serve: Callable[[asyncio.Event], Coroutine[Any, Any, None]]) -> None:
    """Serve until the keyboard or a signal ends it."""

    async def until_ended() -> None:
        over = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            with suppress(NotImplementedError):  # Windows: the keyboard ends it by an exception
                asyncio.get_running_loop().add_signal_handler(number, over.set)
        await serve(over)

    asyncio.run(until_ended())
