"""What a lesson link has set in this tab: which controls are locked or hidden, and the values these keep.

A teaching aid, not a lock: everybody can leave the lesson, or change the address. It goes along from page to page, and
stands in the address of each, so that a reload keeps it. `lesson_link` shows it, and makes such links.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from digitcore.lesson_links import HIDDEN, LOCKED, names
from pages._shared.controls import session
from pages._shared.controls.control_table import CONTROLS

HOLDS = tuple(
    key for key, control in CONTROLS.items() if control.in_address and control.teacher != "leave out"
)
"""The controls whose values a lesson link can hold."""


@dataclass(frozen=True)
class HeldControls:
    """The controls that the lesson rules, and their values; empty where there is no lesson."""

    rules: Mapping[str, str] = field(default_factory=dict)
    """Key → `LOCKED` or `HIDDEN`."""
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class _Memory:
    lesson: HeldControls = field(default_factory=HeldControls)
    before: HeldControls = field(default_factory=HeldControls)
    """At the end of the last run."""
    offered: dict[str, tuple[str, str]] = field(default_factory=dict)
    """The controls of the page at hand."""


def is_on() -> bool:
    """Whether this tab is in a lesson."""
    return bool(_now().rules)


def is_locked(key: str) -> bool:
    """Whether the control is shown with its value, and cannot be changed."""
    return _now().rules.get(key) == LOCKED


def is_hidden(key: str) -> bool:
    """Whether the control is not shown."""
    return _now().rules.get(key) == HIDDEN


def is_free(key: str) -> bool:
    """Whether the visitor may set it."""
    return key not in _now().rules


def is_any_shown(keys: Iterable[str]) -> bool:
    """Whether the lesson leaves any of them on screen."""
    return not all(map(is_hidden, keys))


def values() -> dict[str, Any]:
    """The values of its locked and hidden controls, whatever a press or a link has set meanwhile."""
    return dict(_now().values)


def take_up(query: Mapping[str, str], *, same_page: bool) -> bool:
    """Begin the lesson that a new address names, unless it is on already; returns whether a lesson begins.

    An address of the same page that names none is from before the lesson: it ends. Another page is only another page.
    """
    rules = _rules(query)
    if not rules and not same_page:
        return False
    default = {key: CONTROLS[key].default for key in rules}
    new = HeldControls(
        rules, default | {key: CONTROLS[key].parse(query[key]) for key in rules if key in query}
    )
    begins = bool(rules) and new != _now()
    session.remembered(_Memory).lesson = new
    return begins


def settle(shown: Mapping[str, Any]) -> None:
    """Keep the values that the page has shown: an impossible one has become the default."""
    kept = {key: shown.get(key, value) for key, value in _now().values.items()}
    memory = session.remembered(_Memory)
    memory.lesson = memory.before = HeldControls(_now().rules, kept)


def was_changed() -> bool:
    """Whether it began or ended since the last run."""
    return session.remembered(_Memory).before != _now()


def in_address() -> dict[str, str]:
    """The lesson as it stands in the address, also on pages that lack its controls."""
    now = _now()
    query = {
        key: CONTROLS[key].write(value) for key, value in now.values.items() if value != CONTROLS[key].default
    }
    for word in (LOCKED, HIDDEN):
        if keys := [key for key, rule in now.rules.items() if rule == word]:
            query[word] = ".".join(keys)
    return query


def leave() -> None:
    """End the lesson: all controls are free, and keep their values."""
    session.remembered(_Memory).lesson = HeldControls()


def offer(key: str, title: str, value: str) -> None:
    """Note a control of this page, its title and its value in words, for the dialog that makes a lesson link."""
    if CONTROLS[key].in_address and CONTROLS[key].teacher in ("lock", "hide"):
        session.remembered(_Memory).offered[key] = (title, value)


def offered() -> dict[str, tuple[str, str]]:
    """The controls of this page: key → its title and its value in words."""
    return dict(session.remembered(_Memory).offered)


def forget_offered() -> None:
    """Forget the controls of the page before."""
    session.remembered(_Memory).offered = {}


def _now() -> HeldControls:
    return session.remembered(_Memory).lesson


def _rules(query: Mapping[str, str]) -> dict[str, str]:
    """The rules of an address, in the order of the table; what is no control, or may not be ruled so, is left out."""
    locked, hidden = (set(names(query.get(word, ""))) for word in (LOCKED, HIDDEN))
    rules = {}
    for key in HOLDS:
        if key in hidden and CONTROLS[key].teacher == "hide":
            rules[key] = HIDDEN
        elif key in locked | hidden and CONTROLS[key].teacher in ("lock", "hide"):
            rules[key] = LOCKED
    return rules
