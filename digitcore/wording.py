"""Numbers and names in a sentence, without markup."""

from __future__ import annotations

import re

# "an" stands before a vowel as it is spoken: eight, eleven, eighteen, an F, an apple; but a one.
_AFTER_AN = re.compile(r"8|1[18]\b|(?!one\b)[aeio]|[fhlmnrsx]$", re.IGNORECASE)


def counted(count: int, thing: str) -> str:
    """A count with its noun.

    >>> counted(1, "run"), counted(1200, "run")
    ('1 run', '1,200 runs')
    """
    return f"{count:,} {thing}" if count == 1 else f"{count:,} {thing}s"


def a(name: object) -> str:
    """A name with its article.

    >>> a(4), a(8)
    ('a 4', 'an 8')
    """
    return f"{'an' if _AFTER_AN.match(str(name)) else 'a'} {name}"
