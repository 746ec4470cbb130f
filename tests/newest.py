"""`make newest`: all packages in their newest versions, beyond the bounds of `requirements.txt`, in an environment of its own.

It says which are newer than those of the lock files, and runs the tests with them: what fails is what an update will cost.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / ".newest"


def unbounded(requirements: str) -> list[str]:
    """The requirements without their upper bounds."""
    lines = (line.strip() for line in requirements.splitlines())
    return [re.sub(r",<[^;\s]+", "", line) for line in lines if line and line[0] not in "#-"]


def locked(text: str) -> dict[str, str]:
    """The exact versions of a lock file, by name; of several for several systems the last."""
    return dict(re.findall(r"^([a-z0-9][a-z0-9._-]*)(?:\[[a-z]+\])?==([^\s;\\]+)", text, re.MULTILINE))


def main(arguments: list[str]) -> int:
    """The exit code of pytest."""
    python = FOLDER / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    venv.create(FOLDER, with_pip=True, clear=True)
    wanted = [
        line
        for name in ("requirements.txt", "requirements-dev.txt")
        for line in unbounded((ROOT / name).read_text(encoding="utf-8"))
    ]
    pip = [str(python), "-m", "pip", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--quiet", "--upgrade", *wanted], check=True)
    listed = subprocess.run([*pip, "list", "--format", "json"], check=True, capture_output=True, text=True)
    exact = locked((ROOT / "requirements-dev.lock.txt").read_text(encoding="utf-8"))
    for package in json.loads(listed.stdout):
        name, version = re.sub(r"[-_.]+", "-", package["name"]).lower(), package["version"]
        if exact.get(name, version) != version:
            print(f"{name}: {exact[name]} → {version}", flush=True)
    return subprocess.run(
        [str(python), "-m", "pytest", "-n", "2", *arguments], cwd=ROOT, check=False
    ).returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
