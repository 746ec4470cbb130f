"""A backup made while a real training writes, and brought back whole, or refused with a sentence: real commands and files."""

import hashlib
import io
import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing

import numpy as np
import pytest

from digitcore.data import datasets
from digitcore.data.folder_lock import LOCK_NAME
from digitcore.data.sources import own_datasets
from digitcore.errors import BadInput, StorageProblem
from digitcore.lab.drawings import drawings
from digitcore.lab.maintenance.backup import making, restoring
from digitcore.lab.maintenance.doctor import checks
from digitcore.lab.queue import queue, worker
from digitcore.lab.rooms import rooms, rounds, wall
from digitcore.lab.runs import artefacts, runs, training_log
from digitcore.lab.store.store import open_store
from digitcore.learning.engine.reports import EpochReport
from tests.core.classes import class_of, put
from tests.core.command_runner import answer, refusal
from tests.core.lab.drawings.test_drawings import keep
from tests.core.lab.queue.test_dispatcher import LONG, SERVER
from tests.core.memories import ADA, BEN, ROOT, ask, program, store_in, wait_until
from tests.core.uploads import npz, pictures, read_upload


def keep_dataset(owner=ADA):
    images, labels = pictures()
    return own_datasets.save(
        read_upload({"a.npz": npz(images=images, labels=labels)}), title="Mine", owner=owner
    )


def told(store, run_id):
    return [
        (one.epoch, one.train_loss, one.validation_loss, one.confusion_matrix.tolist())
        for one in training_log.epochs_since(store, run_id)
    ]


@pytest.fixture
def kept(home):
    """A home with a drawing, a dataset, and a run that waits."""
    store = store_in(home)
    keep(store)
    keep_dataset()
    ask(store)
    yield store
    store.engine.dispose()


@pytest.fixture
def file(kept, tmp_path):
    """A backup of it."""
    making.make(tmp_path / "kept.zip")
    return tmp_path / "kept.zip"


@pytest.fixture
def elsewhere(file, tmp_path, monkeypatch):
    """Another home, where nothing is yet."""
    monkeypatch.setenv("DIGITLAB_HOME", str(tmp_path / "elsewhere"))
    return tmp_path / "elsewhere"


@pytest.mark.fault(
    "HOME is lost", "from a backup made while a training wrote: every run, drawing, room; the run goes on"
)
def test_a_backup_made_while_a_training_writes_brings_back_all_that_was_confirmed(
    home, tmp_path, monkeypatch
):
    store = store_in(home)
    done = ask(store, BEN, epochs=3)
    worker.train_run(store, begun_by_nobody(store))
    lesson = class_of(store, 2)
    rounds.start(lesson.teacher, "digit", digit=1)
    hung = put(lesson.pupils[0], store, 1)
    drawing, dataset = keep(store), keep_dataset()
    training = ask(store, epochs=LONG)
    with program(SERVER, store.url) as server:
        wait_until(lambda: runs.get(store, training.id).epochs_done > 0, "an epoch")
        before = told(store, training.id)
        made = answer("backup", str(tmp_path / "kept.zip"))
        at_least = len(told(store, training.id)) + 1
        wait_until(lambda: runs.get(store, training.id).epochs_done >= at_least, "the next epoch")
        assert runs.get(store, training.id).attempt == 1, "nothing held it up"
        server.kill()
    assert made["bytes"] == (tmp_path / "kept.zip").stat().st_size
    assert (tmp_path / "kept.zip").stat().st_mode & 0o077 == 0

    monkeypatch.setenv("DIGITLAB_HOME", str(tmp_path / "new"))
    assert answer("restore", str(tmp_path / "kept.zip")) == {
        "home": str(tmp_path / "new"), "interrupted": 1, "aside": None
    }  # fmt: skip
    restored = open_store()
    assert runs.get(restored, done.id) == runs.get(store, done.id)
    assert artefacts.keras_file(restored, done.id) == artefacts.keras_file(store, done.id)
    assert [one.id for one in drawings.listed(restored, ADA)] == [drawing]
    assert [one.id for one in wall.listed(restored, lesson.room_id)] == [hung]
    assert rounds.latest(restored, lesson.room_id).is_open
    assert rooms.get(restored, lesson.room_id) == rooms.get(store, lesson.room_id)
    assert len(datasets.load(dataset.name).train) > 0

    back = runs.get(restored, training.id)
    assert (back.state, back.reason) == ("interrupted", restoring.INTERRUPTED)
    then = told(restored, training.id)
    assert then[: len(before)] == before
    runs.resume(restored, training.id)

    def stop_later(report):
        if isinstance(report, EpochReport) and report.epoch > len(then):
            runs.request_stop(restored, training.id, ADA, keep=True)

    worker.train_run(restored, queue.claim(restored, training.id), on_report=stop_later)
    after, real = told(restored, training.id), told(store, training.id)
    common = min(len(after), len(real))
    assert len(after) > len(then)
    assert after[:common] == real[:common], "the same curve, here and there"
    store.engine.dispose()


def begun_by_nobody(store):
    claim = queue.claim(store)
    assert claim is not None
    return claim


def test_what_is_no_users_is_not_in_it(kept, home, tmp_path):
    (home / "cache" / "mnist").mkdir(parents=True)
    (home / "cache" / "mnist" / "train-images-idx3-ubyte.gz").write_bytes(b"x" * 1000)
    (home / "datasets" / ".abc.part").write_bytes(b"half a file")
    (home / "datasets" / "notes.txt").write_text("not ours")
    making.make(tmp_path / "kept.zip")
    names = zipfile.ZipFile(tmp_path / "kept.zip").namelist()
    assert {name.partition("/")[0] for name in names} == {"digitlab.sqlite", "datasets", "manifest.json"}
    assert len(names) == 4
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".backup-")]


def test_a_backup_takes_no_name_that_is_taken(kept, tmp_path):
    (tmp_path / "kept.zip").write_text("an older one")
    with pytest.raises(BadInput, match="is there already"):
        making.make(tmp_path / "kept.zip")
    assert (tmp_path / "kept.zip").read_text() == "an older one"


def test_where_nothing_is_there_is_nothing_to_back_up(home, tmp_path):
    with pytest.raises(BadInput, match="There is nothing to keep in"):
        making.make(tmp_path / "kept.zip")
    assert not home.exists()


def test_other_databases_have_their_own_tools(monkeypatch, tmp_path):
    monkeypatch.setenv("DIGITLAB_DATABASE", "postgresql+psycopg://ada:secret@host/digits")
    for command in ("backup", "restore"):
        words = refusal(command, str(tmp_path / "kept.zip"))
        assert "Use pg_dump and pg_restore for it, and copy the folder" in words
        assert "secret" not in words


def test_a_folder_that_is_not_there_gets_a_sentence(kept, tmp_path):
    with pytest.raises(
        StorageProblem, match=r"cannot be written: No such file or directory\. Choose a folder"
    ):
        making.make(tmp_path / "nowhere" / "kept.zip")


@pytest.mark.fault("the disk is full during a backup", "a sentence, and nothing half-written")
@pytest.mark.parametrize("most_bytes", [20_000, 900_000])
def test_a_full_disk_leaves_no_half_backup(kept, tmp_path, most_bytes):
    """A limit on file sizes stands in for a full disk: of the copy, then of the archive."""
    code = (
        f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({most_bytes}, {most_bytes}));"
        "from digitcore.__main__ import run; run()"
    )
    with kept.writing() as connection:
        connection.exec_driver_sql("CREATE TABLE ballast (content BLOB)")
        connection.exec_driver_sql("INSERT INTO ballast VALUES (randomblob(100000))")
    target = tmp_path / "folder" / "kept.zip"
    target.parent.mkdir()
    if most_bytes > 200_000:
        (tmp_path / "home" / "datasets" / f"{'0' * 64}.npz").write_bytes(os.urandom(1_000_000))
    done = subprocess.run(
        [sys.executable, "-c", code, "backup", str(target)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, ""), done.stderr
    assert (
        "cannot be copied" if most_bytes < 200_000 else "cannot be written: File too large"
    ) in done.stderr
    assert "space" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert list(target.parent.iterdir()) == []


def files_in(folder):
    return {path for path in folder.rglob("*") if path.is_file() and path.name != LOCK_NAME}


def cut(file):
    file.write_bytes(file.read_bytes()[:-100])


def begin_later(file):
    """Its end says that the list of files begins later than it does, so that files begin before the first byte."""
    content = bytearray(file.read_bytes())
    place = content.rindex(b"PK\x05\x06") + 16
    begins = int.from_bytes(content[place : place + 4], "little") + 1_000_000
    content[place : place + 4] = begins.to_bytes(4, "little")
    file.write_bytes(content)


def flip_in_the_middle(file):
    content = bytearray(file.read_bytes())
    content[len(content) // 3] ^= 1
    file.write_bytes(content)


def repack(file, change_members):
    """The archive anew, with other members."""
    with zipfile.ZipFile(file) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    change_members(members)
    with zipfile.ZipFile(file, "w") as packed:
        for name, content in members.items():
            packed.writestr(name, content)


def named(name, size_bytes=1):
    """A file under this name in the archive and in its manifest."""

    def change_members(members):
        manifest = json.loads(members["manifest.json"])
        manifest["files"].append({"name": name, "size_bytes": size_bytes, "sha256": "0" * 64})
        members |= {"manifest.json": json.dumps(manifest).encode(), name: b"x"}

    return change_members


def manifest_says(**values):
    def change_members(members):
        members["manifest.json"] = json.dumps(json.loads(members["manifest.json"]) | values).encode()

    return change_members


def without(name):
    return lambda members: members.pop(name)


def with_database(change):
    """Every hash is right, and the database is another one all the same."""

    def change_members(members):
        content = change(members["digitlab.sqlite"])
        manifest = json.loads(members["manifest.json"])
        for one in manifest["files"]:
            if one["name"] == "digitlab.sqlite":
                one |= {"sha256": hashlib.sha256(content).hexdigest(), "size_bytes": len(content)}
        members |= {"manifest.json": json.dumps(manifest).encode(), "digitlab.sqlite": content}

    return lambda file: repack(file, change_members)


def overwritten(place, by):
    return with_database(lambda content: content[:place] + by + content[place + len(by) :])


def after(*statements):
    """As SQLite itself would change it."""

    def change(content):
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.deserialize(content)
            for statement in statements:
                connection.execute(statement)
            connection.commit()
            return connection.serialize()

    return with_database(change)


SPOILT = {
    "cut off": (cut, "is damaged"),
    "a bit is another": (flip_in_the_middle, "is damaged"),
    "begins before itself": (begin_later, "is damaged"),
    "no zip": (lambda file: file.write_text("text"), "is no backup"),
    "empty": (lambda file: file.write_bytes(b""), "is no backup"),
    "gone": (lambda file: file.unlink(), "There is no file"),
    "no manifest": (lambda file: repack(file, without("manifest.json")), "is no backup"),
    "not ours": (lambda file: repack(file, manifest_says(format="other")), "is no backup"),
    "newer format": (lambda file: repack(file, manifest_says(version=2)), "by a newer Digit Lab"),
    "newer tables": (lambda file: repack(file, manifest_says(schema_version=999)), "by a newer Digit Lab"),
    "no list": (lambda file: repack(file, manifest_says(files=7)), "is damaged"),
    "lists nonsense": (lambda file: repack(file, manifest_says(files=[[]])), "is damaged"),
    "endless version": (lambda file: repack(file, manifest_says(schema_version=float("inf"))), "is damaged"),
    "a file is missing": (lambda file: repack(file, without("digitlab.sqlite")), "is damaged"),
    "a file too many": (lambda file: repack(file, lambda members: members.update(x=b"")), "is damaged"),
    "goes up": (lambda file: repack(file, named("../escaped")), "is damaged"),
    "goes up later": (lambda file: repack(file, named("datasets/../../escaped")), "is damaged"),
    "absolute": (lambda file: repack(file, named("/tmp/escaped")), "is damaged"),
    "backslash": (lambda file: repack(file, named("datasets\\..\\escaped")), "is damaged"),
    "a size below zero": (
        lambda file: repack(file, named(f"datasets/{'0' * 64}.npz", size_bytes=-1)),
        "a size in its manifest is below zero",
    ),
    "damaged inside": (overwritten(8192, b"\xff" * 4096), "is damaged"),
    "no database inside": (with_database(lambda content: b"text" * 2000), "is damaged"),
    "half a header inside": (overwritten(16, b"\xff" * 20), "is damaged"),
    "a trigger": (
        after("CREATE TRIGGER t BEFORE UPDATE ON runs BEGIN SELECT RAISE(ABORT, 'no'); END"),
        "is damaged",
    ),
    "a view for a table": (
        after("ALTER TABLE points RENAME TO others", "CREATE VIEW points AS SELECT * FROM others"),
        "is damaged",
    ),
    "no table of runs": (after("DROP TABLE runs"), "is damaged"),
    "a table of nothing": (after("DROP TABLE epochs", "CREATE TABLE epochs (id)"), "is damaged"),
    "words for a time": (after("UPDATE runs SET created_at = 'yesterday'"), "is damaged"),
    "a time beyond all": (after("UPDATE runs SET created_at = 1e300"), "is damaged"),
    "bytes for words": (after("UPDATE runs SET title = x'ff'"), "is damaged"),
    "words for a number": (after("UPDATE drawings SET true_label = 'one'"), "is damaged"),
}


@pytest.mark.fault(
    "a backup is damaged or foreign", "refused in a sentence; nothing is written, nothing escapes"
)
@pytest.mark.parametrize("how", SPOILT)
def test_what_is_damaged_or_foreign_is_refused_and_changes_nothing(how, file, elsewhere):
    spoil, words = SPOILT[how]
    spoil(file)
    before = files_in(file.parent)
    with pytest.raises(BadInput, match=words) as caught:
        restoring.restore(file)
    assert "\n" not in str(caught.value)
    assert files_in(file.parent) == before


@pytest.mark.parametrize("version", ["-1", "0", "'newest'", "0.5", "x'ff'"])
def test_a_database_that_does_not_say_its_version_is_refused(version, file, elsewhere):
    after("DROP TABLE schema_version", f"CREATE TABLE schema_version AS SELECT {version} AS version")(file)
    with pytest.raises(StorageProblem, match="does not say which version its tables are of"):
        restoring.restore(file)
    assert files_in(elsewhere) == set()


def test_a_link_in_an_archive_leads_nowhere(file, elsewhere, tmp_path):
    """A zip may hold symbolic links; here each file's content is only that."""
    secret = tmp_path / "secret"
    secret.write_text("of somebody else")
    link = zipfile.ZipInfo(f"datasets/{'0' * 64}.npz")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(file) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    named(link.filename)(members)
    members.pop(link.filename)
    with zipfile.ZipFile(file, "w") as packed:
        for name, content in members.items():
            packed.writestr(name, content)
        packed.writestr(link, str(secret))
    with pytest.raises(BadInput, match="is not what it was"):
        restoring.restore(file)
    assert not list(elsewhere.rglob("*.npz"))


def test_what_unpacks_to_more_than_it_says_is_stopped(file, elsewhere):
    def more(members):
        members["digitlab.sqlite"] += bytes(50_000_000)

    repack(file, more)
    with pytest.raises(BadInput, match="is not what it was"):
        restoring.restore(file)


def test_a_home_with_something_in_it_is_kept_aside(file, elsewhere):
    other = store_in(elsewhere)
    theirs = ask(other, BEN, seed=77)
    other.engine.dispose()
    (elsewhere / "cache").mkdir()
    (elsewhere / "cache" / "file").touch()
    with pytest.raises(BadInput, match=r"elsewhere is not empty\. Add --replace"):
        restoring.restore(file)
    assert runs.get(other, theirs.id) == theirs
    other.engine.dispose()
    aside = restoring.restore(file, replace=True).aside
    with closing(sqlite3.connect(aside / "digitlab.sqlite")) as connection:
        assert connection.execute("SELECT id FROM runs").fetchall() == [(theirs.id,)]
    assert [run.owner for run in runs.list_runs(open_store())] == [ADA]
    assert (elsewhere / "cache" / "file").exists(), "what can be fetched again stays where it is"
    open_store().engine.dispose()
    again = restoring.restore(file, replace=True).aside
    assert again != aside
    assert len(list((again / "datasets").iterdir())) == 2


@pytest.mark.fault(
    "the database is beyond repair", "a backup takes its place; what is left of it is kept aside"
)
def test_a_backup_takes_the_place_of_a_damaged_database(file, elsewhere):
    elsewhere.mkdir()
    (elsewhere / "digitlab.sqlite").write_text("no database at all, but text\n" * 400)
    aside = restoring.restore(file, replace=True).aside
    assert (aside / "digitlab.sqlite").read_text().startswith("no database")
    assert [run.owner for run in runs.list_runs(open_store())] == [ADA]
    assert checks.examine().ok


def test_a_restore_that_was_killed_changes_nothing_and_can_be_done_again(file, elsewhere):
    """It is stopped when all is unpacked, right before the move."""
    code = (
        "import os, sys\nfrom pathlib import Path\nfrom digitcore.lab.maintenance.backup import restoring\n"
        "restoring._move = lambda *_: os.kill(os.getpid(), 9)\nrestoring.restore(Path(sys.argv[1]))"
    )
    with program(code, file) as killed:
        killed.wait()
    assert not (elsewhere / "digitlab.sqlite").exists()
    assert len(list(elsewhere.glob(".restoring-*"))) == 1
    restoring.restore(file)
    assert [run.owner for run in runs.list_runs(open_store())] == [ADA]
    found = {line.check.name: line for line in checks.examine(repair=True).results}
    assert found["half-written"].done == "1 file deleted."


@pytest.mark.fault("a backup is restored under a running app", "refused in a sentence; the app goes on")
def test_a_home_that_an_app_uses_is_left_alone(file, elsewhere):
    code = (
        "import sys\nfrom digitcore.lab.store.store import open_store\nfrom tests.core.memories import ask\n"
        "store = open_store()\nask(store)\nprint('up', flush=True)\nsys.stdin.readline()\nprint(ask(store, seed=5).state)"
    )
    with program(code) as app:
        assert app.stdout.readline() == "up\n"
        with pytest.raises(BadInput, match=r"is in use by an app that runs\. Stop the app"):
            restoring.restore(file, replace=True)
        assert app.communicate("go on\n")[0] == "queued\n"
    restoring.restore(file, replace=True)


def test_the_command_says_what_it_did_and_where_the_rest_is(file, elsewhere):
    other = store_in(elsewhere)
    ask(other, BEN)
    other.engine.dispose()
    assert "is not empty" in refusal("restore", str(file))
    done = subprocess.run(
        [sys.executable, "-m", "digitcore", "restore", str(file), "--replace"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    first, second = done.stdout.splitlines()
    assert first.startswith(f"{elsewhere} holds the database and 1 added dataset of 20")
    assert "What was there before is in" in second


def test_arrays_come_back_as_they_were(file, elsewhere, home):
    restoring.restore(file)
    for path in (home / "datasets").glob("*.npz"):
        before, after = (
            np.load(io.BytesIO(one.read_bytes())) for one in (path, elsewhere / "datasets" / path.name)
        )
        assert all(np.array_equal(before[name], after[name]) for name in before)
