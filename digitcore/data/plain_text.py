"""Text from outside, cleaned for display: titles, names of classes, names of files.

The result is not safe as a path, as HTML or as Markdown: no such text becomes a path, and pages escape it.
"""

from __future__ import annotations

import unicodedata


def plain_text(text: str, *, longest: int) -> str:
    """`text` in one line of at most `longest` characters, composed (NFC), without invisible characters.

    Control, bidirectional and unassigned characters and halves of surrogate pairs (Unicode's C
    categories) are dropped, runs of white space become one blank; longer text ends in "…".

    >>> plain_text("  Our\\tclass\\u202e ", longest=20)
    'Our class'
    >>> plain_text("Our class", longest=5)
    'Our…'
    """
    # Cut first: composing a megabyte of combining marks is slow.
    spaced = " ".join(text[: 20 * longest].split())
    visible = "".join(sign for sign in spaced if not unicodedata.category(sign).startswith("C"))
    composed = unicodedata.normalize("NFC", visible).strip()
    return composed if len(composed) <= longest else composed[: longest - 1].rstrip() + "…"
