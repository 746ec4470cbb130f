"""What the live curves of a run cost for each who watches it: bytes through its feed, and the server's work.

Watchers read the feed as a browser does, without one. The work is the server's process alone, less what the same seconds cost
while nobody watches; the training itself is another process. Bytes are counted as they come, compressed as for a browser.
"""

import os
import threading
import time
from contextlib import suppress
from http.client import HTTPConnection, IncompleteRead

from digitcore.lab.runs import runs
from tests.bench.browser_stage import started
from tests.bench.meter import Meter
from tests.bench.trained_runs import requested
from tests.browser.conftest import Server
from tests.core.memories import wait_until

SECONDS = 20
CROWDS = (1, 30)
RUNS = {"cnn-64": 10_000, "mnist-cnn": 100}
"""One with many epochs in a second, and one with many seconds in an epoch."""


class Watcher:
    """Reads a feed until it is closed, and counts."""

    def __init__(self, server: Server, run_id: str) -> None:
        self.bytes = self.events = 0
        self._connection = HTTPConnection("127.0.0.1", server.port)
        self._connection.request("GET", f"/lab/runs/{run_id}/feed", headers={"Accept-Encoding": "gzip"})
        self._answer = self._connection.getresponse()
        assert self._answer.read1(), "the feed ended"  # the first event: all that was before
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        with suppress(IncompleteRead):  # this watcher has stopped
            while part := self._answer.read1():  # the server sends each event whole
                self.bytes += len(part)
                self.events += 1

    def reset(self) -> None:
        self.bytes = self.events = 0

    def stop(self) -> None:
        """The thread ends with the connection, or with the process."""
        assert self._connection.sock is not None
        self._connection.sock.shutdown(2)
        self._thread.join()
        self._connection.close()


def run() -> None:
    print(
        "run, watchers          bytes a second for each  events a second  server's ms a second for each     load"
    )
    with started() as stage:
        for recipe, epochs in RUNS.items():
            run_id = requested(stage.server.store, recipe, epochs=epochs)
            page = stage.browser.new_page()
            page.goto(f"{stage.server.address}/train?run={run_id}")
            page.get_by_text("images a second").first.wait_for(timeout=180_000)
            page.close()
            idle, _ = server_ms(stage.server, run_id)
            for count in CROWDS:
                measure(stage.server, run_id, count, what=f"{recipe}, {count}", idle=idle)
            runs.stop(stage.server.store, run_id)
    print("wanted: under 1,000 bytes a second for each, and one read of the store however many watch")


def server_ms(server: Server, run_id: str) -> tuple[float, float]:
    """Milliseconds of work in each second while the run learns for `SECONDS` more, and how many seconds passed."""
    meter, began = Meter(server.pid), time.perf_counter()
    until = _learned(server, run_id) + SECONDS
    wait_until(lambda: _learned(server, run_id) >= until, "the run has learned on")
    passed = time.perf_counter() - began
    return 1_000 * meter.server_seconds() / passed, passed


def _learned(server: Server, run_id: str) -> float:
    return runs.get(server.store, run_id).seconds


def measure(server: Server, run_id: str, count: int, *, what: str, idle: float) -> None:
    watchers = [Watcher(server, run_id) for _ in range(count)]
    for watcher in watchers:
        watcher.reset()
    busy, passed = server_ms(server, run_id)
    work = (busy - idle) / count
    heard, events = (
        sum(getattr(watcher, name) for watcher in watchers) / count / passed for name in ("bytes", "events")
    )
    print(f"{what:<15}{heard:>25.0f}{events:>17.1f}{work:>31.2f}{os.getloadavg()[0]:>9.1f}", flush=True)
    for watcher in watchers:
        watcher.stop()


if __name__ == "__main__":
    run()
