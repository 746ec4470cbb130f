"""Trains one run and writes down what happens: the function that Dask carries to a worker process.

`train_run` does it in any process (the command line calls it directly). While it trains, a thread of its own gives a
sign of life every second and looks several times a second whether the run is to be stopped, so the training itself never waits
for the database to be asked.
"""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress

from digitcore.data import datasets
from digitcore.errors import BadInput, DigitLabError, StorageProblem
from digitcore.lab.queue import queue, worker_datasets
from digitcore.lab.queue.queue import Claim, Superseded
from digitcore.lab.queue.recorder import Recorder
from digitcore.lab.runs import checkpoints, runs
from digitcore.lab.store.arrays import Damaged
from digitcore.lab.store.store import Store, open_store
from digitcore.learning.engine import quiet_tensorflow
from digitcore.learning.engine.reports import Checkpoint, Report
from digitcore.learning.recipes.config import RunConfig

PATIENCE_SECONDS = 60.0
"""How long a worker waits for a locked database before it gives up its run; a page waits less."""
LOOK_SECONDS = 0.2
LIFE_SIGN_SECONDS = 1.0
NICENESS = 10
"""A tenth of what a page gets where both want a core, all of it where nobody else does."""

OnReport = Callable[[Report], None]


def ignore(report: Report) -> None:
    """Tell nobody: the default of `train_run`."""


def work(url: str, run_id: str, attempt: int) -> None:
    """The job of a worker process: train this run, as long as the claim is good."""
    _let_others_go_first()
    store = open_store(url, patience_seconds=PATIENCE_SECONDS)
    _check_it_is_there(store, run_id)
    train_run(store, Claim(run_id, attempt))


def _check_it_is_there(store: Store, run_id: str) -> None:
    """On another machine a path names another file."""
    try:
        runs.get(store, run_id)
    except BadInput:
        raise DigitLabError(
            f"The worker on {socket.gethostname()} sees another database than the app.",
            "Set DIGITLAB_DATABASE to a PostgreSQL that all machines reach.",
        ) from None


def dask_setup(worker: object) -> None:
    """Called by Dask in a worker process of `cluster_processes`, before it takes work."""
    warm_up()


def warm_up() -> None:
    """Train something small for nothing: it loads TensorFlow, and the next training begins at once."""
    _let_others_go_first()
    quiet_tensorflow.import_tensorflow()
    from digitcore.learning.engine.training import train

    for _ in train(RunConfig(epochs=1), datasets.load("digits")):
        pass


def measure(url: str) -> bool:
    """Time what was not timed on this machine; False where a training came in between."""
    from digitcore.lab.queue import machine_speed

    _let_others_go_first()
    return machine_speed.measure_missing(open_store(url, patience_seconds=PATIENCE_SECONDS))


def _let_others_go_first() -> None:
    """On Linux a priority is a thread's own, and goes to the threads that it starts: TensorFlow's."""
    os.setpriority(os.PRIO_PROCESS, 0, NICENESS)


def train_run(store: Store, claim: Claim, *, on_report: OnReport = ignore) -> None:
    """Train a claimed run to its end, a stop, or its next turn; the store says afterwards which it was."""
    if not queue.begin(store, claim, worker=f"{socket.gethostname()}:{os.getpid()}"):
        return
    recorder = Recorder.open(store, claim)
    with Watch(store, claim) as watch, suppress(Superseded):
        try:
            _train(store, claim, recorder, watch, on_report)
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


def _train(store: Store, claim: Claim, recorder: Recorder, watch: Watch, on_report: OnReport) -> None:
    from digitcore.learning.engine.training import can_go_on_later, train

    config = runs.get(store, claim.run_id).config
    resume = _checkpoint(store, claim.run_id)

    def should_stop() -> bool:
        return watch.wish == "stop" or may_step_back()

    def may_step_back() -> bool:
        """A turn brings the run forward by a bit at least, however long it took to begin."""
        return watch.wish == "step back" and recorder.has_progress and can_go_on_later(config)

    reports = train(
        config,
        worker_datasets.load(config.dataset, config.dataset_options),
        resume=resume,
        should_stop=should_stop,
    )
    for report in reports:
        recorder.add(report)
        on_report(report)
        if may_step_back() and isinstance(report, Checkpoint):
            recorder.write(step_back=True)
            return


def _checkpoint(store: Store, run_id: str) -> Checkpoint | None:
    """Where to go on; a damaged checkpoint means from the start, which gives the same curve once more."""
    try:
        return checkpoints.latest(store, run_id)
    except Damaged:
        return None


class Watch:
    """The thread beside a training: signs of life to the store, wishes from it."""

    def __init__(self, store: Store, claim: Claim) -> None:
        self.wish = ""
        """What was asked last: "", "stop" or "step back"."""
        self._store, self._claim = store, claim
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look_now_and_then, daemon=True, name="digitlab-watch")

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *problem: object) -> None:
        self._over.set()
        self._thread.join()

    def _look_now_and_then(self) -> None:
        for look in self._looks():
            with suppress(StorageProblem):  # a locked or full database may be well again at the next look
                try:
                    self.wish = queue.wish(self._store, self._claim)
                    if look % round(LIFE_SIGN_SECONDS / LOOK_SECONDS) == 0:
                        queue.life_sign(self._store, [self._claim], begun=True)
                except Superseded:
                    self.wish = "stop"
                    return

    def _looks(self) -> Iterator[int]:
        look = 0
        while not self._over.wait(LOOK_SECONDS):
            yield look
            look += 1
