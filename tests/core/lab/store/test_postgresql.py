"""What goes wrong with a real PostgreSQL is a sentence, and goes right again by itself."""

import threading
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
import sqlalchemy as sa

from digitcore.errors import BadInput, StorageProblem
from digitcore.lab.queue import claims, queue, worker
from digitcore.lab.runs import runs, training_log
from digitcore.lab.store import schema
from digitcore.lab.store.store import open_store
from tests import postgres
from tests.core import servers
from tests.core.memories import ADA, BEN, ask, begun, wait_until


@pytest.fixture
def database(postgresql):
    with postgresql.database() as url:
        yield url


def test_a_run_that_somebody_holds_gets_a_sentence_and_readers_go_on(database):
    store = open_store(database, patience_seconds=0.2)
    run = ask(store)
    with psycopg.connect(database.replace("+psycopg", "")) as holder:
        holder.execute("UPDATE runs SET note = 'held'")
        with pytest.raises(StorageProblem, match=r"is held by another program\. Try again in a moment\."):
            runs.rename(store, run.id, ADA, "Mine")
        assert runs.list_runs(store, ADA) == [run]
    runs.rename(store, run.id, ADA, "Mine")
    assert runs.get(store, run.id).title == "Mine"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"username": "nobody_here"}, r"refuses this user\. Look at the user and the password"),
        ({"database": "nowhere"}, r"/nowhere is not there\. Make it with createdb"),
    ],
)
def test_a_wrong_address_gets_a_sentence(database, change, sentence):
    url = sa.make_url(database).set(password="secret", **change).render_as_string(hide_password=False)
    with pytest.raises(StorageProblem, match=sentence) as caught:
        open_store(url)
    assert "secret" not in str(caught.value)


def test_a_user_without_rights_gets_a_sentence(database, postgresql):
    postgresql.administer("CREATE ROLE guest LOGIN")
    try:
        with pytest.raises(StorageProblem, match=r"may not be used by this user\. Grant the user all rights"):
            open_store(database.replace(postgres.USER, "guest"))
    finally:
        postgresql.administer("DROP ROLE guest")


def test_where_nobody_answers_there_is_a_sentence():
    address = servers.closed_address().removeprefix("http://").rstrip("/")
    with pytest.raises(StorageProblem, match=r"does not answer\. Start PostgreSQL"):
        open_store(f"postgresql+psycopg://digitlab@{address}/digitlab", patience_seconds=0.2)


def test_no_more_connections_and_read_only_are_told_apart(database, postgresql):
    store = open_store(database)
    name = sa.make_url(database).database
    postgresql.administer("CREATE ROLE lonely LOGIN CONNECTION LIMIT 0")
    postgresql.administer(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    try:
        with pytest.raises(StorageProblem, match=r"takes no more connections\. Raise its max_connections"):
            open_store(database.replace(postgres.USER, "lonely"))
        store.engine.dispose()
        with pytest.raises(StorageProblem, match="cannot be written: it is a read-only copy"):
            ask(store)
    finally:
        postgresql.administer("DROP ROLE lonely")


def test_a_server_that_was_away_is_used_again_when_it_is_back():
    with postgres.running() as server, server.database() as url:
        store, patient = open_store(url, patience_seconds=0.2), open_store(url, patience_seconds=60)
        run = ask(store)
        runs.list_runs(patient)
        server.stop()
        with pytest.raises(StorageProblem, match="does not answer"):
            runs.get(store, run.id)
        with pytest.raises(StorageProblem, match="does not answer"):
            ask(store, seed=1)
        with ThreadPoolExecutor(1) as pool:
            asked = pool.submit(ask, patient, seed=1)
            server.start()
            assert asked.result().state == "queued", "who is patient does not notice"
        assert runs.get(store, run.id) == run
        for one in (store, patient):
            one.engine.dispose()


def test_text_that_it_cannot_hold_is_kept_with_a_sign_for_what_is_missing(database):
    store = open_store(database)
    run = ask(store)
    runs.annotate(store, run.id, ADA, "a\0b\ud800c")
    assert runs.get(store, run.id).note == "a\ufffdb?c"
    with pytest.raises(BadInput, match="There is no run"):
        runs.get(store, f"{run.id}\0")


def test_who_joins_while_another_one_restarts_a_run_does_not_take_it_from_its_worker(database):
    """Two pupils ask for an interrupted run at once: the second one finds it queued, or already learning."""
    store = open_store(database)
    run = ask(store)
    claims.mark_interrupted(store, begun(store), "Gone.")
    with store.writing() as connection:
        connection.execute(sa.select(schema.runs).with_for_update()).one()
        second = threading.Thread(target=ask, args=(store, BEN))
        second.start()
        _wait_for_a_lock(store)
        moment = schema.now()
        values = {
            "state": "running",
            "attempt": 2,
            "worker": "test:1",
            "heartbeat_at": moment,
            "turn_started_at": moment,
        }
        connection.execute(sa.update(schema.runs).values(**values))
    second.join()
    assert (runs.get(store, run.id).state, runs.get(store, run.id).attempt) == ("running", 2)
    assert [one.id for one in runs.list_runs(store, BEN)] == [run.id]


def _wait_for_a_lock(store):
    waits = sa.text(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    while True:
        with store.reading() as connection:
            if connection.execute(waits).scalar():
                return


def test_a_restart_costs_a_training_no_epoch():
    """It waits for the database; only one that was just writing is interrupted, says why, and goes on when asked."""
    with postgres.running() as server, server.database() as url:
        store = open_store(url, patience_seconds=60)
        run = ask(store, epochs=1500)
        training = threading.Thread(target=worker.train_run, args=(store, queue.claim(store)))
        training.start()
        wait_until(lambda: runs.get(store, run.id).epochs_done > 0, "the first epoch")
        server.stop()
        server.start()
        training.join()
        if runs.get(store, run.id).state == "interrupted":
            assert "is just starting or stopping" in runs.get(store, run.id).reason
            runs.resume(store, run.id)
            worker.train_run(store, queue.claim(store))
        assert runs.get(store, run.id).state == "finished"
        assert [one.epoch for one in training_log.epochs_since(store, run.id)] == list(range(1, 1501))
        store.engine.dispose()
