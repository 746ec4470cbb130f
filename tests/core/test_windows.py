"""What only POSIX has is not needed to import the app: Windows itself was not tried."""

import ast
import subprocess
import sys

import pytest

from tests.core.memories import ROOT

POSIX_ONLY = ("fcntl", "grp", "pwd", "resource", "termios")
PRODUCT = [*ROOT.glob("digitcore/**/*.py"), *ROOT.glob("pages/**/*.py"), ROOT / "app.py"]
IMPORT_ALL = f"""
import importlib, sys
import click, distributed, numpy, plotly, psutil, sqlalchemy, streamlit  # what packages import of it is theirs
for name in {POSIX_ONLY}:
    sys.modules[name] = None
for name in sys.argv[1:]:
    importlib.import_module(name)
"""


def module(path):
    return path.relative_to(ROOT).as_posix().removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def test_every_module_of_the_library_is_imported_without_what_only_posix_has():
    names = [module(path) for path in ROOT.glob("digitcore/**/*.py") if path.stem != "__main__"]
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL, *names],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def test_no_page_imports_what_only_posix_has():
    for path in PRODUCT:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert not {*names, getattr(node, "module", None)} & {*POSIX_ONLY}, path


@pytest.mark.parametrize(
    "name", ["setpriority", "getuid", "fork", "sched_getaffinity", "getloadavg", "O_DIRECTORY"]
)
def test_what_windows_os_module_lacks_is_asked_for_first(name):
    """Each use stands behind a question: `hasattr(os, …)`, or another platform."""
    for path in PRODUCT:
        source = path.read_text(encoding="utf-8")
        uses = [
            node
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.Attribute) and node.attr == name and getattr(node.value, "id", "") == "os"
        ]
        assert not uses or f'hasattr(os, "{name}")' in source or 'sys.platform == "win32"' in source, path


def test_no_date_is_written_in_a_way_that_windows_refuses():
    wrong = [
        path
        for path in PRODUCT
        if any(f"%-{sign}" in path.read_text(encoding="utf-8") for sign in "dmHIjMSy")
    ]
    assert wrong == []
