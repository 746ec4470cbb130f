"""A restore that is killed between any two of its renames: the next start has the old contents or the new, whole."""

import subprocess
import sys

import pytest

from digitcore.lab.drawings import drawings
from digitcore.lab.maintenance.backup import making, restoring, unfinished
from digitcore.lab.maintenance.doctor import checks
from digitcore.lab.store.store import open_store
from tests.core.command_runner import run
from tests.core.lab.drawings.test_drawings import keep
from tests.core.lab.maintenance.test_backup import keep_dataset
from tests.core.memories import ADA, BEN, ROOT, store_in

# Copies of this process restore the backup, each into a HOME of its own, and are killed at another rename.
KILLED = """
import os, shutil, sys
from pathlib import Path

from digitcore.lab.maintenance.backup import restoring

backup, template, folder = map(Path, sys.argv[1:])
moves = {name: getattr(Path, name) for name in ("rename", "replace")}

def killed_at(number):
    left = [number]
    def counting(act):
        def counted(path, target):
            left[0] -= 1
            if left[0] < 0:
                os._exit(9)
            return act(path, target)
        return counted
    for name, act in moves.items():
        setattr(Path, name, counting(act))

for number in range(100):
    home = folder / str(number)
    shutil.copytree(template, home)
    os.environ["DIGITLAB_HOME"] = str(home)
    child = os.fork()
    if not child:
        killed_at(number)
        restoring.restore(backup, replace=True)
        os._exit(0)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0:
        print(number)
        break
"""


def contents(home):
    """Whose drawings and datasets are there."""
    store = store_in(home)
    whose = "".join(name for name, visitor in (("old", ADA), ("new", BEN)) if drawings.count(store, visitor))
    store.engine.dispose()
    return whose, len(list((home / "datasets").glob("*.npz")))


@pytest.fixture
def prepared(tmp_path, monkeypatch):
    """A HOME with something old, and a backup of something new."""
    for name, visitor in (("new", BEN), ("template", ADA)):
        monkeypatch.setenv("DIGITLAB_HOME", str(tmp_path / name))
        store = open_store()
        keep(store, visitor)
        if visitor == ADA:
            keep_dataset()
        store.truncate_log()
        store.engine.dispose()
        if visitor == BEN:
            making.make(tmp_path / "backup.zip")
    return tmp_path


@pytest.mark.fault(
    "a restore is killed between two renames", "the next start has the old contents or the new, whole"
)
@pytest.mark.skipif(sys.platform == "win32", reason="copies a process")
def test_one_that_is_killed_at_any_rename_is_finished_or_taken_back(prepared, monkeypatch):
    (prepared / "homes").mkdir()
    command = [
        sys.executable,
        "-c",
        KILLED,
        *(str(prepared / name) for name in ("backup.zip", "template", "homes")),
    ]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    renames = int(done.stdout)
    assert renames >= 4, "the note, two files aside, one in"
    found = []
    for number in range(renames):
        home = prepared / "homes" / str(number)
        monkeypatch.setenv("DIGITLAB_HOME", str(home))
        unfinished.settle()
        unfinished.settle()
        found.append(contents(home))
        assert not (home / unfinished.NOTE).exists()
        if found[-1][0] == "old":
            assert not list(home.glob(f"{restoring.ASIDE}*")), number
    assert set(found) <= {("old", 1), ("new", 0)}
    assert found == sorted(found, reverse=True), "what was there, until all of the backup is"
    assert found[0] == ("old", 1)


def test_a_command_settles_it_and_the_next_restore_goes_through(prepared, monkeypatch):
    home = prepared / "template"
    staged = home / f"{restoring.STAGING}killed"
    staged.mkdir()
    (staged / "digitlab.sqlite").write_bytes(b"the new one")
    moves = unfinished.Moves(staged.name, f"{restoring.ASIDE}20260101-000000", ("digitlab.sqlite",))
    moves.note(home)
    (home / moves.aside).mkdir()
    (home / "digitlab.sqlite").rename(home / moves.aside / "digitlab.sqlite")
    monkeypatch.setenv("DIGITLAB_HOME", str(home))
    done = run("restore", str(prepared / "backup.zip"), "--replace")
    assert (done.returncode, done.stderr.count("everything is back where it was")) == (0, 1)
    assert contents(home) == ("new", 0)
    assert not staged.exists()


def test_a_restore_that_fails_puts_everything_back(prepared, monkeypatch):
    home = prepared / "template"
    monkeypatch.setenv("DIGITLAB_HOME", str(home))

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(restoring, "_move_in", fail)
    with pytest.raises(Exception, match="cannot be written"):
        restoring.restore(prepared / "backup.zip", replace=True)
    assert contents(home) == ("old", 1)
    assert sorted(path.name for path in home.iterdir() if path.name[0] == ".") == []


def test_the_doctor_names_what_is_set_aside(prepared, monkeypatch):
    monkeypatch.setenv("DIGITLAB_HOME", str(prepared / "template"))
    aside = restoring.restore(prepared / "backup.zip", replace=True).aside
    report = {line.check.name: line.finding for line in checks.examine().results}
    assert report["aside"].ok
    assert aside.name in report["aside"].value
