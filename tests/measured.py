"""Write a measured table into its section of `docs/measured.md`, with the date and the machine.

A section lies between two comments, `<!-- load -->` and `<!-- /load -->`; what stands around them is written by people.

    with recorded("load"):
        print("| people | seconds |")  # on screen as always, and in the section at the end

`python -m tests.measured` writes the tables of reproductions, which are kept as data in `assets/reproduced.json`.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import os
import platform
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from digitcore import settings
from digitcore.learning.guided import curve_distance, reproduction

PAGE = settings.PROJECT / "docs" / "measured.md"


class NotMeasuredError(Exception):
    """What the measurement needs is missing here; the section stays as it is."""


class _Copy(io.StringIO):
    """Keeps what is printed, and prints it."""

    def __init__(self, screen: TextIO) -> None:
        super().__init__()
        self._screen = screen

    def write(self, text: str) -> int:
        self._screen.write(text)
        return super().write(text)

    def flush(self) -> None:
        self._screen.flush()


@contextlib.contextmanager
def recorded(section: str | None, *, fenced: bool = False, page: Path = PAGE) -> Iterator[None]:
    """What is printed inside becomes the section, unless an exception ends it; without a section it is printed only.

    Columns made of spaces are `fenced`, so that Markdown leaves them alone.
    """
    copy = _Copy(sys.stdout)
    with contextlib.redirect_stdout(copy):
        yield
    if section is not None:
        text = copy.getvalue().strip("\n")
        body = f"```\n{text}\n```" if fenced else text
        write(section, f"Measured on {dt.date.today().isoformat()} on {machine()}.\n\n{body}", page)


def write(section: str, text: str, page: Path = PAGE) -> None:
    """Replace the section; a new one goes to the end of the page, under a heading of its own."""
    document = page.read_text(encoding="utf-8")
    new = _between(section, f"\n\n{text}\n\n")
    if read(section, page) is None:
        document = f"{document.rstrip()}\n\n### {section}\n\n{new}\n"
    else:
        document = re.sub(_between(section, ".*?"), lambda _: new, document, flags=re.DOTALL)
    page.write_text(document, encoding="utf-8")


def read(section: str, page: Path = PAGE) -> str | None:
    """What stands in the section now."""
    match = re.search(_between(section, "(.*?)"), page.read_text(encoding="utf-8"), re.DOTALL)
    return match[1].strip("\n") if match else None


def _between(section: str, text: str) -> str:
    return f"<!-- {section} -->{text}<!-- /{section} -->"


def machine() -> str:
    """`2 cores of an AMD EPYC 7B13, Linux 6.18, Python 3.11.9`; of the system's version only what people compare."""
    release = re.match(r"\d+\.\d+|", platform.release())
    system = f"{platform.system()} {release[0] if release else ''}".strip()
    return f"{_cores()} cores of {_processor()}, {system}, Python {platform.python_version()}"


def _cores() -> int:
    """Those this process may use, where the system tells."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    text = information.read_text(encoding="utf-8") if information.is_file() else ""
    match = re.search(r"^model name\s*: (.+)$", text, re.MULTILINE)
    return match[1].strip() if match else platform.processor() or platform.machine()


if __name__ == "__main__":
    kept = reproduction.read()
    write("reproductions", reproduction.as_markdown(reproduction.reproductions(kept)).strip())
    write("curves", curve_distance.as_markdown(kept).strip())
