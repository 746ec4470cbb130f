"""Parts of a page that are drawn anew when the pen rests, each by itself: the page is not run for them.

The pen (`pen`), or `notify` where there is none, sends an event with the current moment to the whole document. An invisible
component in each such part (`assets/browser/pen_rest.mjs`) has its fragment run if that shows another moment. A moment is
a string that names what the parts show; what it means is up to the caller.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

import streamlit as st

from pages._shared.server.browser_files import browser_component

_component = browser_component("pen_rest")
_without_pen = browser_component("pen_rest_without_pen")


def follows(key: str, moment: Callable[[], str]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a function a fragment that is run again when the pen rests and `moment()` is not what it has shown."""

    def decorate(function: Callable[..., None]) -> Callable[..., None]:
        @st.fragment
        @wraps(function)
        def shown(*args: object, **kwargs: object) -> None:
            place = st.empty()  # first, so that it keeps its position whatever is drawn below
            now = moment()
            function(*args, **kwargs)
            with place:
                _component(key=key, data={"shown": now}, on_rested_change=lambda: None, height=1)

        return shown

    return decorate


def when_pen_is_up(key: str, act: Callable[[], None]) -> None:
    """Call `act` once no stroke is under way and all are stored, wherever on the page this stands."""
    _component(key=key, data={"shown": None, "unseen": True}, on_rested_change=act, height=1)


def notify(moment: str) -> None:
    """Let the parts follow to this moment now, where there is no pen to do so."""
    _without_pen(key="resting_teller", data={"moment": moment}, height=1)
