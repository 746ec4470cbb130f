"""A power cut, played by a library that is preloaded into a process and keeps of each file what was synced (`power_cut.c`)."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from digitcore.lab.drawings import drawings
from digitcore.lab.maintenance.backup import making, restoring
from digitcore.lab.store.store import open_store
from tests.core.memories import ADA, ROOT

DRAWN = 25
DRAW = f"""
import numpy as np
from digitcore.data.ink import Drawing
from digitcore.lab.drawings import drawings
from digitcore.lab.store.store import open_store

line = Drawing.from_strokes([[(140, 60), (140, 220)]])
probabilities = np.full((1, 10), 0.1, np.float32)
about = dict(model="default", said="1", is_digit=True, probabilities=probabilities)
for number in range({DRAWN}):
    print(drawings.save(open_store(), "{ADA}", line, **about), flush=True)
"""
BACKUP = """
from pathlib import Path
from digitcore.lab.maintenance.backup import making
making.make(Path("{target}"))
print("made", flush=True)
"""
CUT = "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n"


@pytest.fixture
def disk(tmp_path):
    """Runs a program up to a power cut; gives what it has confirmed, and leaves in its folder what a disk would have."""
    if (compiler := shutil.which("cc")) is None:
        pytest.skip("needs a C compiler")
    library, kept = tmp_path / "power_cut.so", tmp_path / "kept"
    kept.mkdir()
    source = Path(__file__).with_name("power_cut.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)

    def run(code, *folders):
        environment = os.environ | {"LD_PRELOAD": str(library), "POWER_CUT": str(kept)}
        done = subprocess.run(
            [sys.executable, "-c", code + CUT],
            cwd=ROOT, env=environment, check=False, capture_output=True, text=True,
        )  # fmt: skip
        for folder in folders:
            for path in [path for path in folder.rglob("*") if path.is_file()]:
                path.unlink()
        for path, inode in names(kept / "names").items():
            if any(path.is_relative_to(folder) for folder in folders):
                path.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(kept / inode, path)
        return done.stdout.split()

    return run


def names(log):
    """The names that the disk knows at the end, each with its inode."""
    known = {}
    for line in log.read_text().splitlines():
        inode, _, path = line.partition(" ")
        if inode == "0":
            known = {name: each for name, each in known.items() if name.parent != Path(path)}
        elif (log.parent / inode).is_file():
            known[Path(path)] = inode
    return known


@pytest.mark.long
@pytest.mark.fault(
    "the power is cut", "each drawing that was confirmed is there; a backup that was made is whole"
)
def test_what_was_confirmed_survives_a_power_cut(disk, home, tmp_path, monkeypatch):
    home.mkdir()
    confirmed = disk(DRAW, home)
    assert len(confirmed) == DRAWN
    assert {drawing.id for drawing in drawings.listed(open_store(), ADA)} == set(confirmed)
    open_store().engine.dispose()

    folder = tmp_path / "backups"
    folder.mkdir()
    target = folder / "monday.zip"
    assert disk(BACKUP.format(target=target), folder) == ["made"]
    monkeypatch.setenv("DIGITLAB_HOME", str(tmp_path / "other"))
    restoring.restore(target)
    assert len(drawings.listed(open_store(), ADA)) == DRAWN


@pytest.mark.long
@pytest.mark.fault("the power is cut", "what a restore has brought back is there")
def test_what_was_restored_survives_a_power_cut(disk, home, tmp_path):
    home.mkdir()
    subprocess.run([sys.executable, "-c", DRAW], cwd=ROOT, check=True, capture_output=True)
    target = tmp_path / "monday.zip"
    making.make(target)
    shutil.rmtree(home)
    home.mkdir()
    code = f"""
from pathlib import Path
from digitcore.lab.maintenance.backup import restoring
restoring.restore(Path("{target}"))
print("restored", flush=True)
"""
    assert disk(code, home) == ["restored"]
    assert len(drawings.listed(open_store(), ADA)) == DRAWN
