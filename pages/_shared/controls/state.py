"""What a visitor has set, and the address that says so. Which controls there are is in `control_table`.

Controls marked `in_address` stand in the query of the page's link while they are on screen and differ from
their default, so that a link restores the setting. Streamlit can bind a widget to the query itself, but
then writes the words that are shown, which change and need not be unique; here the address holds the
plain values (`view=averages`, `dataset=mnist`). Whatever an address says is checked: what cannot be is the default.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

import streamlit as st

from digitcore.errors import DigitLabError
from pages._shared.controls import lesson
from pages._shared.controls.control_table import CONTROLS

_ADDRESSES = 8
"""So many of the addresses we wrote last are remembered: a slow browser may be some presses behind."""


def one_of(key: str, options: Sequence[Any]) -> dict[str, Any]:
    """What a widget that chooses among `options` passes on; a value that is none of them becomes the default.

    Where the default is none of them either (5,000 images of 1,347), it is the last.
    """
    if get(key) not in options:
        put(key, CONTROLS[key].default if CONTROLS[key].default in options else options[-1])
    passed_on = _on_screen(key)
    if CONTROLS[key].default not in options and get(key) == options[-1]:
        st.session_state["on_screen"].discard(key)  # nobody chose it: the link stays as it is
    return passed_on


def one_size_of(key: str, options: Sequence[int]) -> dict[str, Any]:
    """Like `one_of`; a size that is too large for a dataset comes back where it fits again."""
    set_aside: dict[str, tuple[int, int]] = st.session_state.setdefault("set_aside", {})
    wanted, shown = set_aside.pop(key, (get(key), None))
    if get(key) not in (wanted, shown):  # another one was chosen meanwhile
        wanted = get(key)
    if wanted in options:
        put(key, wanted)
    passed_on = one_of(key, options)
    if get(key) != wanted:
        set_aside[key] = (wanted, get(key))
    return passed_on


def between(key: str, low: float, high: float) -> dict[str, Any]:
    """What a widget for a number passes on; a value outside the bounds becomes the nearest bound."""
    value, default = get(key), CONTROLS[key].default
    if isinstance(value, float) and math.isnan(value):
        put(key, default)
    elif value is not None:
        put(key, min(max(value, low), high))
    passed_on = _on_screen(key) | {"min_value": low, "max_value": high}
    if default is not None and default > high and get(key) == high:
        st.session_state["on_screen"].discard(key)  # nobody chose it: the link stays as it is
    return passed_on


def switch(key: str) -> dict[str, Any]:
    """What a switch passes on."""
    return _on_screen(key)


def keep_in_address(key: str) -> None:
    """Put a control that has no widget into the address of this page."""
    _on_screen(key)


def get(key: str) -> Any:
    """The control's value now, also when its widget is not on screen."""
    return st.session_state.get(key, CONTROLS[key].default)


def put(key: str, value: Any) -> None:
    """Set a control from code; only before its widget is drawn, or in a callback."""
    st.session_state[CONTROLS[key].key] = value


def forget_place() -> None:
    """Other images are looked at: no image is open, and their first page is shown."""
    put("image", CONTROLS["image"].default)
    put("page", CONTROLS["page"].default)


def put_at_next_run(key: str, value: Any) -> None:
    """Set a control whose widget is already drawn: it is set before the next run draws it."""
    st.session_state.setdefault("pending", {})[CONTROLS[key].key] = value


def in_callback(act: Callable[..., None]) -> Callable[..., None]:
    """A callback whose errors become a sentence on the page: Streamlit calls it where no page can catch them."""

    @wraps(act)
    def guarded(*args: Any, **kwargs: Any) -> None:
        try:
            act(*args, **kwargs)
        except DigitLabError as error:
            st.session_state["callback_error"] = str(error)

    return guarded


def take_callback_error() -> str:
    """The sentence of the last callback's error, once."""
    return str(st.session_state.pop("callback_error", ""))


def begin_run(page: str) -> None:
    """Take over what the address says, if it is not what we wrote there, and what the last run left to be set."""
    last_on_screen = st.session_state.get("on_screen", set())
    query = st.query_params.to_dict()
    st.session_state["page_was_entered"] = st.session_state.get("page_on_screen") != page
    same_page, is_ours = not page_was_entered(), st.session_state.pop("runs_again", False)
    if query != st.session_state.get("address") and not (same_page and _lags(query, is_ours=is_ours)):
        anew = set(last_on_screen) if same_page else set()  # the back button: what is not said is the default
        if lesson.take_up(query, same_page=same_page):
            anew |= set(lesson.HOLDS)  # the whole setting is the lesson's, whatever was set before
        for key in anew:
            put(key, CONTROLS[key].default)
        for key, text in query.items():
            if key in CONTROLS and CONTROLS[key].in_address:
                put(key, CONTROLS[key].parse(text))
    st.session_state["on_screen"], st.session_state["page_on_screen"] = set(), page
    lesson.forget_offered()
    for key, value in (st.session_state.pop("pending", {}) | lesson.values()).items():
        put(key, value)


def run_again() -> None:
    """Run the page again because of something that is no press: what a fragment watches has happened, or was just done.

    The address that comes along is the one that the browser had when this run began.
    """
    st.session_state["runs_again"] = True
    st.rerun()


def _lags(query: dict[str, str], *, is_ours: bool) -> bool:
    """Whether the browser has not taken over our last address yet: an earlier one of ours comes along with a press.

    Or with a run that is ours. The back button brings an earlier one too, but presses nothing.
    """
    before = st.session_state.get("values_before", {})
    return query in st.session_state.get("addresses", []) and (
        is_ours or any(get(key) != value for key, value in before.items()) or lesson.was_changed()
    )


def page_was_entered() -> bool:
    """Whether the last run showed another page, or none."""
    return bool(st.session_state.get("page_was_entered"))


def address() -> dict[str, str]:
    """What the address of this page says now: the controls that are on screen and differ from their defaults."""
    shown = [CONTROLS[key] for key in CONTROLS if key in st.session_state["on_screen"]]
    return {
        control.key: control.write(get(control.key))
        for control in shown
        if control.in_address and get(control.key) != control.default
    }


def end_run() -> None:
    """End a run: write the controls that are on screen into the address, and the lesson that is on."""
    shown = st.session_state["on_screen"]
    lesson.settle({key: get(key) for key in shown})
    _write(lesson.in_address() | address())
    st.session_state["values_before"] = {key: get(key) for key in shown}


def _write(address: dict[str, str]) -> None:
    if address != st.query_params.to_dict():
        st.query_params.from_dict(address)
    st.session_state["address"] = address
    st.session_state["addresses"] = [*st.session_state.get("addresses", []), address][-_ADDRESSES:]


def page_on_screen() -> str:
    """The page's name in the address; empty for Home."""
    return str(st.session_state.get("page_on_screen", ""))


def remember_wanted_page(page: str, query: dict[str, str]) -> None:
    """Which page a deep link asked for, before `app.py` has run."""
    st.session_state["wanted_page"] = (page, query)


def take_wanted_page() -> tuple[str, dict[str, str]] | None:
    """The remembered page and its query, once."""
    wanted: tuple[str, dict[str, str]] | None = st.session_state.pop("wanted_page", None)
    return wanted


def widget_value(key: str) -> Any:
    """What was entered in a widget, for its callback."""
    return st.session_state[key]


def needed_in_link(query: dict[str, str]) -> dict[str, str]:
    """Without what is so already: an address that is written anew after a link would keep the back button from leaving."""
    return {
        key: text
        for key, text in query.items()
        if not CONTROLS[key].parse(text) == get(key) == CONTROLS[key].default
    }


def _on_screen(key: str) -> dict[str, Any]:
    st.session_state["on_screen"].add(key)
    st.session_state.setdefault(key, CONTROLS[key].default)
    return {"key": key, "persist_state": "session"}
