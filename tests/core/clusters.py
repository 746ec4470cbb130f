"""What the tests of several machines share: a real scheduler and real workers, each a process that can be killed."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
import pytest

from tests.core import command_runner
from tests.core.memories import ROOT, wait_until
from tests.postgres import free_port


@dataclass
class Machines:
    """A scheduler with its workers, as people start them, with these settings in their environment."""

    environment: dict[str, str]
    folder: Path
    """For what they say."""
    scheduler: subprocess.Popen[bytes] | None = None
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return self.environment["DIGITLAB_SCHEDULER"]

    def start_scheduler(self, *prefix: str) -> None:
        """`prefix` stands before the command: another network, a core of its own."""
        self.scheduler = self._start("scheduler", "The scheduler answers at", *prefix)

    def start_worker(self, *prefix: str) -> None:
        """Returns when it waits for work."""
        self.workers.append(self._start("worker", "A worker waits for work", *prefix))

    def kill_scheduler(self) -> None:
        self.scheduler.kill()
        self.scheduler.wait()

    def _start(self, command: str, sign: str, *prefix: str) -> subprocess.Popen[bytes]:
        """Returns when it has said this."""
        log = self.folder / f"{command}-{secrets.token_hex(4)}.log"
        line = [*prefix, sys.executable, "-m", "digitcore", command]
        with log.open("wb") as file:
            process = subprocess.Popen(line, cwd=ROOT, env=os.environ | self.environment, stderr=file)
        wait_until(lambda: sign in log.read_text() or process.poll() is not None, sign)
        assert process.poll() is None, log.read_text()
        return process

    def end(self) -> None:
        """All of them, as a service manager does."""
        for process in (*self.workers, self.scheduler):
            if process is not None:
                process.send_signal(signal.SIGTERM)
        for process in (*self.workers, self.scheduler):
            if process is not None:
                process.wait()


@contextmanager
def machines(
    environment: dict[str, str], *, workers: int = 2, scheduler: tuple[str, ...] = ()
) -> Iterator[Machines]:
    """A scheduler and so many workers, ready for work."""
    with ExitStack() as stack:
        started = Machines(environment, Path(stack.enter_context(TemporaryDirectory())))
        stack.callback(started.end)
        started.start_scheduler(*scheduler)
        for _ in range(workers):
            started.start_worker()
        yield started


@contextmanager
def copied_workers() -> Iterator[None]:
    """Local worker processes begin in copies of one that has TensorFlow loaded, with the settings of now."""
    import dask
    from distributed.utils import get_mp_context

    unset = dict.fromkeys(("DIGITLAB_DATABASE", "DIGITLAB_PEN"), "")
    ours = unset | {name: value for name, value in os.environ.items() if name.startswith("DIGITLAB_")}
    with dask.config.set({"distributed.worker.multiprocessing-method": command_runner.METHOD}):
        get_mp_context()  # the first time, Dask chooses what is copied: before we do
        command_runner.copies()
        with dask.config.set({f"distributed.nanny.environ.{name}": value for name, value in ours.items()}):
            yield


@contextmanager
def networks(count: int) -> Iterator[list[tuple[str, ...]]]:
    """So many machines on a switch of their own, reached by nothing else: what to put before a command to run it there.

    They have the addresses 192.0.2.1 and so on, which belong to examples. Skips where one may not make networks.
    """
    names = [f"dl{secrets.token_hex(3)}{number}" for number in range(count)]
    try:
        for line in _wiring(names):
            done = subprocess.run(line.split(), capture_output=True, text=True, check=False)
            if done.returncode:
                pytest.skip(f"no networks of our own here: {done.stderr.strip()}")
        yield [("ip", "netns", "exec", name) for name in names]
    finally:
        for name in names:
            subprocess.run(["ip", "netns", "delete", name], capture_output=True, check=False)


def _wiring(names: list[str]) -> Iterator[str]:
    """The switch is part of the first machine; a cable from it to each of the others."""
    first = names[0]
    for number, name in enumerate(names, start=1):
        yield f"ip netns add {name}"
        yield f"ip -n {name} link set lo up"
        if name == first:
            yield f"ip -n {first} link add net type bridge"
        else:
            yield f"ip -n {first} link add to{number} type veth peer name net netns {name}"
            yield f"ip -n {first} link set to{number} master net up"
        yield f"ip -n {name} address add 192.0.2.{number}/24 dev net"
        yield f"ip -n {name} link set net up"


def loopback() -> str:
    """An address for a scheduler that nobody else can reach."""
    return f"127.0.0.1:{free_port()}"


def kill_training(worker: str) -> None:
    """Kill the process that a run names as its worker."""
    psutil.Process(int(worker.rpartition(":")[2])).kill()
