"""Numbers and names in a sentence, without markup."""

from __future__ import annotations

import datetime as dt
import re

# "an" stands before a vowel as it is spoken: eight, eleven, eighteen, an F, an apple; but a one.
_AFTER_AN = re.compile(r"8|1[18]\b|(?!one\b)[aeio]|[fhlmnrsx]$", re.IGNORECASE)


_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes text that begins like this for a formula."""


def cell(value: object) -> object:
    """A value for a CSV file: text that somebody typed never becomes a formula; numbers stay numbers.

    >>> cell("=1+1"), cell("-0.5"), cell(-0.5), cell("7b")
    ("'=1+1", '-0.5', -0.5, '7b')
    """
    is_formula = isinstance(value, str) and value.startswith(_FORMULA) and not _is_number(value)
    return f"'{value}" if is_formula else value


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def counted(count: int, thing: str) -> str:
    """A count with its noun.

    >>> counted(1, "run"), counted(1200, "run")
    ('1 run', '1,200 runs')
    """
    return f"{count:,} {thing}" if count == 1 else f"{count:,} {thing}s"


def date(day: dt.date) -> str:
    """A day; the system's own way to leave out the zero differs on Windows.

    >>> date(dt.date(2026, 11, 9))
    '9 November 2026'
    """
    return f"{day.day} {day:%B %Y}"


def a(name: object) -> str:
    """A name with its article.

    >>> a(4), a(8)
    ('a 4', 'an 8')
    """
    return f"{'an' if _AFTER_AN.match(str(name)) else 'a'} {name}"
