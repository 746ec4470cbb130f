"""Numbers and names as they stand in a sentence: 1 drawing, 2 drawings; a 4, an 8. No markup: that is the pages' business."""

from __future__ import annotations

import re

# As they are read aloud: eight, eleven, eighteen; an F, an apple, and yet a one.
_AFTER_AN = re.compile(r"8|1[18]\b|(?!one\b)[aeio]|[fhlmnrsx]$", re.IGNORECASE)


def counted(count: int, thing: str) -> str:
    """`1 run`, `2 runs`."""
    return f"{count:,} {thing}" if count == 1 else f"{count:,} {thing}s"


def a(name: object) -> str:
    """`a 4`, `an 8`."""
    return f"{'an' if _AFTER_AN.match(str(name)) else 'a'} {name}"
