"""A database is opened once, renewed when it is old, and its troubles are sentences: real files, disks and locks.

What only PostgreSQL gets wrong is in `test_postgresql`.
"""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager

import pytest
import sqlalchemy as sa

from digitcore.errors import BadInput, StorageProblem
from digitcore.lab.runs import runs
from digitcore.lab.store import schema, store
from tests.core.memories import ADA, ask, program, store_in
from tests.core.openers import open_at_once


def test_the_tables_are_made_where_there_are_none(database):
    with store.open_store(database).reading() as connection:
        assert set(sa.inspect(connection).get_table_names()) == set(schema.metadata.tables)
        assert connection.execute(sa.select(schema.schema_version.c.version)).scalar() == schema.VERSION


def test_without_a_setting_it_is_a_file_in_home(home):
    opened = store.open_store()
    assert (home / "digitlab.sqlite").is_file()
    with opened.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_a_transaction_is_kept_whole_or_not_at_all(database):
    opened = store.open_store(database)
    with pytest.raises(ZeroDivisionError), opened.writing() as connection:
        connection.execute(sa.insert(schema.schema_version).values(version=77))
        raise ZeroDivisionError
    with opened.reading() as connection:
        assert connection.execute(sa.select(schema.schema_version.c.version)).scalars().all() == [
            schema.VERSION
        ]


def test_one_look_sees_one_moment(database):
    opened = store.open_store(database)
    first = ask(opened)
    with opened.reading() as connection:

        def seen():
            return connection.execute(sa.select(schema.runs.c.id)).scalars().all()

        assert seen() == [first.id]
        ask(opened, seed=1)
        assert seen() == [first.id]
    assert len(runs.list_runs(opened)) == 2


def test_an_older_database_is_renewed_and_keeps_its_runs(database, monkeypatch):
    run = ask(store.open_store(database))
    newer = schema.VERSION + 1
    monkeypatch.setattr(schema, "VERSION", newer)
    monkeypatch.setitem(schema.MIGRATIONS, newer, ("ALTER TABLE runs ADD COLUMN colour VARCHAR(8)",))
    renewed = store.open_store(database, patience_seconds=1.0)  # not the one that is open already
    with renewed.reading() as connection:
        assert "colour" in {column["name"] for column in sa.inspect(connection).get_columns("runs")}
        assert connection.execute(sa.select(schema.schema_version.c.version)).scalar() == newer
    assert runs.get(renewed, run.id) == run


def test_a_newer_database_is_left_alone(database, monkeypatch):
    store.open_store(database)
    monkeypatch.setattr(schema, "VERSION", schema.VERSION - 1)
    with pytest.raises(
        StorageProblem, match=r"(digitlab\.sqlite|/test_\w+) was written by a newer Digit Lab"
    ):
        store.open_store(database, patience_seconds=1.0)


RENEW = """
import sys
from digitcore.lab.store import schema
from digitcore.lab.store.store import open_store
schema.VERSION += 1
statements = "ALTER TABLE runs ADD COLUMN colour VARCHAR(8); UPDATE runs SET epochs_done = epochs_done + 1"
schema.MIGRATIONS[schema.VERSION] = tuple(statements.split("; "))
print("ready", flush=True)
sys.stdin.readline()
open_store(sys.argv[1])
print("open", flush=True)
"""


def test_two_servers_that_start_at_once_renew_it_once(database):
    run = ask(store.open_store(database))
    with program(RENEW, database) as one, program(RENEW, database) as other:
        assert [process.stdout.readline() for process in (one, other)] == ["ready\n"] * 2
        for process in (one, other):
            process.stdin.write("go\n")
            process.stdin.flush()
        assert [process.stdout.readline() for process in (one, other)] == ["open\n"] * 2
    assert runs.get(store.open_store(database), run.id).epochs_done == 1


HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()
connection.execute("COMMIT")
"""


@pytest.mark.fault("another program holds the database", "a sentence; readers go on; then writers too")
def test_a_locked_database_gets_a_sentence_and_readers_go_on(tmp_path):
    opened = store_in(tmp_path, patience_seconds=0.2)
    run = ask(opened)
    with program(HOLD, tmp_path / "digitlab.sqlite") as holder:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(StorageProblem, match=r"is held by another program\. Close that program"):
            ask(opened, seed=1)
        assert runs.list_runs(opened, ADA) == [run]
        holder.communicate("let go\n")
    assert ask(opened, seed=1).state == "queued"


def test_a_writer_waits_for_another_one(tmp_path):
    opened = store_in(tmp_path, patience_seconds=60)
    with program(HOLD, tmp_path / "digitlab.sqlite") as holder, program(ASK_LATER, opened.url) as asker:
        assert holder.stdout.readline() == "held\n"
        asker.stdin.write("go\n")
        asker.stdin.flush()
        assert asker.stdout.readline() == "asking\n"
        holder.communicate("let go\n")
        assert asker.stdout.readline() == "queued\n"


ASK_LATER = """
import sys
from digitcore.lab.store.store import open_store
from tests.core.memories import ask
store = open_store(sys.argv[1], patience_seconds=60)
sys.stdin.readline()
print("asking", flush=True)
print(ask(store).state, flush=True)
"""


def test_processes_that_open_a_new_database_at_once_all_get_it(tmp_path):
    """Two hundred times, since each time only one in thirty processes met another one at the wrong moment."""
    urls = [f"sqlite:///{tmp_path / str(number) / 'digitlab.sqlite'}" for number in range(200)]
    assert open_at_once(urls, processes=4) == []


@pytest.mark.long
@pytest.mark.fault("eight processes open a fresh HOME at once", "each gets the database; twenty times")
def test_eight_processes_that_open_a_new_database_at_once_all_get_it(tmp_path):
    urls = [f"sqlite:///{tmp_path / str(number) / 'digitlab.sqlite'}" for number in range(20)]
    assert open_at_once(urls, processes=8) == []


def test_a_new_database_that_another_program_holds_gets_a_sentence_and_opens_later(tmp_path):
    with closing(sqlite3.connect(tmp_path / "digitlab.sqlite", isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageProblem, match=r"is held by another program\. Close that program"):
            store_in(tmp_path, patience_seconds=0.2)
    assert ask(store_in(tmp_path)).state == "queued"


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0", b"no database at all, but text\n" * 400])
def test_a_file_that_is_no_database_gets_a_sentence(tmp_path, content):
    (tmp_path / "digitlab.sqlite").write_bytes(content)
    if not content:  # an empty file is an empty database
        assert ask(store_in(tmp_path)).state == "queued"
        return
    with pytest.raises(StorageProblem, match=r"digitlab\.sqlite is not a database"):
        store_in(tmp_path)


@pytest.mark.fault("most of the database is overwritten", "a sentence that names the doctor")
def test_a_damaged_database_gets_a_sentence(tmp_path):
    opened = store_in(tmp_path)
    for seed in range(200):
        ask(opened, "", seed=seed)
    opened.engine.dispose()
    path = tmp_path / "digitlab.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(path.read_bytes())
    content[4096:] = bytes(255 for _ in content[4096:])
    path.write_bytes(content)
    with pytest.raises(
        StorageProblem, match=r"is damaged\. Stop the app, and run: python -m digitcore doctor"
    ):
        runs.list_runs(opened)


@pytest.mark.parametrize(
    "url", ["nonsense", "nosuch://host/name", "postgresql+nosuch://host/name", "mysql+pymysql://host/name"]
)
def test_an_address_that_cannot_be_used_gets_a_sentence(monkeypatch, url):
    monkeypatch.setenv("DIGITLAB_DATABASE", url)
    with pytest.raises(BadInput, match="DIGITLAB_DATABASE cannot be used"):
        store.open_store()


def test_a_home_that_is_a_file_gets_a_sentence(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("here already")
    monkeypatch.setenv("DIGITLAB_HOME", str(tmp_path / "file"))
    with pytest.raises(StorageProblem, match="Set DIGITLAB_HOME to a folder"):
        store.open_store()


@contextmanager
def small_disk(folder, megabytes=1):
    """A disk at `folder`, for those who may mount one."""
    folder.mkdir()
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root on Linux may mount a small disk")
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    done = subprocess.run(mount, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"no small disk here: {done.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.fault(
    "the disk is full", "a sentence; every run that was confirmed is there; with room it goes on"
)
def test_a_full_disk_gets_a_sentence_and_keeps_what_is_there(tmp_path):
    disk = tmp_path / "disk"
    with small_disk(disk):
        opened = store_in(disk)
        first = ask(opened)
        (disk / "ballast").write_bytes(bytes(512 * 1024))
        with pytest.raises(StorageProblem, match=r"disk.*full.*Free some space there"):
            for seed in range(1, 2000):
                ask(opened, seed=seed)
        assert runs.get(opened, first.id) == first
        (disk / "ballast").unlink()
        assert ask(opened, seed=5000).state == "queued"
        opened.engine.dispose()


@pytest.mark.fault("the disk is mounted read-only", "a sentence that names what to set")
def test_a_read_only_disk_gets_a_sentence(tmp_path):
    disk = tmp_path / "disk"
    with small_disk(disk):
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        with pytest.raises(StorageProblem, match=r"cannot be opened|cannot be written"):
            store_in(disk)


@pytest.mark.parametrize(("survives", "level"), [(True, 2), (False, 1)])
def test_sqlite_waits_for_the_disk_where_something_is_confirmed(home, survives, level):
    store = store_in(home)
    for _ in range(2):  # a connection is used again for the other kind
        with store.writing(survives_power_cut=survives) as connection:
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == level
        with store.writing(survives_power_cut=not survives) as connection:
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 3 - level
