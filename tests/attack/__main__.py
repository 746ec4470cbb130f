"""`make attack`: what one visitor, one link or one script may do to a lesson, done to a real server on this machine.

Each attack is a function in a module of this folder, marked by `table.attack`; it gets the address of a fresh server and
returns numbers in words and whether they are as wanted. `ARGS=seeds` runs those whose name has this in it.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from pathlib import Path

from tests import measured
from tests.attack import (  # noqa: F401  they register their attacks
    background_work,
    beside_pupils,
    connections,
    rooms_attacks,
    uploads_attacks,
)
from tests.attack.table import ATTACKS, Attack, Outcome
from tests.bench import socket_client
from tests.browser.conftest import serving
from tests.measured import recorded

SECTION = "attacks"
_PATIENCE_SECONDS = 300.0
"""On a machine that does other work as well, an attack takes longer; it is judged against the same without it."""


def main(wanted: list[str]) -> int:
    """Run them one after the other, and print a row for each. Those that are named replace their rows in the page."""
    chosen = [each for each in ATTACKS if not wanted or any(word in each.name for word in wanted)]
    socket_client.PATIENCE_SECONDS = _PATIENCE_SECONDS
    rows = {}
    with recorded(None if wanted else SECTION):
        _print(f"Load of the machine when it began: {os.getloadavg()[0]:.1f}.\n")
        _print("| attack | in numbers | outcome |\n|---|---|---|")
        for each in chosen:
            outcome = _outcome(each)
            rows[each.title] = (
                f"| {each.title} | {outcome.numbers} | {'held' if outcome.held else 'NOT HELD'} |"
            )
            _print(rows[each.title])
    if wanted:
        measured.write(SECTION, "\n".join(_with(rows, (measured.read(SECTION) or "").splitlines())))
    return 0 if all(row.endswith("| held |") for row in rows.values()) else 1


def _outcome(attack: Attack) -> Outcome:
    """Of one attack on a fresh server."""
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as server:
        try:
            outcome = asyncio.run(attack.run(server))
        except Exception as problem:  # noqa: BLE001  a row of its own, and the others go on
            outcome = Outcome(f"broke off: {type(problem).__name__}: {problem}", False)
        log = server.log.read_text(errors="replace")
    tracebacks = log.count("Traceback")
    if tracebacks:
        sys.stderr.write(log[log.index("Traceback") :][:3_000])
    return Outcome(f"{outcome.numbers}; {tracebacks} tracebacks", False) if tracebacks else outcome


def _with(rows: dict[str, str], lines: list[str]) -> list[str]:
    """The lines of the table, with these rows in the place of those with the same title."""
    return [
        next((row for title, row in rows.items() if line.startswith(f"| {title} |")), line) for line in lines
    ]


def _print(row: str) -> None:
    print(row, flush=True)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
