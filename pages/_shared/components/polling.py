"""Parts of a page that look again by themselves, and a page that notices when they have stopped.

Streamlit has fragments run again by timers in the browser. Where such a run is asked for at the very moment in which a run of
the whole page ends, it can drop that run's last messages, and with them the timers: the page then stands still for good. A
small component (`assets/browser/polling_watch.mjs`) sees that nothing has run for a while, and has the page run again, which
sets the timers anew.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import streamlit as st

from pages._shared.server.browser_files import browser_component

STILL_SECONDS = 8
"""Several times the longest pause between two looks."""

_component = browser_component("polling_watch")


def every(seconds: float | None) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a function a fragment that is run again each so many seconds; None: a fragment and no more."""

    def decorate(function: Callable[..., None]) -> Callable[..., None]:
        fragment = st.fragment(function, run_every=seconds)

        @wraps(function)
        def looks(*args: Any, **kwargs: Any) -> None:
            if seconds is not None:
                _watch()
            fragment(*args, **kwargs)

        return looks

    return decorate


def begin_page() -> None:
    """Nothing looks yet; a place is kept, which is filled before anything that could get lost."""
    st.session_state["watch_place"] = st.empty()


def end_page() -> None:
    """Fragments that are run alone have no place of their own."""
    st.session_state.pop("watch_place", None)


def _watch() -> None:
    place = st.session_state.pop("watch_place", None)
    if place is not None:
        with place:
            _component(key="looking", data={"seconds": STILL_SECONDS}, on_still_change=lambda: None, height=1)
