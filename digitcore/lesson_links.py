"""A lesson link: a page of the app with what is set on it, and which controls pupils find locked or hidden.

`explore?view=averages&average=range&locked=view&hidden=part.dataset` is how a room keeps it, and what stands behind
the server's address. A teaching aid and not a lock: whoever edits the address is free again. Which pages and controls
there are is known to the pages; here names only have to look like names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from digitcore.errors import BadInput

LOCKED, HIDDEN = "locked", "hidden"
"""The two words of a query that say the rules: names of controls with a dot between them."""
LONGEST = 4_000
"""Signs of a link; the longest setting, a network of many layers, has about a thousand."""
_PAGE = re.compile(r"[a-z]{0,20}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")
_PRINTABLE = re.compile(r"[!-~]*")
_PRIVATE = ("room", "teach", "wall")
"""What leads into a room is never part of a lesson."""


@dataclass(frozen=True)
class LessonLink:
    """One page, and its query."""

    page: str
    """The page's name in the address; empty for Home."""
    query: Mapping[str, str]

    @property
    def path(self) -> str:
        """What stands behind the server's address."""
        query = urlencode(self.query, quote_via=quote, safe="")
        return f"{self.page}?{query}" if query else self.page


def make(page: str, values: Mapping[str, str], *, locked: Iterable[str], hidden: Iterable[str]) -> LessonLink:
    """The link to `page` with these values, in which these controls are locked or hidden."""
    rules = {LOCKED: ".".join(locked), HIDDEN: ".".join(hidden)}
    return LessonLink(page, dict(values) | {word: keys for word, keys in rules.items() if keys})


def read(address: str) -> LessonLink:
    """The lesson in an address somebody pasted, or in what a room keeps; a sentence where there is none."""
    text = address.strip()
    if len(text) > LONGEST or not _PRINTABLE.fullmatch(text):
        raise _no_link(text)
    try:
        parts = urlsplit(text)
        pairs = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=200)
    except ValueError:
        raise _no_link(text) from None
    page = parts.path.rstrip("/").rpartition("/")[2]
    query = {key: value for key, value in pairs if _NAME.fullmatch(key) and key not in _PRIVATE}
    if parts.scheme not in ("", "http", "https") or not _PAGE.fullmatch(page) or not text:
        raise _no_link(text)
    return LessonLink(page, query)


def names(text: str) -> list[str]:
    """The names of controls in one of the two words; what looks like none is left out."""
    return [name for name in text[:LONGEST].split(".") if _NAME.fullmatch(name)]


def _no_link(text: str) -> BadInput:
    return BadInput(
        f"{text[:40]!r} is no lesson link.", "Copy one from “Lesson link” in the sidebar of the page."
    )
