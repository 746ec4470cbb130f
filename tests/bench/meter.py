"""What many sessions are measured by: waits in percentiles, and what the server takes meanwhile, in time and memory."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence

import numpy as np
import psutil


def percentiles(seconds: Sequence[float], *shares: int) -> str:
    """`p50 0.12 s, p95 0.30 s`; a dash where nothing was measured."""
    if not seconds:
        return ", ".join(f"p{share} –" for share in shares)
    return ", ".join(f"p{share} {np.percentile(seconds, share):.2f} s" for share in shares)


class Meter:
    """A stretch of time of the server and of this process, which plays the visitors."""

    def __init__(self, pid: int) -> None:
        self._processes = [psutil.Process(pid), psutil.Process()]
        self._began = time.perf_counter()
        self._cpu = self._cpu_seconds()

    def busy(self) -> str:
        """Cores that server and visitors took since, and what else the machine did."""
        passed = time.perf_counter() - self._began
        server, visitors = (
            (now - then) / passed for now, then in zip(self._cpu_seconds(), self._cpu, strict=True)
        )
        return f"server {server:.2f} cores, visitors {visitors:.2f}, load {os.getloadavg()[0]:.1f}"

    def server_seconds(self) -> float:
        """Seconds of a processor that the server took since."""
        return self._cpu_seconds()[0] - self._cpu[0]

    def megabytes(self) -> float:
        """What the server holds that nobody shares; its worker processes apart."""
        return float(self._processes[0].memory_full_info().uss) / 1e6

    def _cpu_seconds(self) -> list[float]:
        times = [process.cpu_times() for process in self._processes]
        return [float(one.user + one.system) for one in times]
