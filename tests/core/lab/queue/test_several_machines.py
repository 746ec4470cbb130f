"""Training on several machines: a real scheduler with two real workers over TLS, and what happens when one of them goes."""

import json
import os
import socket
import ssl
import subprocess
import sys
from contextlib import suppress

import pytest

from digitcore.errors import BadInput, DigitLabError
from digitcore.lab.queue import certificates
from digitcore.lab.queue.cluster import Cluster
from digitcore.lab.queue.dispatcher import Dispatcher
from digitcore.lab.queue.queue import Claim
from digitcore.lab.runs import runs, training_log
from digitcore.lab.store.store import open_store
from digitcore.learning.recipes.recipes import RECIPES
from tests.core.clusters import kill_training, loopback, machines, networks
from tests.core.memories import ADA, BEN, ROOT, ask, keep_speeds, wait_until

LONG = {"epochs": 10_000, "batch": 8}
"""A run that is always ended by what the test does. With batches of 128 it took about 40 seconds, so it could be over before a
worker that was killed in the test before had loaded TensorFlow, on a busy machine: then nothing was left to interrupt.
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("cluster") / "certificates"
    certificates.make(made)
    return made


@pytest.fixture(scope="module")
def cluster(folder):
    environment = {"DIGITLAB_SCHEDULER": f"tls://{loopback()}", "DIGITLAB_CERTIFICATES": str(folder)}
    with machines(environment) as started:
        yield started


@pytest.fixture
def server(cluster, database, monkeypatch):
    """A server's dispatcher on this cluster, with an empty memory in each kind of database."""
    for name, value in cluster.environment.items():
        monkeypatch.setenv(name, value)
    store = open_store(database, patience_seconds=30)
    keep_speeds(store, dict.fromkeys(RECIPES, 0.1))  # so that an idle worker has nothing to time
    jobs = Dispatcher(store)
    jobs.start()
    yield jobs
    for run in runs.list_runs(store):
        if not run.is_over:
            runs.request_stop(store, run.id, run.owner, keep=True)
    wait_until(lambda: all(run.is_over for run in runs.list_runs(store)), "the end of all runs")
    jobs.close()


def has_epochs(store, run_id, epochs=1):
    return runs.get(store, run_id).epochs_done >= epochs


def learning(store, *asked):
    """These runs, once each has a first epoch in the store."""

    def how_far():
        return [(each.state, each.reason, each.worker, each.epochs_done) for each in runs.list_runs(store)]

    wait_until(
        lambda: all(has_epochs(store, run.id) for run in asked), "a first epoch of each", instead=how_far
    )
    begun = [runs.get(store, run.id) for run in asked]
    assert {run.state for run in begun} == {"running"}
    return begun


def epochs_of(store, run_id):
    found = [report.epoch for report in training_log.epochs_since(store, run_id)]
    assert found == list(range(1, len(found) + 1))
    return found


@pytest.mark.long
def test_two_workers_train_two_runs_at_once(server):
    store = server._store
    one, two = learning(store, ask(store, ADA, **LONG), ask(store, BEN, **LONG, seed=1))
    assert one.worker != two.worker
    assert {one.state, two.state} == {"running"}


def test_two_servers_hand_over_no_more_than_there_are_workers(server):
    """What a worker has no hands for stays in the queue, where a third server would find it."""
    store = server._store
    other = Dispatcher(store)
    other.start()
    try:
        asked = [ask(store, f"{number:032x}", **LONG, seed=number) for number in range(4)]

        def states():
            return sorted(runs.get(store, run.id).state for run in asked)

        wait_until(
            lambda: states() == ["queued", "queued", "running", "running"], "two that learn, two that wait"
        )
        wait_until(lambda: sum(has_epochs(store, run.id) for run in asked) >= 2, "epochs of both")
    finally:
        other.close()


@pytest.mark.fault(
    "one of two workers is killed", "its run says so and goes on with the other; nothing told is lost"
)
def test_a_killed_worker_interrupts_its_run_only_and_another_goes_on_with_it(server):
    store = server._store
    lost, kept = learning(store, ask(store, ADA, **LONG), ask(store, BEN, **LONG, seed=1))
    kill_training(lost.worker)
    wait_until(lambda: runs.get(store, lost.id).state == "interrupted", "the interruption")
    assert "Its worker process died" in runs.get(store, lost.id).reason
    assert runs.get(store, kept.id).state == "running", "the other one did not notice"
    before = epochs_of(store, lost.id)
    runs.resume(store, lost.id)
    wait_until(lambda: has_epochs(store, lost.id, len(before) + 1), "more epochs")
    assert runs.get(store, lost.id).worker != lost.worker


@pytest.mark.fault(
    "the scheduler dies and comes back", "what was told stays; the run goes on along its curve by itself"
)
@pytest.mark.long
def test_a_scheduler_that_restarts_costs_nothing_but_time(server, cluster):
    store = server._store
    (run,) = learning(store, ask(store, **LONG))
    cluster.kill_scheduler()
    wait_until(lambda: runs.get(store, run.id).state == "queued", "the run back in the queue")
    wait_until(lambda: "does not answer" in server.problem, "the sentence")
    before = epochs_of(store, run.id)
    cluster.start_scheduler()
    wait_until(lambda: has_epochs(store, run.id, len(before) + 1), "more epochs")
    assert server.problem == ""
    assert (runs.get(store, run.id).attempt, epochs_of(store, run.id)[: len(before)]) == (2, before)


def test_nobody_gets_in_without_the_certificates(cluster, tmp_path, monkeypatch):
    host, port = cluster.address.removeprefix("tls://").split(":")
    anyone = ssl.create_default_context()
    anyone.check_hostname, anyone.verify_mode = False, ssl.CERT_NONE
    with (
        pytest.raises(OSError, match="certificate required"),
        socket.create_connection((host, int(port))) as plain,
    ):
        tls = anyone.wrap_socket(plain)
        tls.recv(100)
    others = tmp_path / "others"
    certificates.make(others)
    monkeypatch.setenv("DIGITLAB_CERTIFICATES", str(others))
    with pytest.raises(DigitLabError, match=r"The scheduler tls://.* does not answer"):
        Cluster(cluster.address)


def test_without_certificates_there_is_a_sentence(monkeypatch, tmp_path):
    with pytest.raises(BadInput, match=r"DIGITLAB_CERTIFICATES is not set\. Make them once with"):
        certificates.security("tls://10.0.0.5:8786")
    monkeypatch.setenv("DIGITLAB_CERTIFICATES", str(tmp_path))
    with pytest.raises(BadInput, match="There are no certificates for tls://"):
        certificates.security("tls://10.0.0.5:8786")
    assert certificates.security("tcp://127.0.0.1:8786") is None


def test_a_key_is_for_its_owner_only_and_nothing_is_overwritten(folder):
    assert (folder / certificates.KEY).stat().st_mode & 0o777 == 0o600
    before = (folder / certificates.KEY).read_bytes()
    with pytest.raises(BadInput, match=r"has a authority\.pem already"):
        certificates.make(folder)
    assert (folder / certificates.KEY).read_bytes() == before


def test_strict_readers_take_the_certificate(folder):
    """As Python reads by default from 3.13 on: both sides of a connection, in memory."""
    sides = []
    for purpose in (ssl.Purpose.CLIENT_AUTH, ssl.Purpose.SERVER_AUTH):
        context = ssl.create_default_context(purpose, cafile=folder / certificates.AUTHORITY)
        context.verify_flags |= ssl.VERIFY_X509_STRICT
        context.check_hostname, context.verify_mode = False, ssl.CERT_REQUIRED
        context.load_cert_chain(folder / certificates.CERTIFICATE, folder / certificates.KEY)
        sides.append(context)
    there, back = ssl.MemoryBIO(), ssl.MemoryBIO()
    server = sides[0].wrap_bio(there, back, server_side=True)
    client = sides[1].wrap_bio(back, there)
    for _ in range(3):  # hello, answer, finished
        for side in (client, server):
            with suppress(ssl.SSLWantReadError):
                side.do_handshake()
    assert client.version() == server.version() == "TLSv1.3"
    assert client.getpeercert() and server.getpeercert()


def test_a_scheduler_that_has_no_workers_is_told_of(store, monkeypatch):
    with machines({"DIGITLAB_SCHEDULER": f"tcp://{loopback()}"}, workers=0) as alone:
        monkeypatch.setenv("DIGITLAB_SCHEDULER", alone.address)
        jobs = Dispatcher(store)
        jobs.start()
        run = ask(store)
        try:
            wait_until(lambda: "The scheduler has no workers. Start one" in jobs.problem, "the sentence")
            assert runs.get(store, run.id).state == "queued"
        finally:
            jobs.close()


def test_a_second_scheduler_at_the_same_address_is_a_sentence(cluster):
    line = [sys.executable, "-m", "digitcore", "scheduler"]
    done = subprocess.run(
        line, cwd=ROOT, env=os.environ | cluster.environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "cannot listen at tls://" in done.stderr.splitlines()[-1]


def test_a_worker_that_sees_another_database_says_so(cluster, tmp_path, monkeypatch):
    """As on another machine, where the path of a file names another file: here the file is moved away."""
    for name, value in cluster.environment.items():
        monkeypatch.setenv(name, value)
    client = Cluster(cluster.address)
    try:
        store = open_store(f"sqlite:///{tmp_path / 'mine' / 'digitlab.sqlite'}")
        job = client.submit(store, Claim("0" * 12, 1))
        wait_until(lambda: job.is_over, "the end")
        assert "sees another database than the app. Set DIGITLAB_DATABASE to a PostgreSQL" in job.problem
    finally:
        client.close()


@pytest.mark.long
def test_a_sweep_over_machines_of_their_own(folder, postgresql, tmp_path):
    """Scheduler, two workers and the program that asks, each on a network address of its own, joined by TLS only."""
    file = tmp_path / "sweep.json"
    file.write_text('{"recipe": "perceptron", "seeds": 6, "settings": {"epochs": 300}}')
    with networks(4) as (first, second, third, fourth), postgresql.database() as url:
        environment = {
            "DIGITLAB_SCHEDULER": "tls://192.0.2.1:8786",
            "DIGITLAB_CERTIFICATES": str(folder),
            "DIGITLAB_DATABASE": postgresql.local_url(url.rpartition("/")[2]),
        }
        with machines(environment, workers=0, scheduler=first) as apart:
            apart.start_worker(*second)
            apart.start_worker(*third)
            line = [*fourth, sys.executable, "-m", "digitcore", "sweep", str(file), "--json"]
            done = subprocess.run(
                line, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, check=True
            )
        told = json.loads(done.stdout)
        assert (told["runs"], told["trained"]) == (6, 6)
        assert len({run.worker for run in runs.list_runs(open_store(url))}) == 2
