"""Commands of the command line as a person gives them: a real process each, its output, its exit code, never a traceback.

A new interpreter needs seconds to load TensorFlow. So most commands begin in a copy (fork) of a process that has loaded it
and done nothing yet; `run_anew` begins with nothing, as a terminal does, and at least one test of each command uses it.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import runpy
import subprocess
import sys
import tempfile
from collections.abc import Callable
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
Done = subprocess.CompletedProcess[str]

METHOD = "forkserver" if sys.platform == "linux" else "spawn"
"""Of `multiprocessing`; elsewhere libraries of the system may not survive a fork."""


def copies() -> BaseContext:
    """Its processes are copies of one that has TensorFlow loaded."""
    context = multiprocessing.get_context(METHOD)
    if METHOD == "forkserver":
        context.set_forkserver_preload(["tests.core.commands_loaded"])
    return context


def run(*arguments: str) -> Done:
    """A command in a process of its own, which has TensorFlow loaded."""
    with tempfile.TemporaryDirectory() as folder:
        said = [Path(folder) / name for name in ("stdout", "stderr")]
        process = copies().Process(target=_give, args=(arguments, dict(os.environ), said))
        process.start()
        process.join()
        return subprocess.CompletedProcess(arguments, process.exitcode, *(path.read_text() for path in said))


def run_anew(*arguments: str) -> Done:
    """A command in an interpreter of its own."""
    command = [sys.executable, "-m", "digitcore", *arguments]
    return subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False)


def answer(*arguments: str, run: Callable[..., Done] = run) -> Any:
    """What a command prints as JSON."""
    done = run(*arguments, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def refusal(*arguments: str) -> str:
    """The one sentence of a command that is refused."""
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    return done.stderr


def _give(arguments: tuple[str, ...], environment: dict[str, str], said: list[Path]) -> None:
    """What the copy does: become `python -m digitcore …` with what it says in two files."""
    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(environment)
    for number, path in enumerate(said, start=1):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), number)
    sys.argv = ["digitcore", *arguments]
    runpy.run_module("digitcore", run_name="__main__", alter_sys=True)
