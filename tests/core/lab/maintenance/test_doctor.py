"""The doctor finds what was broken on purpose, says what it would do, does it when asked, and takes nothing confirmed."""

import datetime as dt
import json
import shutil
import sqlite3
from contextlib import closing

import pytest
import sqlalchemy as sa

from digitcore.data import datasets
from digitcore.data.folder_lock import locked
from digitcore.errors import StorageProblem
from digitcore.lab.drawings import drawings
from digitcore.lab.maintenance.doctor import checks
from digitcore.lab.queue import claims
from digitcore.lab.queue.recorder import Recorder
from digitcore.lab.rooms import rounds, wall
from digitcore.lab.runs import artefacts, checkpoints, runs, training_log
from digitcore.lab.store import schema
from digitcore.lab.store import store as stores
from tests.core.classes import class_of, put
from tests.core.command_runner import run as command
from tests.core.command_runner import run_anew
from tests.core.lab.drawings.test_drawings import keep
from tests.core.lab.maintenance.test_backup import keep_dataset
from tests.core.memories import (
    ADA,
    BEN,
    ask,
    begun,
    checkpoint,
    epoch_report,
    finished,
    perceptron,
    point,
    program,
    store_in,
)

LEAF = 13
"""How a leaf of a table begins in SQLite's file format."""
NAMES = [check.name for check in checks.CHECKS]


@pytest.fixture
def store(home):
    """The app's own memory."""
    opened = store_in(home)
    yield opened
    opened.engine.dispose()


def trained(store, visitor=ADA, **changes):
    """A finished run with three epochs."""
    run = ask(store, visitor, **changes)
    pen = Recorder.open(store, begun(store, run.id))
    for epoch in (1, 2, 3):
        pen.add(point(8 * epoch))
        pen.add(epoch_report(epoch))
        pen.add(checkpoint(epoch))
    pen.add(finished())
    return runs.get(store, run.id)


def going(store, visitor=ADA, **changes):
    """A run that a worker has under way, with a checkpoint."""
    claim = begun(store, ask(store, visitor, **changes).id)
    pen = Recorder.open(store, claim)
    pen.add(epoch_report(1))
    pen.add(checkpoint(1))
    with store.writing() as connection:
        pen._write_batch(connection, all_of_it=True)
    return claim


def behind_its_back(home, *statements):
    """Statements without the store's rules, as a program that knows nothing of them would make them."""
    with closing(sqlite3.connect(home / "digitlab.sqlite", isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def found(name, **options):
    diagnosis = checks.examine(**options)
    (line,) = (line for line in diagnosis.results if line.check.name == name)
    return line


def mends(name, value, done):
    """It is found, a dry run changes nothing, a repair mends it and says so; the line after it."""
    for _ in range(2):
        line = found(name)
        assert line.finding.ok is False
        assert value in line.finding.value
        assert line.finding.repair is not None
        assert line.finding.advice
    line = found(name, repair=True)
    assert done in line.done
    assert line.finding.ok is not False, line.finding.value
    return line


def test_a_home_where_nothing_is_wrong(store, home):
    trained(store)
    keep(store)
    keep_dataset()
    ask(store, BEN, seed=3)
    diagnosis = checks.examine()
    assert [line.check.name for line in diagnosis.results] == NAMES
    assert all(line.finding.ok is True for line in diagnosis.results), diagnosis.failed
    assert not any(line.finding.advice or line.done for line in diagnosis.results)


def test_where_nothing_is_yet_nothing_is_made(home):
    assert checks.examine().ok
    assert not home.exists()


def test_the_command_tries_first_and_its_exit_code_says_what_is_left(store, home):
    claims.mark_interrupted(store, going(store), "Its worker died.")
    tried = run_anew("doctor")
    assert (tried.returncode, tried.stderr.count("\n")) == (1, 1)
    assert tried.stderr.startswith(
        "Not well: Interrupted runs. To mend what can be mended: python -m digitcore doctor"
    )
    assert "--repair would: Put them back into the queue" in tried.stdout
    done = json.loads(command("doctor", "--repair", "--json").stdout)
    assert [row["name"] for row in done["checks"]] == NAMES
    assert set(done["checks"][0]) == {"name", "ok", "value", "advice", "can_be_mended", "done"}
    assert (done["ok"], done["checks"][-1]["done"]) == (True, "1 run put back into the queue.")
    assert command("doctor").returncode == 0


@pytest.mark.fault(
    "a worker and its server died", "the doctor marks the run, which goes on from its checkpoint"
)
def test_an_orphan_is_marked_and_goes_on(store):
    claim = going(store)
    with store.writing() as connection:
        connection.execute(sa.update(schema.runs).values(heartbeat_at=schema.now() - dt.timedelta(minutes=1)))
    diagnosis = checks.examine(repair=True)
    done = {line.check.name: line.done for line in diagnosis.results}
    assert diagnosis.ok
    assert done["orphans"] == "1 run marked as interrupted."
    assert done["interrupted"] == "1 run put back into the queue."
    assert runs.get(store, claim.run_id).state == "queued"
    assert checkpoints.latest(store, claim.run_id).epoch == 1


def test_a_run_in_good_hands_is_left_alone(store):
    claim = going(store)
    assert found("orphans", repair=True).finding.ok
    assert claims.requested_action(store, claim) == ""


@pytest.mark.fault("a deletion broke off half-way", "what was left of it goes; nothing else does")
def test_rows_that_belong_to_nothing_are_deleted(store, home):
    kept, gone = trained(store), trained(store, BEN, seed=2)
    lesson = class_of(store, 2)
    rounds.start(lesson.teacher, "digit", digit=1)
    put(lesson.pupils[0], store, 1)
    other = class_of(store, 3)
    behind_its_back(
        home, f"DELETE FROM runs WHERE id = '{gone.id}'", f"DELETE FROM rooms WHERE id = '{other.room_id}'"
    )
    before = training_log.epochs_since(store, kept.id)
    mends("leftovers", "rows of runs or rooms that are gone", "rows deleted")
    assert runs.get(store, kept.id) == kept
    assert len(training_log.epochs_since(store, kept.id)) == len(before) == 3
    assert artefacts.keras_file(store, kept.id)
    assert len(wall.listed(store, lesson.room_id)) == 1
    with store.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []


def test_a_checkpoint_of_a_run_that_is_over_goes(store, home):
    done, claim = trained(store), going(store, BEN, seed=2)
    behind_its_back(
        home,
        f"INSERT INTO checkpoints SELECT '{done.id}', epoch, step, content FROM checkpoints WHERE run_id = '{claim.run_id}'",
    )
    mends("unneeded-checkpoints", "1 checkpoint of runs that are over", "1 checkpoint deleted")
    assert checkpoints.latest(store, claim.run_id).epoch == 1
    assert artefacts.keras_file(store, done.id)


def test_a_damaged_checkpoint_goes_and_its_run_keeps_what_it_told(store, home):
    claim = going(store)
    behind_its_back(home, "UPDATE checkpoints SET content = substr(content, 1, 1000)")
    mends("checkpoints", f"damaged: of {claim.run_id}", "1 checkpoint deleted")
    assert len(training_log.epochs_since(store, claim.run_id)) == 1


@pytest.mark.fault(
    "a model is half-written", "told by name; figures stay; the same settings can be trained anew"
)
@pytest.mark.parametrize("name", ["keras", "arrays", "test_probabilities", "facts"])
def test_a_half_written_model_is_told_and_makes_way(store, home, name):
    run = trained(store)
    behind_its_back(home, f"UPDATE artefacts SET content = substr(content, 1, 9) WHERE name = '{name}'")
    line = mends("models", f"The model of {run.id} is damaged or missing", "1 run can be trained anew")
    assert "Train it again" in line.finding.advice
    assert runs.get(store, run.id).test_accuracy == run.test_accuracy
    assert len(training_log.epochs_since(store, run.id)) == 3
    again = ask(store)
    assert (again.state, again.id != run.id) == ("queued", True)


def test_a_run_that_went_without_a_model_is_told(store, home):
    run = trained(store)
    behind_its_back(home, "DELETE FROM artefacts")
    mends("models", f"The model of {run.id} is damaged or missing", "1 run can be trained anew")


def test_half_written_files_go_and_those_being_written_stay(store, home):
    keep_dataset()
    (home / "datasets" / ".abc.part").write_bytes(b"half")
    (home / ".restoring-abc" / "datasets").mkdir(parents=True)
    before = {path for path in home.rglob("*") if path.is_file()}
    with locked(home / "datasets"):
        assert found("half-written", repair=True).finding.ok
    mends("half-written", "2 files left half-written", "2 files deleted")
    after = {path for path in home.rglob("*") if path.is_file() and path.name != ".lock"}
    assert {path.name for path in before - after} == {".abc.part"} | {".lock"} & {
        path.name for path in before
    }
    assert not (home / ".restoring-abc").exists()


def test_images_that_nobody_lists_go_and_unreadable_facts_keep_theirs(store, home):
    source = keep_dataset()
    (arrays,) = (home / "datasets").glob("*.npz")
    shutil.copy(arrays, home / "datasets" / f"{'0' * 64}.npz")
    shutil.copy(arrays, home / "datasets" / f"{'1' * 64}.npz")
    (home / "datasets" / f"{'1' * 64}-{'2' * 16}.json").write_text("{half")
    mends("images", "1 file of images", "1 file of images deleted")
    assert (home / "datasets" / f"{'1' * 64}.npz").exists(), "somebody was told that it is kept"
    assert len(datasets.load(source.name).train)
    line = found("datasets", repair=True)
    assert (line.finding.ok, line.done) == (False, "")
    assert f"{'2' * 16}.json cannot be read" in line.finding.value
    assert "restore a backup" in line.finding.advice


def test_a_dataset_that_lost_its_images_is_named(store, home):
    keep_dataset()
    (arrays,) = (home / "datasets").glob("*.npz")
    arrays.write_bytes(arrays.read_bytes()[:-50])
    line = found("datasets", repair=True)
    assert (line.finding.ok, line.done) == (False, "")
    assert "The images of 'Mine' are missing or damaged." in line.finding.value
    assert arrays.exists()


def test_older_tables_are_renewed_and_newer_ones_left_alone(store, home):
    run = ask(store)
    behind_its_back(
        home, "DROP TABLE room_votes", f"UPDATE schema_version SET version = {schema.VERSION - 1}"
    )
    line = found("leftovers")
    assert (line.finding.ok, line.finding.value) == (None, "Cannot be told before the database is well.")
    stores._opened.cache_clear()  # the doctor is another process than the app
    mends("version", f"of version {schema.VERSION - 1}", "Tables renewed")
    assert runs.get(store, run.id) == run
    behind_its_back(home, f"UPDATE schema_version SET version = {schema.VERSION + 1}")
    line = found("version", repair=True)
    assert (line.finding.ok, line.done) == (False, "")
    assert "Start the newer Digit Lab" in line.finding.advice


def pages_of(home, table):
    """The numbers of the leaf pages of this table, in order, and how large a page is: read from the file itself."""
    path = home / "digitlab.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    content = path.read_bytes()

    def number_at(place, length):
        return int.from_bytes(content[place : place + length])

    def leaves(page):
        start = (page - 1) * size
        if content[start] == LEAF:
            return [page]
        cells = [number_at(start + 12 + 2 * cell, 2) for cell in range(number_at(start + 3, 2))]
        children = [number_at(start + cell, 4) for cell in cells] + [number_at(start + 8, 4)]
        return [leaf for child in children for leaf in leaves(child)]

    return leaves(root), size


def overwrite(home, page, size):
    with (home / "digitlab.sqlite").open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xa5" * size)


@pytest.mark.fault(
    "a page of the database is overwritten", "all that can be read is kept; only that page's rows are lost"
)
@pytest.mark.parametrize("which", ["first", "middle", "last"])
def test_a_lost_page_costs_its_own_rows_only(store, home, which):
    done = trained(store)
    names = [keep(store, ADA, digit=number % 10) for number in range(60)]
    store.engine.dispose()
    pages, size = pages_of(home, "drawings")
    overwrite(home, pages[{"first": 0, "middle": len(pages) // 2, "last": -1}[which]], size)
    with pytest.raises(
        StorageProblem, match=r"is damaged\. Stop the app, and run: python -m digitcore doctor"
    ):
        for name in names:
            drawings.get(store, ADA, name)
    store.engine.dispose()
    line = mends("database", "digitlab.sqlite is damaged", "A new database has 1 run, ")
    left = {one.id for one in drawings.listed(store, ADA)}
    assert len(names) > len(left) >= len(names) - len(names) // (len(pages) - 1) - 3
    assert left < set(names)
    assert runs.get(store, done.id) == done
    assert len(training_log.epochs_since(store, done.id)) == 3
    assert artefacts.keras_file(store, done.id)
    (old,) = home.glob("digitlab.sqlite.damaged-*")
    assert str(old) in line.done
    assert keep(store, BEN)


def test_a_lost_model_page_costs_that_model_only(store, home):
    kept, other = trained(store), trained(store, BEN, seed=2)
    behind_its_back(
        home,
        f"UPDATE artefacts SET content = randomblob(50000) WHERE run_id = '{other.id}' AND name = 'keras'",
    )
    store.engine.dispose()
    with closing(sqlite3.connect(home / "digitlab.sqlite")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    content = (home / "digitlab.sqlite").read_bytes()
    overwrite(home, len(content) // size - 1, size)  # the last pages are those of the large blob
    checks.examine(repair=True)
    assert (
        runs.get(store, kept.id).test_accuracy
        == runs.get(store, other.id).test_accuracy
        == kept.test_accuracy
    )
    assert artefacts.keras_file(store, kept.id)
    assert checks.examine().ok


def test_a_database_that_is_in_use_is_not_exchanged(store, home):
    for number in range(60):
        keep(store, ADA, digit=number % 10)
    store.engine.dispose()
    pages, size = pages_of(home, "drawings")
    code = "import sys\nfrom digitcore.lab.store.store import open_store\n"
    code += "open_store()\nprint('up', flush=True)\nsys.stdin.readline()"
    with program(code) as app:
        assert app.stdout.readline() == "up\n"
        overwrite(home, pages[1], size)
        line = found("database", repair=True)
        assert (line.finding.ok, line.done) == (False, "")
        assert "Stop the app" in line.finding.advice
        app.communicate("end\n")
    assert not list(home.glob("*.damaged-*"))


def test_no_database_at_all_is_put_aside_and_made_anew(home):
    home.mkdir()
    (home / "digitlab.sqlite").write_text("no database at all, but text\n" * 400)
    mends("database", "file is not a database", "A new database has 0 runs")
    (old,) = home.glob("digitlab.sqlite.damaged-*")
    assert old.read_text().startswith("no database")


def test_a_locked_database_is_told_as_such(store, home, monkeypatch):
    monkeypatch.setattr("digitcore.lab.maintenance.doctor.database.PATIENCE_SECONDS", 0.2)
    store.engine.dispose()
    with closing(sqlite3.connect(home / "digitlab.sqlite", isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        line = found("database", repair=True)
    assert (line.finding.ok, line.done) == (False, "")
    assert "is held by another program" in line.finding.value


def test_settings_stay_what_they_were(store, home):
    """The mended database joins the same settings as before."""
    run = trained(store)
    store.engine.dispose()
    from digitcore.lab.maintenance.doctor.salvage import salvage

    salvage(home / "digitlab.sqlite")
    assert runs.request_run(store, perceptron(), recipe="perceptron", visitor=BEN).id == run.id


@pytest.fixture
def served(postgresql, home, monkeypatch):
    """A PostgreSQL database that the settings name, without tables."""
    with postgresql.database() as url:
        monkeypatch.setenv("DIGITLAB_DATABASE", url)
        yield url


def test_a_postgresql_database_is_examined_and_mended(served):
    mends("version", "It has no tables yet", "Tables renewed to version")
    store = stores.open_store(served)
    kept, broken = trained(store), going(store, seed=2)
    going(store, BEN, seed=3)
    half = trained(store, BEN, seed=4)
    with store.writing() as connection:
        old = {"heartbeat_at": schema.now() - dt.timedelta(minutes=1)}
        connection.execute(sa.update(schema.runs).where(schema.runs.c.state == "running").values(old))
        for table, run_id in ((schema.checkpoints, broken.run_id), (schema.artefacts, half.id)):
            content = table.c.content
            cut = {"content": sa.func.substring(content, 1, 100)}
            connection.execute(sa.update(table).where(table.c.run_id == run_id).values(cut))
        connection.exec_driver_sql(
            "SET LOCAL session_replication_role = replica"
        )  # no rule is looked after now
        connection.exec_driver_sql(
            "INSERT INTO watchers (run_id, visitor, hidden) VALUES ('gone', 'nobody', false)"
        )
    tried = command("doctor")
    assert tried.returncode == 1
    assert "It answers. Its pages are its server's to check" in tried.stdout
    assert tried.stderr.startswith(
        "Not well: Leftovers of deletions, Runs without a worker, Checkpoints, Models."
    )
    done = {row["name"]: row for row in json.loads(command("doctor", "--repair", "--json").stdout)["checks"]}
    assert done["leftovers"]["done"] == "1 row deleted."
    assert done["orphans"]["done"] == "2 runs marked as interrupted."
    assert done["checkpoints"]["done"] == "1 checkpoint deleted."
    assert done["models"]["done"] == "1 run can be trained anew."
    assert done["interrupted"]["done"] == "2 runs put back into the queue."
    assert command("doctor").returncode == 0
    assert runs.get(store, kept.id) == kept
    assert artefacts.keras_file(store, kept.id)
    assert len(training_log.epochs_since(store, broken.run_id)) == 1


def test_a_postgresql_server_that_does_not_answer_is_told_and_all_behind_it_left_alone(home, monkeypatch):
    monkeypatch.setenv("DIGITLAB_DATABASE", "postgresql+psycopg://ada:secret@127.0.0.1:9/digits")
    lines = {line.check.name: line.finding for line in checks.examine(repair=True).results}
    assert lines["database"].ok is False
    assert "does not answer" in lines["database"].value
    assert "secret" not in lines["database"].value
    assert lines["disk"].ok is True
    assert {lines[name].ok for name in NAMES[NAMES.index("database") + 1 :]} == {None}
