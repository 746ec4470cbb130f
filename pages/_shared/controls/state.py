"""What a visitor has set, and the address that says so. Which controls there are is in `control_table`.

Controls marked `in_address` stand in the query of the page's link while they are on screen and differ from
their default, so that a link restores the setting. Streamlit can bind a widget to the query itself, but
then writes the words that are shown, which change and need not be unique; here the address holds the
plain values (`view=averages`, `dataset=mnist`). Every value of an address is checked: an impossible one becomes the default.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

import streamlit as st

from digitcore.errors import DigitLabError
from pages._shared.controls import lesson, session
from pages._shared.controls.control_table import CONTROLS

_ADDRESSES = 8
"""How many of our last addresses are remembered: a slow browser may be some presses behind."""


@dataclass
class _Memory:
    on_screen: set[str] = field(default_factory=set)
    """The controls that this run has shown so far."""
    page: str | None = None
    page_was_entered: bool = False
    places: set[str] = field(default_factory=set)
    """What this run has shown so far of what the browser forgets when it is gone: canvases."""
    places_before: set[str] = field(default_factory=set)
    """The same of the last run that was not cut off."""
    known: list[dict[str, str]] = field(default_factory=list)
    """Addresses that ask for nothing: what the last run wrote, or what a page that is still being drawn has written so far."""
    addresses: list[dict[str, str]] = field(default_factory=list)
    """The latest of `known`, those of now included, to recognise a browser that lags behind."""
    values: dict[str, Any] = field(default_factory=dict)
    """Of the controls on screen, at the end of the last run."""
    set_aside: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    """Sizes that do not fit now: the one that was chosen, and the one that is shown instead."""
    to_set: dict[str, Any] = field(default_factory=dict)
    """Values for the beginning of the next run."""
    runs_again: bool = False
    """Whether the next run comes from `run_again`."""
    callback_error: str = ""
    requested_page: tuple[str, dict[str, str]] | None = None


def one_of(key: str, options: Sequence[Any]) -> dict[str, Any]:
    """The arguments of a widget that chooses among `options`; a value that is none of them becomes the default.

    Where the default is none of them either (2,000 images of 1,347), it is the last.
    """
    if get(key) not in options:
        put(key, CONTROLS[key].default if CONTROLS[key].default in options else options[-1])
    arguments = _on_screen(key)
    if CONTROLS[key].default not in options and get(key) == options[-1]:
        _memory().on_screen.discard(key)  # nobody chose it: the link stays as it is
    return arguments


def one_size_of(key: str, options: Sequence[int]) -> dict[str, Any]:
    """Like `one_of`; a size that is too large for a dataset comes back where it fits again."""
    set_aside = _memory().set_aside
    chosen, shown = set_aside.pop(key, (get(key), None))
    if get(key) not in (chosen, shown):  # another one was chosen meanwhile
        chosen = get(key)
    if chosen in options:
        put(key, chosen)
    arguments = one_of(key, options)
    if get(key) != chosen:
        set_aside[key] = (chosen, get(key))
    return arguments


def between(key: str, low: float, high: float) -> dict[str, Any]:
    """The arguments of a widget for a number; a value outside the bounds becomes the nearest bound."""
    value, default = get(key), CONTROLS[key].default
    if isinstance(value, float) and math.isnan(value):
        put(key, default)
    elif value is not None:
        put(key, min(max(value, low), high))
    arguments = _on_screen(key) | {"min_value": low, "max_value": high}
    if default is not None and default > high and get(key) == high:
        _memory().on_screen.discard(key)  # nobody chose it: the link stays as it is
    return arguments


def switch(key: str) -> dict[str, Any]:
    """The arguments of a switch or a text field."""
    return _on_screen(key)


def keep_in_address(key: str) -> None:
    """Put a control that has no widget into the address of this page."""
    _on_screen(key)


def get(key: str) -> Any:
    """The control's value now, also when its widget is not on screen."""
    return session.widget_value(key, CONTROLS[key].default)


def put(key: str, value: Any) -> None:
    """Set a control from code: only before its widget is drawn, or in a callback."""
    session.set_widget_value(CONTROLS[key].key, value)


def forget_place() -> None:
    """Other images are shown: no image is open, and their first page is shown."""
    put("image", CONTROLS["image"].default)
    put("page", CONTROLS["page"].default)


def put_at_next_run(key: str, value: Any) -> None:
    """Set a control whose widget is already drawn: it is set before the next run draws it."""
    _memory().to_set[CONTROLS[key].key] = value


def in_callback(act: Callable[..., None]) -> Callable[..., None]:
    """A callback whose errors become a sentence on the page: Streamlit calls it outside the page's own `try`."""

    @wraps(act)
    def guarded(*args: Any, **kwargs: Any) -> None:
        try:
            act(*args, **kwargs)
        except DigitLabError as error:
            _memory().callback_error = str(error)

    return guarded


def has_callback_error() -> bool:
    """Whether a callback's error has not been said yet."""
    return bool(_memory().callback_error)


def take_callback_error() -> str:
    """The sentence of the last callback's error, once."""
    memory = _memory()
    sentence, memory.callback_error = memory.callback_error, ""
    return sentence


def begin_run(page: str) -> None:
    """Apply the address, if it is not the one that we wrote, and the values that the last run left to be set."""
    memory, query = _memory(), st.query_params.to_dict()
    same_page = memory.page == page
    memory.page_was_entered = not same_page
    memory.places = set()
    if not same_page:
        memory.places_before = set()
    is_ours, memory.runs_again = memory.runs_again, False
    if query not in memory.known and not (same_page and _lags(query, is_ours=is_ours)):
        _apply(query, same_page=same_page)
        # A press that cuts this run off sends the same address again: it must not undo the press, nor end the lesson.
        _remember([query])
    if memory.page_was_entered and lesson.is_on():
        _write_lesson(query)
    memory.on_screen, memory.page = set(), page
    lesson.forget_offered()
    to_set, memory.to_set = memory.to_set, {}
    for key, value in (to_set | lesson.values()).items():
        put(key, value)


def run_again() -> None:
    """Run the page again without a press: what a fragment waits for has happened, or was just done.

    The query of such a run is the address that the browser had when this run began.
    """
    _memory().runs_again = True
    st.rerun()


def page_was_entered() -> bool:
    """Whether the last run showed another page, or none."""
    return _memory().page_was_entered


def stays(place: str) -> bool:
    """Whether the last run showed this too; else the browser makes it anew, with nothing of what was done in it."""
    stays = place in _memory().places_before
    _memory().places.add(place)
    return stays


def address() -> dict[str, str]:
    """The address of this page now: the controls that are on screen and differ from their defaults."""
    on_screen = _memory().on_screen
    shown = [CONTROLS[key] for key in CONTROLS if key in on_screen]
    return {
        control.key: control.write(get(control.key))
        for control in shown
        if control.in_address and get(control.key) != control.default
    }


def end_run() -> None:
    """Write the controls that are on screen into the address, and the lesson that is on."""
    memory = _memory()
    lesson.settle({key: get(key) for key in memory.on_screen})
    _write(lesson.in_address() | address())
    memory.values = {key: get(key) for key in memory.on_screen}
    memory.places_before = memory.places


def page_on_screen() -> str:
    """The page's name in the address; empty for Home."""
    return _memory().page or ""


def remember_requested_page(page: str, query: dict[str, str]) -> None:
    """Which page a deep link asked for, before `app.py` has run."""
    _memory().requested_page = (page, query)


def take_requested_page() -> tuple[str, dict[str, str]] | None:
    """The remembered page and its query, once."""
    memory = _memory()
    requested, memory.requested_page = memory.requested_page, None
    return requested


def needed_in_link(query: dict[str, str]) -> dict[str, str]:
    """The query without values that hold already: a page that rewrites its address keeps the back button from leaving."""
    return {
        key: text
        for key, text in query.items()
        if not CONTROLS[key].parse(text) == get(key) == CONTROLS[key].default
    }


def _apply(query: dict[str, str], *, same_page: bool) -> None:
    """Set the controls to a new address."""
    to_reset = set(_memory().on_screen) if same_page else set()  # the back button: the rest is the default
    if lesson.take_up(query, same_page=same_page):
        to_reset |= set(lesson.HOLDS)  # the lesson sets everything, whatever was set before
    for key in to_reset:
        put(key, CONTROLS[key].default)
    for key, text in query.items():
        if key in CONTROLS and CONTROLS[key].in_address:
            put(key, CONTROLS[key].parse(text))


def _lags(query: dict[str, str], *, is_ours: bool) -> bool:
    """Whether the browser has not taken over our last address yet: a press, or a run of ours, sends an earlier one.

    The back button sends an earlier one too, but presses nothing.
    """
    memory = _memory()
    is_pressed = any(get(key) != value for key, value in memory.values.items())
    return query in memory.addresses and (is_ours or is_pressed or lesson.was_changed())


def _write(address: dict[str, str]) -> None:
    if address != st.query_params.to_dict():
        st.query_params.from_dict(address)
    _remember([address])


def _write_lesson(query: dict[str, str]) -> None:
    """Write the lesson into the address of a page before the page is drawn: a reload meanwhile would lose it."""
    with_lesson = query | lesson.in_address()
    if with_lesson != query:
        st.query_params.from_dict(with_lesson)
        _remember([query, with_lesson])  # the next press may send either


def _remember(known: list[dict[str, str]]) -> None:
    memory = _memory()
    memory.known = known
    memory.addresses = [*memory.addresses, *known][-_ADDRESSES:]


def _on_screen(key: str) -> dict[str, Any]:
    _memory().on_screen.add(key)
    session.start_widget_at(key, CONTROLS[key].default)
    return {"key": key, "persist_state": "session"}


def _memory() -> _Memory:
    return session.remembered(_Memory)
