"""The languages of what pupils and the wall are told, and the catalogue of their sentences.

English stands in the code; each other language has a catalogue, `assets/languages/<code>/LC_MESSAGES/digitlab.po`, which
`make words` keeps complete. A sentence is translated when it is said, for whoever it is said to: what is stored, or cached
for all, stays English.

>>> gettext("Round {number}", number=2)
'Round 2'
>>> with speaking("de"):
...     gettext("You guessed {digit}.", digit=7)
'Du hast 7 geraten.'
"""

from __future__ import annotations

import gettext as catalogues
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache

from digitcore import settings

ENGLISH = "en"
FOLDER = settings.ASSETS / "languages"
DOMAIN = "digitlab"


@dataclass(frozen=True)
class Language:
    """A language and how it writes numbers."""

    name: str
    """As those who speak it call it."""
    decimal: str
    thousands: str
    percent: str
    """What stands after the number."""


LANGUAGES = {
    ENGLISH: Language("English", ".", ",", "%"),
    "de": Language("Deutsch", ",", ".", "\N{NO-BREAK SPACE}%"),
    "es": Language("Español", ",", ".", "\N{NO-BREAK SPACE}%"),
    "fr": Language("Français", ",", "\N{NARROW NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}%"),
}
"""By the code under which browsers know them."""

_ACCEPTED = re.compile(r"\s*([A-Za-z]{1,8})(?:-[\w-]*)?\s*(?:;\s*q\s*=\s*([\d.]{1,5})\s*)?")
_spoken: ContextVar[str] = ContextVar("spoken", default="")
_followed: list[Callable[[], str]] = []


def follow(language_of_listener: Callable[[], str]) -> None:
    """From now on the function says which language is spoken; the app knows whose page is made, and the library does not."""
    _followed[:] = [language_of_listener]


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak this language, whoever listens."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


def current() -> str:
    """The code of the language that is spoken now."""
    code = _spoken.get() or (_followed[0]() if _followed else ENGLISH)
    return code if code in LANGUAGES else ENGLISH


def gettext(message: str, /, **values: object) -> str:
    """The message in the language that is spoken, with the values in its braces."""
    # A catalogue's answer to nothing is its own head.
    said = message and _catalogue(current()).gettext(message)
    return said.format(**values) if values else said


def ngettext(one: str, many: str, count: int, /, **values: object) -> str:
    """The same for a count, which stands as `{count}` in both messages."""
    said = _catalogue(current()).ngettext(one, many, count)
    return said.format(count=number(count), **values)


def gettext_noop(message: str, /) -> str:
    """The message as it is: marks a text of a table, which `gettext` translates when it is said."""
    return message


def number(value: float, digits: int = 0) -> str:
    """A number with so many decimals.

    >>> number(1234.5, 1)
    '1,234.5'
    >>> with speaking("de"):
    ...     number(1234.5, 1)
    '1.234,5'
    """
    language = LANGUAGES[current()]
    signs = {",": language.thousands, ".": language.decimal}
    return "".join(signs.get(sign, sign) for sign in f"{value:,.{digits}f}")


def percent(share: float, digits: int = 1) -> str:
    """A share in percent.

    >>> percent(0.973), percent(1, 0)
    ('97.3%', '100%')
    """
    return number(100 * share, digits) + LANGUAGES[current()].percent


def signs() -> dict[str, str]:
    """How this language writes percentages, for modules in the browser."""
    language = LANGUAGES[current()]
    return {"decimal": language.decimal, "percent": language.percent}


def best(accepted: str) -> str:
    """The language of ours that a browser likes best, from its locale or its header Accept-Language; English without one.

    >>> best("nl, de-AT;q=0.8, en;q=0.9"), best("es-MX"), best("")
    ('en', 'es', 'en')
    """
    wishes = [_ACCEPTED.fullmatch(part) for part in accepted[:500].split(",")]
    known = [(_weight(wish[2]), wish[1].lower()) for wish in wishes if wish and wish[1].lower() in LANGUAGES]
    return max(known, key=lambda wish: wish[0])[1] if known else ENGLISH


def _weight(written: str | None) -> float:
    try:
        return float(written or 1)
    except ValueError:
        return 0.0


@cache
def _catalogue(code: str) -> catalogues.NullTranslations:
    return catalogues.translation(DOMAIN, FOLDER, [code], fallback=code == ENGLISH)
