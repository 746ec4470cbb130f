"""A script in sections, and how they become one text. What is in them: `script` and the modules it names."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

_WIDTH = 96
_STANDARD = frozenset({"argparse", "gzip", "math", "pathlib", "sys", "warnings"})
"""Modules of Python's own that scripts use: they are imported first."""


@dataclass(frozen=True)
class Section:
    """A piece of a script, or a cell of a notebook."""

    title: str
    words: str
    """What it does, in a sentence or two; may be empty."""
    code: str
    imports: tuple[str, ...] = ()
    """Whole lines, which come to the top."""


def import_lines(sections: Sequence[Section]) -> str:
    """All imports of the sections: Python's own, a blank line, those of packages."""
    lines = sorted({line for section in sections for line in section.imports}, key=_order)
    own = [line for line in lines if _module(line) in _STANDARD]
    others = [line for line in lines if line not in own]
    return "\n\n".join("\n".join(group) for group in (own, others) if group)


def as_script(docstring: str, sections: Sequence[Section]) -> str:
    """One text: the docstring, then each section below its title."""
    text = "\n\n\n".join(map(_below_title, sections))
    return f'"""{docstring}\n"""\n\n{text}\n'


def _below_title(section: Section) -> str:
    words = textwrap.wrap(section.words, _WIDTH, initial_indent="# ", subsequent_indent="# ")
    return "\n".join([f"# %% {section.title}", *words, section.code])


def _order(line: str) -> tuple[bool, str]:
    """As formatters sort them: `import x` before `from x import y`."""
    return line.startswith("from "), line.lower()


def _module(line: str) -> str:
    return line.split()[1].partition(".")[0]
