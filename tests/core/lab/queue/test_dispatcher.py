"""Real trainings in real worker processes: asked for, stopped, killed, locked out, and always truly told."""

import datetime as dt
import io
import os
import signal
import zipfile
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import numpy as np
import psutil
import pytest

from digitcore.errors import BadInput
from digitcore.lab.queue import cluster, lost_workers, machine_speed
from digitcore.lab.queue.dispatcher import DEFECT, Dispatcher
from digitcore.lab.runs import artefacts, checkpoints, runs, training_log
from digitcore.lab.store import schema
from digitcore.lab.store.records import PAUSE
from digitcore.lab.store.store import open_store
from digitcore.learning.recipes.recipes import RECIPES
from tests.core import servers
from tests.core.clusters import copied_workers
from tests.core.lab.store.test_store import HOLD, small_disk
from tests.core.memories import ADA, BEN, ask, empty_database, keep_speeds, program, store_in, wait_until

LONG = 10_000
"""Epochs that take a good while: such a run is always ended by what the test does."""

SEEDS = count()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(request, tmp_path_factory):
    with empty_database(request, tmp_path_factory.mktemp("lab")) as url:
        yield url


@pytest.fixture(scope="module")
def store(database):
    found = open_store(database, patience_seconds=1.0)
    keep_speeds(found, dict.fromkeys(RECIPES, 0.1))  # so that an idle worker has nothing to time
    return found


@pytest.fixture(autouse=True)
def workers_are_copies(home):
    """All but those of `SERVER`, which start as those of the app."""
    with copied_workers():
        yield


@pytest.fixture(scope="module")
def jobs(store):
    """One dispatcher with one local worker process for all tests here; turns are short."""
    with copied_workers():
        jobs = Dispatcher(store, turn_seconds=0.2)
        jobs.start()
        yield jobs
        jobs.close()


@pytest.fixture
def training(store, jobs):
    """A run of a test's own under way, with some epochs in the store; the store is left quiet."""

    def begin(visitor=ADA, **changes):
        run = ask(store, visitor, **{"epochs": LONG, "seed": next(SEEDS)} | changes)
        wait_for_epochs(store, run.id, 1)
        return runs.get(store, run.id)

    yield begin
    for run in runs.list_runs(store):
        if not run.is_over:
            runs.request_stop(store, run.id, run.owner, keep=True)
    wait_until(lambda: all(run.is_over for run in runs.list_runs(store)), "the end of all runs")


def wait_for_epochs(store, run_id, epochs):
    def is_there():
        run = runs.get(store, run_id)
        assert run.state in ("queued", "running"), run.reason
        return run.epochs_done >= epochs

    wait_until(is_there, f"epoch {epochs}")


def wait_for_state(store, run_id, state):
    wait_until(lambda: runs.get(store, run_id).state == state, state)


def told(store, run_id):
    """The epochs in the store as plain numbers, which must be all from the first to the last."""
    reports = training_log.epochs_since(store, run_id)
    assert [report.epoch for report in reports] == list(range(1, len(reports) + 1))
    steps = [point.step for point in training_log.points_since(store, run_id)]
    assert steps == sorted(set(steps))
    return [(one.train_loss, one.validation_loss, one.confusion_matrix.tolist()) for one in reports]


HOLD_RUNS = """
import psycopg, sys
with psycopg.connect(sys.argv[1].replace("+psycopg", "")) as connection:
    connection.execute("LOCK TABLE runs IN EXCLUSIVE MODE")
    print("held", flush=True)
    sys.stdin.readline()
"""


def kill_worker(run):
    os.kill(int(run.worker.rpartition(":")[2]), signal.SIGKILL)


def test_thirty_who_ask_at_once_get_one_training(store, jobs):
    visitors = [f"{number:032x}" for number in range(30)]
    as_patient_as_a_server = open_store(store.url)  # the other store here gives up after a second
    with ThreadPoolExecutor(30) as pool:
        ids = set(pool.map(lambda visitor: ask(as_patient_as_a_server, visitor, seed=1000).id, visitors))
    (run_id,) = ids
    wait_for_state(store, run_id, "finished")
    run = runs.get(store, run_id)
    assert (run.attempt, run.epochs_done, run.parameters) == (1, 100, 650)
    assert len(told(store, run_id)) == 100
    assert run.test_low < run.test_accuracy < run.test_high
    probabilities = artefacts.test_probabilities(store, run_id)
    assert probabilities.shape == (run.test_n, 10)
    assert np.allclose(probabilities.sum(axis=1), 1, atol=1e-5)


def test_a_stop_keeps_the_model_and_the_run_can_go_on(store, training):
    run = training()
    runs.request_stop(store, run.id, ADA, keep=True)
    wait_for_state(store, run.id, "stopped")
    stopped, before = runs.get(store, run.id), told(store, run.id)
    assert stopped.epochs_done == len(before) < LONG
    assert stopped.test_accuracy is not None
    assert "config.json" in zipfile.ZipFile(io.BytesIO(artefacts.keras_file(store, run.id))).namelist()
    runs.resume(store, run.id)
    wait_for_epochs(store, run.id, stopped.epochs_done + 1)
    assert told(store, run.id)[: len(before)] == before


@pytest.mark.fault(
    "a worker is killed mid-epoch",
    "every epoch that was told is there; another worker goes on along the same curve",
)
def test_a_killed_worker_leaves_every_epoch_and_another_one_goes_on_with_the_same_curve(store, training):
    run = training(seed=2000)
    kill_worker(run)
    wait_for_state(store, run.id, "interrupted")
    interrupted, before = runs.get(store, run.id), told(store, run.id)
    assert interrupted.reason.startswith("Its worker process died.")
    assert interrupted.epochs_done == len(before) >= run.epochs_done
    runs.resume(store, run.id)
    wait_for_epochs(store, run.id, len(before) + 50)
    assert runs.get(store, run.id).worker != run.worker
    after = told(store, run.id)
    assert after[: len(before)] == before
    runs.request_stop(store, run.id, ADA, keep=True)
    undisturbed = training(seed=2000, epochs=LONG - 1)  # other settings, the same curve
    wait_for_epochs(store, undisturbed.id, len(after))
    assert told(store, undisturbed.id)[: len(after)] == after


@pytest.mark.fault(
    "the worker of a paused run is killed", "the run is interrupted where it stood, and can go on"
)
def test_a_paused_run_whose_worker_is_killed_can_go_on_from_its_pause(store, training):
    run = training()
    runs.steer(store, run.id, ADA, PAUSE)
    wait_until(lambda: is_at_rest(store, run.id), "the pause")
    paused_at = checkpoints.latest(store, run.id).step
    kill_worker(run)
    wait_for_state(store, run.id, "interrupted")
    assert checkpoints.latest(store, run.id).step == paused_at
    epochs = runs.get(store, run.id).epochs_done
    runs.resume(store, run.id)
    wait_for_epochs(store, run.id, epochs + 1)
    assert not runs.get(store, run.id).is_paused


def is_at_rest(store, run_id):
    """Whether the last point that was told is where the run can be resumed, and it says that it is paused."""
    points, latest = training_log.points_since(store, run_id), checkpoints.latest(store, run_id)
    is_written = latest is not None and points[-1].step == latest.step
    return is_written and runs.get(store, run_id).is_paused


@pytest.mark.fault("a checkpoint is damaged", "the run begins again and keeps its epochs")
def test_a_run_with_a_damaged_checkpoint_begins_again_and_keeps_its_epochs(store, training):
    run = training()
    runs.request_stop(store, run.id, ADA, keep=True)
    wait_for_state(store, run.id, "stopped")
    before = told(store, run.id)
    with store.writing() as connection:
        this = schema.checkpoints.c.run_id == run.id
        assert connection.execute(schema.checkpoints.update().where(this).values(content=b"damaged")).rowcount
    runs.resume(store, run.id)
    wait_for_epochs(store, run.id, len(before) + 1)
    assert told(store, run.id)[: len(before)] == before
    runs.request_stop(store, run.id, ADA, keep=True)
    wait_for_state(store, run.id, "stopped")
    assert checkpoints.latest(store, run.id).epoch == runs.get(store, run.id).epochs_done


def test_visitors_take_turns(store, training):
    first, second = training(ADA), training(BEN)
    wait_until(lambda: min(runs.get(store, run.id).attempt for run in (first, second)) >= 2, "a second turn")
    for run in (first, second):
        told(store, run.id)


@pytest.mark.fault(
    "the database is held during a training",
    "a sentence; the training goes on when it is let go, and lacks nothing",
)
def test_a_locked_database_holds_a_training_up_and_no_more(store, jobs, training):
    run = training()
    is_sqlite = store.engine.dialect.name == "sqlite"
    hold = (HOLD, store.engine.url.database) if is_sqlite else (HOLD_RUNS, store.url)
    with program(*hold) as holder:
        assert holder.stdout.readline() == "held\n"
        wait_until(lambda: "is held by another program" in jobs.problem, "the dispatcher's sentence")
        assert runs.get(store, run.id).state == "running"
        holder.communicate("let go\n")
    before = len(told(store, run.id))
    wait_for_epochs(store, run.id, before + 50)
    told(store, run.id)
    wait_until(lambda: not jobs.problem, "the end of the problem")


@pytest.mark.fault("the clock jumps an hour ahead", "a real training goes on, in the same worker")
def test_a_clock_put_forward_in_the_server_leaves_its_training_alone(store, training, monkeypatch):
    run, now = training(), schema.now
    monkeypatch.setattr(schema, "now", lambda: now() + dt.timedelta(hours=1))
    signs = set()

    def has_given_signs_for_longer_than_any_doubt():
        signs.add(runs.get(store, run.id).heartbeat_at)
        return max(signs) - min(signs) > dt.timedelta(seconds=lost_workers.DOUBT_SECONDS + 2)

    wait_until(has_given_signs_for_longer_than_any_doubt, "signs of life")
    after = runs.get(store, run.id)
    assert (after.state, after.worker, after.attempt) == ("running", run.worker, run.attempt)


def test_a_network_that_does_not_fit_is_refused_before_it_is_queued(store):
    with pytest.raises(BadInput, match="does not fit on these 8×8 images"):
        ask(store, layers=[{"kind": "conv2d", "kernel": 11}, {"kind": "flatten"}])


def test_what_cannot_be_trained_fails_with_its_sentence(store, jobs):
    run = ask(store, dataset_hash="0" * 64)
    wait_for_state(store, run.id, "failed")
    assert "are not those that these settings were made for" in runs.get(store, run.id).reason


@pytest.mark.fault("no scheduler at its address", "a sentence; the run waits")
def test_a_scheduler_that_is_not_there_gets_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setenv("DIGITLAB_SCHEDULER", servers.closed_address().replace("http", "tcp").rstrip("/"))
    monkeypatch.setattr(cluster, "_CONNECT_SECONDS", 1)
    store = store_in(tmp_path)
    run = ask(store)
    jobs = Dispatcher(store)
    jobs.start()
    wait_until(
        lambda: "does not answer. Start it, or leave DIGITLAB_SCHEDULER out" in jobs.problem, "the sentence"
    )
    jobs.close()
    assert runs.get(store, run.id).state == "queued"


def test_the_dispatcher_goes_on_whatever_goes_wrong(tmp_path):
    """Of a run it is not to be read when it was asked for."""
    store = store_in(tmp_path)
    waiting = ask(store, seed=1, epochs=2)
    behind_its_back(store, f"UPDATE runs SET queued_at = 'yesterday' WHERE id = '{waiting.id}'")
    jobs = Dispatcher(store)
    jobs.start()
    wait_until(lambda: jobs.problem == DEFECT, "the sentence about a fault")
    behind_its_back(store, f"UPDATE runs SET queued_at = created_at WHERE id = '{waiting.id}'")
    wait_for_state(store, waiting.id, "finished")
    assert jobs.problem == ""
    jobs.close()


def behind_its_back(store, *statements):
    with store.writing() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def no_room_is_left(store):
    with store.reading() as connection:
        return connection.execute(schema.rooms.select()).first() is None


def is_gone(store, run_id):
    with store.reading() as connection:
        return connection.execute(schema.runs.select().where(schema.runs.c.id == run_id)).first() is None


SERVER = """
import sys
from digitcore.lab.queue.dispatcher import Dispatcher
from digitcore.lab.store.store import open_store

if __name__ == "__main__":
    jobs = Dispatcher(open_store(sys.argv[1]))
    jobs.start()
    sys.stdin.readline()
    jobs.close()
"""


@pytest.mark.fault(
    "the server is killed during a training", "its worker ends too; every epoch is there; the run can go on"
)
def test_a_killed_server_takes_its_worker_along_and_the_run_can_go_on(tmp_path):
    store = store_in(tmp_path)
    run = ask(store, epochs=LONG)
    with program(SERVER, store.url) as server:
        wait_for_epochs(store, run.id, 1)
        worker = int(runs.get(store, run.id).worker.rpartition(":")[2])
        server.kill()
        server.wait()
        wait_until(lambda: not is_alive(worker), "the end of the worker")
    before = told(store, run.id)
    assert runs.get(store, run.id).state == "running", "nobody has looked yet"
    wait_until(
        lambda: lost_workers.mark_lost_runs(store, silent_seconds=2, doubt_seconds=0.5) == 1, "the orphan"
    )
    interrupted = runs.get(store, run.id)
    assert (interrupted.state, interrupted.epochs_done) == ("interrupted", len(before))
    assert told(store, run.id) == before
    assert runs.resume(store, run.id).state == "queued"


def is_alive(process_id):
    return psutil.pid_exists(process_id) and psutil.Process(process_id).status() != psutil.STATUS_ZOMBIE


def test_a_server_that_ends_puts_its_run_back_into_the_queue(tmp_path):
    store = store_in(tmp_path)
    run = ask(store, epochs=LONG)
    with program(SERVER, store.url) as server:
        wait_for_epochs(store, run.id, 1)
        server.communicate("the end\n")
    back = runs.get(store, run.id)
    assert (back.state, back.epochs_done) == ("queued", len(told(store, run.id)))
    assert checkpoints.latest(store, run.id).epoch == back.epochs_done


@pytest.mark.fault(
    "the disk is full during a training", "a sentence; every epoch is there; with room the run goes on"
)
def test_a_full_disk_interrupts_and_the_run_goes_on_when_there_is_room(tmp_path, monkeypatch):
    """The workers are those of a scheduler here."""
    from distributed import LocalCluster

    disk = tmp_path / "disk"
    with (
        small_disk(disk, megabytes=16),
        LocalCluster(
            n_workers=1, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0"
        ) as elsewhere,
    ):
        monkeypatch.setenv("DIGITLAB_SCHEDULER", elsewhere.scheduler_address)
        store = store_in(disk)
        run = ask(store, epochs=LONG)
        (disk / "ballast").write_bytes(bytes(15 * 1024 * 1024))
        jobs = Dispatcher(store)
        jobs.start()
        try:
            wait_until(lambda: "disk" in jobs.problem or runs.get(store, run.id).is_over, "the full disk")
            before = told(store, run.id)
            (disk / "ballast").unlink()
            wait_for_state(store, run.id, "interrupted")
            assert "disk" in runs.get(store, run.id).reason
            assert told(store, run.id) == before
            runs.resume(store, run.id)
            wait_until(lambda: len(told(store, run.id)) > len(before), "more epochs")
        finally:
            jobs.close()
            store.engine.dispose()


def test_an_idle_worker_times_the_recipes_and_a_training_goes_first(tmp_path):
    store = store_in(tmp_path)
    known = set(RECIPES) - {"perceptron", "cnn-5"}
    keep_speeds(store, dict.fromkeys(known, 0.1))  # those on MNIST take minutes, and two are enough to see
    jobs = Dispatcher(store)
    jobs.start()
    jobs.warm()
    try:
        wait_until(lambda: len(machine_speed.known_speeds(store)) > len(known), "the first figure")
        run = ask(store)
        wait_for_state(store, run.id, "finished")
        wait_until(lambda: set(machine_speed.known_speeds(store)) == set(RECIPES), "all figures")
    finally:
        jobs.close()
