"""Waits in percentiles, and the processor time and memory that the server takes meanwhile."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence

import numpy as np
import psutil


def percentiles(seconds: Sequence[float], *shares: int) -> str:
    """As in `p50 0.12 s, p95 0.30 s`; a dash where nothing was measured."""
    if not seconds:
        return ", ".join(f"p{share} –" for share in shares)
    return ", ".join(f"p{share} {np.percentile(seconds, share):.2f} s" for share in shares)


class Meter:
    """Measures the server's process and this one, which plays the visitors, from its creation on."""

    def __init__(self, pid: int) -> None:
        self._processes = [psutil.Process(pid), psutil.Process()]
        self._began = time.perf_counter()
        self._cpu = self._cpu_seconds()

    def busy(self) -> str:
        """The cores that server and visitors used, and the machine's load."""
        passed = time.perf_counter() - self._began
        server, visitors = (
            (now - then) / passed for now, then in zip(self._cpu_seconds(), self._cpu, strict=True)
        )
        return f"server {server:.2f} cores, visitors {visitors:.2f}, load {os.getloadavg()[0]:.1f}"

    def server_seconds(self) -> float:
        """Processor seconds that the server used."""
        return self._cpu_seconds()[0] - self._cpu[0]

    def megabytes(self) -> float:
        """The server's own memory, without its worker processes."""
        return float(self._processes[0].memory_full_info().uss) / 1e6

    def _cpu_seconds(self) -> list[float]:
        times = [process.cpu_times() for process in self._processes]
        return [float(used.user + used.system) for used in times]
