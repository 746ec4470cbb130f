"""`make faults`: every test that breaks something on purpose, and a table of what was broken and what held (docs/measured.md).

The tests that are too long for every run of `make test` run here too: those of the store in PostgreSQL, for one.

The tests are marked with `fault`, where they belong. Several cases of one fault are one line: their time is added up, and the
worst outcome counts.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from tests.measured import recorded

_WORST_FIRST = ("FAILED", "not run here", "held")


@dataclass
class Line:
    """One fault, and what was checked after it."""

    fault: str
    checked: str
    seconds: float = 0.0
    outcomes: list[str] = field(default_factory=list)

    @property
    def outcome(self) -> str:
        return next(outcome for outcome in _WORST_FIRST if outcome in self.outcomes)


class Table:
    """Listens to pytest, and keeps a line for each fault."""

    def __init__(self) -> None:
        self._lines: dict[tuple[str, str], Line] = {}
        self._of_test: dict[str, Line] = {}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            for mark in item.iter_markers("fault"):
                line = self._lines.setdefault(mark.args, Line(*mark.args))
                self._of_test[item.nodeid] = line

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        line = self._of_test.get(report.nodeid)
        if line is None:
            return
        line.seconds += report.duration
        if report.when == "call" or report.outcome != "passed":
            line.outcomes.append({"passed": "held", "skipped": "not run here"}.get(report.outcome, "FAILED"))

    def rows(self) -> Iterator[str]:
        """The table in Markdown."""
        yield "| fault | what was checked | outcome | seconds |"
        yield "|---|---|---|---|"
        for line in sorted(self._lines.values(), key=lambda line: line.fault):
            if line.outcomes:
                yield f"| {line.fault} | {line.checked} | {line.outcome} | {line.seconds:.1f} |"


def main(arguments: list[str]) -> int:
    """Run them all, the long ones too, and print the table; with arguments only some run, and nothing is kept."""
    table = Table()
    code = pytest.main(
        [
            "-m",
            "fault or long",
            "-p",
            "no:randomly",
            "tests/core",
            "tests/screens",
            "tests/browser",
            *arguments,
        ],
        plugins=[table],
    )
    is_whole = not arguments and code in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
    print()  # noqa: T201
    with recorded("faults" if is_whole else None):
        for row in table.rows():
            print(row)  # noqa: T201
    return int(code)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
