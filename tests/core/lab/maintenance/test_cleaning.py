"""What is over is gone, from the disk too, and a server that nobody visits removes it as well."""

import datetime as dt
import os
import subprocess
import sys

import numpy as np
import pytest
import sqlalchemy as sa

from digitcore.data.ink import Drawing
from digitcore.lab.drawings import drawings
from digitcore.lab.maintenance import cleaning
from digitcore.lab.rooms import limits, rooms
from digitcore.lab.runs import runs
from digitcore.lab.store import schema
from digitcore.lab.store.store import open_store
from tests.core.memories import ADA, ask, wait_until

# Strokes as nobody else draws them, so that they can be found in a file.
RARE = [[(141.25, 60.5), (140.75, 220.125), (123.625, 99.375)]]


@pytest.fixture
def store(home):
    return open_store()


def draw(store):
    about = {"model": "default", "said": "1", "is_digit": True, "probabilities": np.full((1, 10), 0.1)}
    return drawings.save(store, ADA, Drawing.from_strokes(RARE), **about)


def strokes_of(store, drawing_id):
    query = sa.select(schema.drawings.c.strokes).where(schema.drawings.c.id == drawing_id)
    with store.reading() as connection:
        return str(connection.execute(query).scalar_one()).encode()


def on_disk(home, content):
    return sorted(path.name for path in home.rglob("*") if path.is_file() and content in path.read_bytes())


def age(store, table, column, time):
    with store.writing() as connection:
        connection.execute(table.update().values({column: schema.now() - time}))


def test_a_deleted_drawing_can_be_taken_back_for_minutes_and_is_then_nowhere(store, home):
    drawing_id = draw(store)
    content = strokes_of(store, drawing_id)
    assert on_disk(home, content)
    drawings.delete(store, ADA, [drawing_id])
    cleaning.clean(store)
    assert drawings.count_restorable(store, ADA, [drawing_id]) == 1
    drawings.restore(store, ADA, [drawing_id])
    assert drawings.count(store, ADA) == 1
    drawings.delete(store, ADA, [drawing_id])
    age(store, schema.drawings, "deleted_at", drawings.UNDO_TIME)
    assert drawings.count_restorable(store, ADA, [drawing_id]) == 0
    drawings.restore(store, ADA, [drawing_id])
    assert drawings.count(store, ADA) == 0
    cleaning.clean(store)
    assert on_disk(home, content) == []


def test_a_log_that_somebody_reads_is_emptied_once_they_have_read(home, monkeypatch):
    store = open_store(patience_seconds=0.01)
    drawing_id = draw(store)
    content = strokes_of(store, drawing_id)
    drawings.delete(store, ADA, [drawing_id])
    age(store, schema.drawings, "deleted_at", 2 * drawings.UNDO_TIME)
    with store.reading() as connection:
        assert connection.execute(sa.select(schema.drawings.c.id)).all()
        cleaning.clean(store)
        assert store.log_is_stale
        assert on_disk(home, content)
    cleaning.clean(store)
    assert not store.log_is_stale
    assert on_disk(home, content) == []


READER = """
import sqlite3, sys

connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN")
print(connection.execute("SELECT count(*) FROM drawings").fetchone(), flush=True)
sys.stdin.readline()
"""


def test_where_another_process_reads_any_later_server_empties_the_log(home):
    store = open_store(patience_seconds=0.01)
    drawing_id = draw(store)
    content = strokes_of(store, drawing_id)
    drawings.delete(store, ADA, [drawing_id])
    age(store, schema.drawings, "deleted_at", 2 * drawings.UNDO_TIME)
    command = [sys.executable, "-c", READER, str(home / "digitlab.sqlite")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as reader:
        assert reader.stdout.readline()
        cleaning.clean(store)
        assert on_disk(home, content)
        reader.communicate(b"\n")
    another = open_store()  # of a server that deleted nothing itself
    assert another.log_is_stale
    cleaning.clean(another)
    assert on_disk(home, content) == []


def test_a_server_empties_at_its_start_what_a_killed_one_left_in_the_log(store, home):
    drawing_id = draw(store)
    content = strokes_of(store, drawing_id)
    with store.writing() as connection:
        connection.execute(sa.delete(schema.drawings))  # and then it is killed
    assert on_disk(home, content)
    cleaner = cleaning.Cleaner()
    cleaner.start()
    wait_until(lambda: on_disk(home, content) == [], "the end of the drawing")
    cleaner.close()


def test_everything_that_is_over_goes_although_one_kind_cannot(store, caplog):
    run = ask(store)
    draw(store)
    rooms.open_room(store, visitor=ADA)
    runs.delete(store, run.id, ADA)
    month = dt.timedelta(days=31)
    age(store, schema.runs, "deleted_at", month)
    age(store, schema.drawings, "created_at", month)
    age(store, schema.rooms, "active_at", month)
    age(store, schema.room_guesses, "guessed_at", limits.HOUR)
    with store.writing() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER stays BEFORE DELETE ON runs BEGIN SELECT RAISE(ABORT, 'it stays'); END"
        )
    cleaning.clean(store)
    assert "what is over could not be deleted" in caplog.text
    with store.reading() as connection:
        for table in (schema.drawings, schema.rooms, schema.room_guesses):
            assert connection.execute(sa.select(table)).all() == [], table.name
    assert runs.get(store, run.id).deleted_at is not None
    with store.writing() as connection:
        connection.exec_driver_sql("DROP TRIGGER stays")
    cleaning.clean(store)
    with store.reading() as connection:
        assert connection.execute(sa.select(schema.runs)).all() == []


def test_what_was_set_aside_is_deleted_after_a_month_and_not_before(store, home):
    old, young = (f"{dt.datetime.now(dt.UTC) - dt.timedelta(days=days):%Y%m%d-%H%M%S}" for days in (31, 29))
    for moment in (old, young):
        (home / f"before-restore-{moment}" / "datasets").mkdir(parents=True)
        (home / f"digitlab.sqlite.damaged-{moment}").write_bytes(b"old")
    (home / ".restoring-now").mkdir()
    (home / ".restoring-then").mkdir()
    os.utime(home / ".restoring-then", (0, 0))
    cleaning.clean(store)
    assert sorted(path.name for path in home.iterdir() if not path.name.startswith("digitlab.sqlite-")) == [
        ".restoring-now", f"before-restore-{young}", "digitlab.sqlite", f"digitlab.sqlite.damaged-{young}",
    ]  # fmt: skip


def test_a_cleaner_begins_by_itself_makes_no_database_and_goes_on(home):
    home.mkdir()
    cleaner = cleaning.Cleaner(every_seconds=0.01)
    cleaner.start()
    assert not cleaning.has_database()
    store = open_store()
    drawing_id = draw(store)
    drawings.delete(store, ADA, [drawing_id])
    age(store, schema.drawings, "deleted_at", 2 * drawings.UNDO_TIME)
    wait_until(lambda: not is_there(store), "the end of the drawing")
    cleaner.close()


def is_there(store):
    with store.reading() as connection:
        return connection.execute(sa.select(schema.drawings.c.id)).first() is not None
