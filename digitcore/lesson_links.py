"""A lesson link: a page of the app with values of its controls, and which controls are locked or hidden for pupils.

A room stores the part behind the server's address: `explore?view=averages&average=range&locked=view&hidden=part.dataset`.
It is a teaching aid and no access control: there are no accounts, and whoever edits the address is free again. The pages
know which pages and controls exist; this module checks only that names look like names.

>>> link = make("explore", {"view": "averages"}, locked=["view"], hidden=[])
>>> link.path
'explore?view=averages&locked=view'
>>> read("https://digits.example/explore?view=averages&locked=view") == link
True
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from digitcore.errors import BadInput

LOCKED, HIDDEN = "locked", "hidden"
"""The two keys of the query with names of controls, separated by dots."""
LONGEST = 4_000
"""Characters of a link; the longest setting, a network of many layers, has about a thousand."""
_PAGE = re.compile(r"[a-z]{0,20}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")
_PRINTABLE = re.compile(r"[!-~]*")
_PRIVATE = ("room", "teach", "wall")
"""Keys that lead into a room are never part of a lesson."""


@dataclass(frozen=True)
class LessonLink:
    """One page, and its query."""

    page: str
    """The page's name in the address; empty for Home."""
    query: Mapping[str, str]

    @property
    def path(self) -> str:
        """The link behind the server's address."""
        query = urlencode(self.query, quote_via=quote, safe="")
        return f"{self.page}?{query}" if query else self.page


def make(page: str, values: Mapping[str, str], *, locked: Iterable[str], hidden: Iterable[str]) -> LessonLink:
    """The link to `page` with these values, in which these controls are locked or hidden."""
    rules = {LOCKED: ".".join(locked), HIDDEN: ".".join(hidden)}
    return LessonLink(page, dict(values) | {word: keys for word, keys in rules.items() if keys})


def read(address: str) -> LessonLink:
    """The lesson in an address that somebody pasted, or that a room stores; raises if there is none."""
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
    """The names of controls in the value of `locked` or `hidden`; skips what is no name."""
    return [name for name in text[:LONGEST].split(".") if _NAME.fullmatch(name)]


def _no_link(text: str) -> BadInput:
    return BadInput(
        f"{text[:40]!r} is no lesson link.", "Copy one from “Lesson link” in the sidebar of the page."
    )
