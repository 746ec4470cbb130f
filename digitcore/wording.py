"""Numbers and names in a sentence, without markup."""

from __future__ import annotations

import datetime as dt
import re

from digitcore.languages import gettext as _
from digitcore.languages import gettext_noop

# "an" stands before a vowel as it is spoken: eight, eleven, eighteen, an F, an apple; but a one.
_AFTER_AN = re.compile(r"8|1[18]\b|(?!one\b)[aeio]|[fhlmnrsx]$", re.IGNORECASE)


_MONTHS = (
    gettext_noop("January"), gettext_noop("February"), gettext_noop("March"), gettext_noop("April"),
    gettext_noop("May"), gettext_noop("June"), gettext_noop("July"), gettext_noop("August"),
    gettext_noop("September"), gettext_noop("October"), gettext_noop("November"), gettext_noop("December"),
)  # fmt: skip
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
    """A day.

    >>> date(dt.date(2026, 11, 9))
    '9 November 2026'
    """
    return _("{day} {month} {year}", day=day.day, month=_(_MONTHS[day.month - 1]), year=day.year)


def a(name: object) -> str:
    """A name with its article.

    >>> a(4), a(8)
    ('a 4', 'an 8')
    """
    if _AFTER_AN.match(str(name)):
        return _("an {name}", name=name)
    return _("a {name}", name=name)
