"""Parts of a page that look again by themselves, and a page that notices when they have stopped.

Streamlit has fragments run again by timers in the browser. Where such a run is asked for at the very moment in which a run of
the whole page ends, it can drop that run's last messages, and with them the timers: the page then stands still for good. A
small component sees that nothing has run for a while, and has the page run again, which sets the timers anew.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import streamlit as st

STILL_SECONDS = 8
"""Several times the longest pause between two looks."""

# A run that takes long is no standstill, nor is a lost connection, nor a page that nobody sees: browsers stop its timers.
_JAVASCRIPT = """
const STATE = "data-test-script-state";
export default function (component) {
    const { data, setTriggerValue } = component;
    const app = document.querySelector(".stApp");
    let last = Date.now();
    const moves = () => { last = Date.now(); };
    const observer = new MutationObserver(moves);
    observer.observe(app, { attributes: true, attributeFilter: [STATE] });
    document.addEventListener("visibilitychange", moves);
    const timer = setInterval(() => {
        const isConnected = app.getAttribute("data-test-connection-state") === "CONNECTED";
        const rests = isConnected && app.getAttribute(STATE) === "notRunning" && !document.hidden;
        if (!rests || Date.now() - last < data.seconds * 1000) return;
        moves();
        setTriggerValue("still", last);
    }, 1000);
    return () => {
        clearInterval(timer);
        observer.disconnect();
        document.removeEventListener("visibilitychange", moves);
    };
}
"""

_component = st.components.v2.component("digitlab_looking", js=_JAVASCRIPT)


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
