"""Text that came from outside, made fit to show: titles, names of classes, names of files.

Nothing here makes text safe as a path, as HTML or as Markdown: it is never used as a path, and pages
show it as plain text.
"""

from __future__ import annotations

import unicodedata


def plain_text(text: str, *, longest: int) -> str:
    """`text` in one line of at most `longest` characters, composed (NFC), without invisible characters.

    Control, bidirectional and unassigned characters and halves of surrogate pairs (Unicode's C
    categories) are dropped, all kinds of space become one blank; what is too long ends in "…".
    """
    # A bound before the work: composing a megabyte of combining marks is slow.
    spaced = " ".join(text[: 20 * longest].split())
    visible = "".join(sign for sign in spaced if not unicodedata.category(sign).startswith("C"))
    composed = unicodedata.normalize("NFC", visible).strip()
    return composed if len(composed) <= longest else composed[: longest - 1].rstrip() + "…"
