"""The worker: trains one claimed run and records what it reports. Dask calls `work`, the command line `train_run`.

Beside the training, a thread sends a heartbeat each second and polls for requests several times a second, so the training
itself never waits for the database.
"""

from __future__ import annotations

import itertools
import os
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress

import psutil

from digitcore.data import datasets
from digitcore.errors import BadInput, DigitLabError, StorageProblem
from digitcore.lab.queue import claims, worker_datasets
from digitcore.lab.queue.claims import Claim, Superseded
from digitcore.lab.queue.pausing import ENDED, Pausing
from digitcore.lab.queue.recorder import Recorder
from digitcore.lab.runs import checkpoints, runs
from digitcore.lab.store.arrays import Damaged
from digitcore.lab.store.records import END_PAUSE
from digitcore.lab.store.store import Store, open_store
from digitcore.learning.engine import quiet_tensorflow
from digitcore.learning.engine.reports import Checkpoint, Paused, Report
from digitcore.learning.recipes.config import RunConfig

PATIENCE_SECONDS = 60.0
"""How long a worker waits for a locked database before it gives up its run; pages wait for less."""
POLL_SECONDS = 0.2
HEARTBEAT_SECONDS = 1.0
# A tenth of a page's share of a busy core, all of an idle one. At 19 workers starve on a busy machine, at 0 pages wait.
NICENESS = 10

OnReport = Callable[[Report], None]


def ignore(report: Report) -> None:
    """The default listener of `train_run`."""


def work(url: str, run_id: str, attempt: int) -> None:
    """The job of a worker process: train this run while the claim is valid."""
    _lower_priority()
    store = open_store(url, patience_seconds=PATIENCE_SECONDS)
    _check_same_database(store, run_id)
    train_run(store, Claim(run_id, attempt))


def _check_same_database(store: Store, run_id: str) -> None:
    """Refuse a run that this database lacks: on another machine the same path names another file."""
    try:
        runs.get(store, run_id)
    except BadInput:
        raise DigitLabError(
            f"The worker on {socket.gethostname()} sees another database than the app.",
            "Set DIGITLAB_DATABASE to a PostgreSQL that all machines reach.",
        ) from None


def dask_setup(worker: object) -> None:
    """Dask calls this in a worker process of `cluster_processes` before it accepts work."""
    warm_up()


def warm_up() -> None:
    """Load TensorFlow and train one small network, so that the next training begins at once."""
    _lower_priority()
    quiet_tensorflow.import_tensorflow()
    from digitcore.learning.engine.training import train

    for _ in train(RunConfig(epochs=1), datasets.load("digits")):
        pass


def measure(url: str) -> bool:
    """Time the recipes not yet timed on this machine; False where a training interrupted it."""
    from digitcore.lab.queue import machine_speed

    _lower_priority()
    return machine_speed.measure_missing(open_store(url, patience_seconds=PATIENCE_SECONDS))


def _lower_priority() -> None:
    """Make this thread nicer: on Linux each thread has its own niceness, and TensorFlow's threads inherit it."""
    if sys.platform == "win32":
        psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
    else:
        os.setpriority(os.PRIO_PROCESS, 0, NICENESS)


def train_run(store: Store, claim: Claim, *, on_report: OnReport = ignore) -> None:
    """Train a claimed run to its end, a stop, or the end of its turn; the store then holds which it was."""
    if not claims.begin(store, claim, worker=f"{socket.gethostname()}:{os.getpid()}"):
        return
    recorder = Recorder.open(store, claim)
    with HeartbeatThread(store, claim) as heartbeat, suppress(Superseded):
        try:
            _train(store, claim, recorder, heartbeat, on_report)
        except StorageProblem as problem:
            recorder.interrupt(str(problem))
        except DigitLabError as problem:
            recorder.interrupt(str(problem), state="failed")
        except Superseded:
            raise
        except KeyboardInterrupt:
            recorder.interrupt("It was interrupted from the keyboard.")
            raise
        except Exception as error:
            defect = f"{type(error).__name__}: {error}".splitlines()[0][:300]
            recorder.interrupt(f"The training broke off, by a defect of the app: {defect}", state="failed")
            raise


def _train(
    store: Store, claim: Claim, recorder: Recorder, heartbeat: HeartbeatThread, on_report: OnReport
) -> None:
    from digitcore.learning.engine.training import can_go_on_later, train

    config = runs.get(store, claim.run_id).config
    resume = _checkpoint(store, claim.run_id)

    pausing = Pausing(store, claim)
    heartbeat.requested_action = claims.requested_action(store, claim)  # a run may come from the queue paused

    def should_stop() -> bool:
        if pausing.has_ended or heartbeat.requested_action == END_PAUSE:
            recorder.why_stopped = ENDED
            return True
        return heartbeat.requested_action == "stop" or may_end_turn()

    def may_end_turn() -> bool:
        """Each turn makes some progress, however long it took to begin."""
        is_preempted = heartbeat.requested_action == "step back"
        return is_preempted and recorder.has_progress and can_go_on_later(config)

    reports = train(
        config,
        worker_datasets.load(config.dataset, config.dataset_options),
        resume=resume,
        should_stop=should_stop,
        step_limit=lambda *done: pausing.step_limit(heartbeat.requested_action, *done),
    )
    for report in reports:
        recorder.add(report)
        on_report(report)
        if isinstance(report, Paused):
            recorder.write(with_checkpoint=True)
            heartbeat.requested_action = pausing.wait(report.step)
        if may_end_turn() and isinstance(report, Checkpoint):
            recorder.write(end_turn=True)
            return


def _checkpoint(store: Store, run_id: str) -> Checkpoint | None:
    """Where to resume. A damaged checkpoint means from the start, which gives the same curve again."""
    try:
        return checkpoints.latest(store, run_id)
    except Damaged:
        return None


class HeartbeatThread:
    """The thread beside a training: it sends heartbeats to the store and polls it for requests."""

    def __init__(self, store: Store, claim: Claim) -> None:
        self.requested_action = ""
        """The latest request (`RunRecord.wish`); one that was just changed may be a poll old."""
        self._store, self._claim = store, claim
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._poll_until_over, daemon=True, name="digitlab-watch")

    def __enter__(self) -> HeartbeatThread:
        self._thread.start()
        return self

    def __exit__(self, *problem: object) -> None:
        self._over.set()
        self._thread.join()

    def _poll_until_over(self) -> None:
        for number in itertools.count():
            if self._over.wait(POLL_SECONDS):
                return
            with suppress(StorageProblem):  # a locked or full database may have recovered by the next poll
                try:
                    self.requested_action = claims.requested_action(self._store, self._claim)
                    if number % round(HEARTBEAT_SECONDS / POLL_SECONDS) == 0:
                        claims.send_heartbeats(self._store, [self._claim], begun=True)
                except Superseded:
                    self.requested_action = "stop"
                    return
