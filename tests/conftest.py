"""Fixtures for all tests: a home of its own for each, and strokes of real pens."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

from digitcore.lab.queue import worker
from tests import postgres
from tests.core import trainings

# For all processes that tests start as well: what others have compiled already is found, whatever is set here; and the
# threads of one process do not wait in a circle for cores that another one has.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
for _library in ("OPENBLAS", "OMP"):
    os.environ.setdefault(f"{_library}_NUM_THREADS", "1")

# Servers and browsers of the tests have the priority of workers that train: below them, those would wait for minutes.
os.setpriority(os.PRIO_PROCESS, 0, max(worker.NICENESS, os.getpriority(os.PRIO_PROCESS, 0)))

_PEN = os.environ.get("DIGITLAB_PEN", "")

LONGEST_FIRST = (
    "tests/browser/",
    "tests/core/lab/queue/test_dispatcher.py",
    "tests/core/lab/queue/test_several_machines.py",
    "tests/core/export/test_scripts.py",
    "tests/core/learning/recipes/",
    "tests/core/learning/engine/test_training.py",
    "tests/core/lab/store/",
)
"""What must not begin when nothing else is left to do."""


class ByFile(LoadScopeScheduling):
    """One process has all tests that need a browser: two browsers at once starve each other.

    The tests of any other file stay together, since they share what is costly to make. (xdist's own groups do not work
    with pytest 9.2: it marks them in a name that pytest no longer reads.)
    """

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        return "browser" if path.startswith("tests/browser/") else path


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile:
    """Files are begun in the order in which they were collected."""
    config.option.loadscopereorder = False
    return ByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first."""
    items.sort(
        key=lambda item: next(
            (n for n, path in enumerate(LONGEST_FIRST) if item.nodeid.startswith(path)), len(LONGEST_FIRST)
        )
    )


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty DIGITLAB_HOME."""
    folder = tmp_path / "home"
    monkeypatch.setenv("DIGITLAB_HOME", str(folder))
    monkeypatch.delenv("DIGITLAB_PEN", raising=False)
    return folder


@pytest.fixture(scope="session")
def postgresql() -> Iterator[postgres.Server]:
    """A real PostgreSQL, started by the first test that asks for it; skips where there is none."""
    with postgres.running() as server:
        yield server


@pytest.fixture
def with_pens(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some strokes of real pens, as the library finds them in DIGITLAB_PEN."""
    monkeypatch.setenv("DIGITLAB_PEN", str(Path(__file__).parent / "handwriting"))


@pytest.fixture
def with_all_pens(monkeypatch: pytest.MonkeyPatch) -> None:
    """All strokes that the default model was judged on; for `long` tests, since not every machine has them."""
    if not _PEN:
        pytest.skip("needs the folder with all pen strokes in DIGITLAB_PEN")
    monkeypatch.setenv("DIGITLAB_PEN", _PEN)


@pytest.fixture(scope="session", autouse=True)
def trained_once_for_all_processes(tmp_path_factory: pytest.TempPathFactory) -> None:
    """xdist gives each process a folder in the one of the whole run."""
    own = tmp_path_factory.getbasetemp()
    trainings.keep_in((own.parent if own.name.startswith("popen-") else own) / "trainings")
